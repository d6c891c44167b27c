import { Bed } from './bed.js';
import { end, message, messageElement, node, processXml, start, task } from './process-xml.js';

const byMessage = processXml(
  'started',
  { nodes: [start('s', message('M')), task('work'), end('e')], flows: ['s->work', 'work->e'] },
  messageElement('M', 'begin'),
);
const waiting = processXml(
  'waiting',
  {
    nodes: [start('s'), node('intermediateCatchEvent', 'c', message('M')), end('e')],
    flows: ['s->c', 'c->e'],
  },
  messageElement('M', 'go', '=key'),
);

let bed: Bed;
beforeEach(async () => {
  bed = await Bed.open();
  await bed.deploy(['started.bpmn', byMessage], ['waiting.bpmn', waiting]);
});
afterEach(async () => {
  await bed.engine.close();
  expect(bed.defects).toEqual([]);
});

test('a message starts an instance with its variables in the process', async () => {
  await bed.publish('begin', 'b-1', { variables: { bookingId: 'b-1' } });
  const job = await bed.job('work');
  expect(job.value.variables).toEqual({ bookingId: 'b-1' });
  expect(bed.elements('ACTIVATED', 'START_EVENT')).toEqual(['s']);
});

test('a second message with the same correlation key waits until the first instance is done', async () => {
  // given a running instance and a buffered second message
  await bed.publish('begin', 'b-1', { messageId: 'm-1', timeToLive: 60_000, variables: { n: 1 } });
  await bed.publish('begin', 'b-1', { messageId: 'm-2', timeToLive: 60_000, variables: { n: 2 } });
  expect(bed.engine.queries.instances()).toHaveLength(1);
  // when the first ends
  const first = await bed.complete('work');
  // then the second begins
  const second = await bed.job('work');
  expect(first.value.variables).toEqual({ n: 1 });
  expect(second.value.variables).toEqual({ n: 2 });
});

test('messages with different or empty correlation keys start instances side by side', async () => {
  await bed.publish('begin', 'a');
  await bed.publish('begin', 'b');
  await bed.publish('begin', '');
  await bed.publish('begin', '');
  expect(bed.engine.queries.instances()).toHaveLength(4);
});

test('a message id is refused again only while its message is buffered', async () => {
  const same = { messageId: 'm-1', timeToLive: 1_000 };
  await bed.publish('go', 'k', same);
  await expect(bed.publish('go', 'k', same)).rejects.toMatchObject({
    rejectionType: 'ALREADY_EXISTS',
    reason:
      "Expected to publish a new message with id 'm-1', but a message with that id was already published",
  });
  await bed.publish('go', 'other', same);
  await bed.advance(1_000);
  await bed.publish('go', 'k', same);
});

test('a buffered message is taken by a later subscription until its time to live is over', async () => {
  await bed.publish('go', 'k1', { timeToLive: 5_000, variables: { v: 1 } });
  await bed.start('waiting', { key: 'k1' });
  expect(bed.variable('v')).toBe(1);
  await bed.publish('go', 'k2', { timeToLive: 5_000 });
  await bed.advance(5_000);
  await bed.start('waiting', { key: 'k2' });
  expect(bed.engine.queries.instances()).toHaveLength(1);
  expect(bed.count('MESSAGE', 'EXPIRED')).toBe(2);
});

test('one message goes to one instance of a process id', async () => {
  const first = await bed.start('waiting', { key: 'k' });
  const second = await bed.start('waiting', { key: 'k' });
  await bed.publish('go', 'k');
  expect(bed.engine.queries.instances().map((one) => one.key)).toEqual([second]);
  expect(first).toBeLessThan(second);
});

test('a synchronous correlation without a taker is refused', async () => {
  const correlate = () =>
    bed.run('MESSAGE_CORRELATION', 'CORRELATE', { name: 'go', correlationKey: 'k' });
  await expect(correlate()).rejects.toMatchObject({ rejectionType: 'NOT_FOUND' });
  const instance = await bed.start('waiting', { key: 'k' });
  const { value } = await correlate();
  expect(value).toMatchObject({ processInstanceKey: instance });
});

test('a new version takes over the message start event', async () => {
  await bed.deploy([
    'started.bpmn',
    byMessage.replaceAll('"work"', '"work2"').replaceAll('_work', '_work2'),
  ]);
  await bed.publish('begin', 'x');
  const job = await bed.job('work2');
  expect(job.value.processDefinitionVersion).toBe(2);
  expect(await bed.jobs('work')).toEqual([]);
});
