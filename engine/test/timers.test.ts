import { Bed } from './bed.js';
import { boundary, end, node, processXml, start, task, timer } from './process-xml.js';

let bed: Bed;
beforeEach(async () => {
  bed = await Bed.open();
});
afterEach(async () => {
  await bed.engine.close();
  expect(bed.defects).toEqual([]);
});

const deploy = (kind: 'Duration' | 'Date' | 'Cycle', text: string, interrupting = true) =>
  bed.deploy([
    'p.bpmn',
    processXml('p', {
      nodes: [
        start('s'),
        task('work'),
        boundary('b', 'work', timer(kind, text), interrupting),
        end('e'),
        end('late'),
      ],
      flows: ['s->work', 'work->e', 'b->late'],
    }),
  ]);

test('an interrupting duration timer ends the task when it is due, not before', async () => {
  await deploy('Duration', 'PT30S');
  await bed.start('p');
  await bed.advance(29_999);
  expect(bed.elements('COMPLETED')).not.toContain('late');
  await bed.advance(1);
  expect(bed.elements('TERMINATED')).toEqual(['work']);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['late']);
  expect(await bed.jobs('work')).toEqual([]);
});

test('a duration can come from a variable', async () => {
  await deploy('Duration', '=wait');
  await bed.start('p', { wait: 'PT1H' });
  await bed.advance(3_600_000);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['late']);
});

test('a duration that is none raises an incident, and resolving it goes on', async () => {
  await deploy('Duration', '=wait');
  const instance = await bed.start('p', { wait: 'soon' });
  const [incident] = bed.engine.queries.incidents();
  expect(incident?.value).toMatchObject({
    errorType: 'EXTRACT_VALUE_ERROR',
    errorMessage: "Invalid duration format 'soon' for expression 'wait'.",
    elementId: 'work',
  });
  await bed.run('VARIABLE_DOCUMENT', 'UPDATE', { scopeKey: instance, variables: { wait: 'PT1S' } });
  await bed.run('INCIDENT', 'RESOLVE', {}, incident?.key);
  await bed.advance(1_000);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['late']);
});

test('a date in the past fires at once', async () => {
  await deploy('Date', '2020-01-01T00:00:00Z');
  await bed.start('p');
  await bed.engine.idle();
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['late']);
});

test('a cycle fires as often as it says, without drift, beside the task', async () => {
  await deploy('Cycle', 'R3/PT10S', false);
  await bed.start('p');
  await bed.advance(14_000);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toHaveLength(1);
  // the second is due at 20 s although the first was seen at 14 s
  await bed.advance(6_000);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toHaveLength(2);
  await bed.advance(60_000);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toHaveLength(3);
  await bed.complete('work');
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a timer start event starts an instance each time until a new version takes over', async () => {
  const startTimer = (text: string) =>
    processXml('t', {
      nodes: [start('s', timer('Cycle', text)), task('tick'), end('e')],
      flows: ['s->tick', 'tick->e'],
    });
  await bed.deploy(['t.bpmn', startTimer('R/PT1M')]);
  await bed.advance(180_000);
  expect(bed.engine.queries.instances()).toHaveLength(3);
  await bed.deploy(['t.bpmn', startTimer('R1/PT5M')]);
  await bed.advance(600_000);
  expect(bed.engine.queries.instances()).toHaveLength(4);
});

test('a cron timer follows the calendar', async () => {
  await bed.deploy([
    'c.bpmn',
    processXml('c', {
      nodes: [start('s', timer('Cycle', '0 0 9 * * MON-FRI')), task('report'), end('e')],
      flows: ['s->report', 'report->e'],
    }),
  ]);
  const week = 7 * 24 * 3_600_000;
  await bed.advance(week);
  // each firing plans the next from now, so a week seen in one leap counts once
  expect(bed.engine.queries.instances()).toHaveLength(1);
  for (let hour = 0; hour < 7 * 24; hour += 1) {
    await bed.advance(3_600_000);
  }
  expect(bed.engine.queries.instances()).toHaveLength(1 + 5);
});

test('a job that is not done in time is given to the next worker', async () => {
  await deploy('Duration', 'PT10H');
  await bed.start('p');
  const first = await bed.job('work');
  expect(await bed.jobs('work')).toEqual([]);
  await bed.advance(60_000);
  const again = await bed.job('work');
  expect(again.key).toBe(first.key);
  expect(bed.count('JOB', 'TIMED_OUT')).toBe(1);
});

test('a failed job with backoff comes back after it', async () => {
  await deploy('Duration', 'PT10H');
  await bed.start('p');
  const job = await bed.job('work');
  await bed.run(
    'JOB',
    'FAIL',
    { retries: 2, retryBackoff: 5_000, errorMessage: 'not yet' },
    job.key,
  );
  expect(await bed.jobs('work')).toEqual([]);
  await bed.advance(5_000);
  expect((await bed.job('work')).value).toMatchObject({ retries: 2, errorMessage: 'not yet' });
});

test('an intermediate timer event waits', async () => {
  await bed.deploy([
    'i.bpmn',
    processXml('i', {
      nodes: [
        start('s'),
        node('intermediateCatchEvent', 't', timer('Duration', '=duration("PT5S")')),
        end('e'),
      ],
      flows: ['s->t', 't->e'],
    }),
  ]);
  await bed.start('i');
  await bed.advance(4_999);
  expect(bed.engine.queries.instances()).toHaveLength(1);
  await bed.advance(1);
  expect(bed.engine.queries.instances()).toEqual([]);
});
