import { Bed } from './bed.js';
import {
  boundary,
  end,
  message,
  messageElement,
  node,
  processXml,
  start,
  task,
} from './process-xml.js';
import type { Content } from './process-xml.js';

let bed: Bed;
beforeEach(async () => {
  bed = await Bed.open();
});
afterEach(async () => {
  await bed.engine.close();
  expect(bed.defects).toEqual([]);
});

const deploy = (content: Content, globals = '') =>
  bed.deploy(['p.bpmn', processXml('p', content, globals)]);

const repeated = (sequential: boolean, extra = '') =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${String(sequential)}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=answer" /></bpmn:extensionElements>${extra}</bpmn:multiInstanceLoopCharacteristics>`;

test('an inclusive gateway takes every true flow and joins when nothing else can come', async () => {
  await deploy({
    nodes: [
      start('s'),
      node('inclusiveGateway', 'fork', '', 'default="f_fork_c"'),
      task('a'),
      task('b'),
      task('c'),
      node('inclusiveGateway', 'join'),
      end('e'),
    ],
    flows: [
      's->fork',
      'fork->a: =x > 1',
      'fork->b: =x > 2',
      'fork->c',
      'a->join',
      'b->join',
      'c->join',
      'join->e',
    ],
  });
  await bed.start('p', { x: 3 });
  expect(await bed.jobs('c')).toEqual([]);
  await bed.complete('a');
  expect(bed.elements('COMPLETED')).not.toContain('join');
  await bed.complete('b');
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['e']);
  await bed.start('p', { x: 0 });
  await bed.complete('c');
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a sequential loop works one item at a time and collects outputs in order', async () => {
  await deploy({
    nodes: [start('s'), task('work', '', repeated(true)), end('e')],
    flows: ['s->work', 'work->e'],
  });
  await bed.start('p', { items: ['a', 'b', 'c'] });
  for (const item of ['a', 'b', 'c']) {
    const job = await bed.job('work');
    expect(job.value.variables).toMatchObject({ item });
    await bed.run('JOB', 'COMPLETE', { variables: { answer: item.toUpperCase() } }, job.key);
  }
  expect(bed.variable('results')).toEqual(['A', 'B', 'C']);
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a collection that is no list raises an incident on the body', async () => {
  await deploy({
    nodes: [start('s'), task('work', '', repeated(false)), end('e')],
    flows: ['s->work', 'work->e'],
  });
  const instance = await bed.start('p', {});
  const [incident] = bed.engine.queries.incidents();
  expect(incident?.value.errorMessage).toBe(
    "Expected result of the expression 'items' to be 'ARRAY', but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] No variable found with name 'items'",
  );
  await bed.run('VARIABLE_DOCUMENT', 'UPDATE', { scopeKey: instance, variables: { items: [1] } });
  await bed.run('INCIDENT', 'RESOLVE', {}, incident?.key);
  await bed.complete('work');
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a specific error code goes before a catch-all, and an inner scope before an outer one', async () => {
  const error = (ref: string) =>
    `<bpmn:errorEventDefinition${ref === '' ? '' : ` errorRef="${ref}"`} />`;
  await deploy(
    {
      nodes: [
        start('s'),
        {
          tag: 'subProcess',
          id: 'sub',
          content: {
            nodes: [
              start('s2'),
              task('work'),
              boundary('inner', 'work', error('E2')),
              end('e2'),
              end('i2'),
            ],
            flows: ['s2->work', 'work->e2', 'inner->i2'],
          },
        },
        boundary('any', 'sub', error('')),
        boundary('one', 'sub', error('E1')),
        end('e'),
        end('x'),
        end('y'),
      ],
      flows: ['s->sub', 'sub->e', 'any->x', 'one->y'],
    },
    '<bpmn:error id="E1" errorCode="one" /><bpmn:error id="E2" errorCode="two" />',
  );
  const outcome = async (errorCode: string): Promise<string | undefined> => {
    await bed.start('p');
    const job = await bed.job('work');
    await bed.run('JOB', 'THROW_ERROR', { errorCode }, job.key);
    return bed.elements('COMPLETED', 'BOUNDARY_EVENT').at(-1);
  };
  expect(await outcome('one')).toBe('one');
  expect(await outcome('two')).toBe('inner');
  expect(await outcome('other')).toBe('any');
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a signal reaches every instance that waits for it and starts those that begin with it', async () => {
  const signal = (ref: string) => `<bpmn:signalEventDefinition signalRef="${ref}" />`;
  await deploy(
    {
      nodes: [
        start('s'),
        node('intermediateCatchEvent', 'c', signal('G')),
        task('after'),
        end('e'),
      ],
      flows: ['s->c', 'c->after', 'after->e'],
    },
    '<bpmn:signal id="G" name="go" />',
  );
  await bed.deploy([
    'q.bpmn',
    processXml(
      'q',
      {
        nodes: [start('s', signal('G')), task('begun'), end('e')],
        flows: ['s->begun', 'begun->e'],
      },
      '<bpmn:signal id="G" name="go" />',
    ),
  ]);
  await bed.start('p');
  await bed.start('p');
  await bed.run('SIGNAL', 'BROADCAST', { signalName: 'go', variables: { by: 'hand' } });
  expect(await bed.jobs('after')).toHaveLength(2);
  expect((await bed.job('begun')).value.variables).toEqual({ by: 'hand' });
});

test('a link continues at its catch event without a sequence flow', async () => {
  const link = '<bpmn:linkEventDefinition name="there" id="l1" />';
  await deploy({
    nodes: [
      start('s'),
      node('intermediateThrowEvent', 't', link),
      node('intermediateCatchEvent', 'c', link.replace('l1', 'l2')),
      end('e'),
    ],
    flows: ['s->t', 'c->e'],
  });
  await bed.start('p');
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['e']);
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('an awaited result has the variables that were asked for', async () => {
  await deploy({
    nodes: [start('s'), task('work'), end('e')],
    flows: ['s->work', 'work->e'],
  });
  const result = bed.engine.execute({
    valueType: 'PROCESS_INSTANCE_CREATION',
    intent: 'CREATE_WITH_AWAITING_RESULT',
    value: { bpmnProcessId: 'p', variables: { a: 1, b: 2 }, fetchVariables: ['b', 'c'] },
  });
  await bed.complete('work', { c: 3 });
  expect((await result).value).toMatchObject({ variables: { b: 2, c: 3 } });
});

test('an awaited result is refused when the instance is cancelled', async () => {
  await deploy({ nodes: [start('s'), task('work'), end('e')], flows: ['s->work', 'work->e'] });
  const result = bed.engine.execute({
    valueType: 'PROCESS_INSTANCE_CREATION',
    intent: 'CREATE_WITH_AWAITING_RESULT',
    value: { bpmnProcessId: 'p' },
  });
  const refused = expect(result).rejects.toMatchObject({ rejectionType: 'INVALID_STATE' });
  await bed.engine.idle();
  await bed.run('PROCESS_INSTANCE', 'CANCEL', {}, bed.engine.queries.instances()[0]?.key);
  await refused;
});

test('an instance of a called process cannot be cancelled alone', async () => {
  await deploy({ nodes: [start('s'), task('work'), end('e')], flows: ['s->work', 'work->e'] });
  await bed.deploy([
    'caller.bpmn',
    processXml('caller', {
      nodes: [
        start('s'),
        { tag: 'callActivity', id: 'call', extension: '<zeebe:calledElement processId="p" />' },
        end('e'),
      ],
      flows: ['s->call', 'call->e'],
    }),
  ]);
  const root = await bed.start('caller', { x: 1 });
  const child = bed.engine.queries.instances().find((one) => one.key !== root);
  await expect(bed.run('PROCESS_INSTANCE', 'CANCEL', {}, child?.key)).rejects.toMatchObject({
    rejectionType: 'INVALID_STATE',
  });
  await bed.complete('work', { y: 2 });
  expect(bed.engine.queries.instances()).toEqual([]);
  expect(bed.variable('y')).toBe(2);
});

test('a non-interrupting message boundary event can happen again and again', async () => {
  await deploy(
    {
      nodes: [
        start('s'),
        task('work'),
        boundary('b', 'work', message('M'), false),
        end('e'),
        end('n'),
      ],
      flows: ['s->work', 'work->e', 'b->n'],
    },
    messageElement('M', 'note', '=key'),
  );
  await bed.start('p', { key: 'k' });
  await bed.publish('note', 'k', { variables: { n: 1 } });
  await bed.publish('note', 'k', { variables: { n: 2 } });
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['n', 'n']);
  expect(bed.variable('n')).toBe(2);
  await bed.complete('work');
  expect(bed.engine.queries.instances()).toEqual([]);
  expect(bed.count('MESSAGE_SUBSCRIPTION', 'DELETED')).toBe(1);
});

test('a model that cannot run is refused as a whole, with the place of the fault', async () => {
  const good = processXml('good', { nodes: [start('s'), end('e')], flows: ['s->e'] });
  const bad = processXml('bad', {
    nodes: [start('s'), { tag: 'serviceTask', id: 'work' }, end('e')],
    flows: ['s->work', 'work->e'],
  });
  await expect(bed.deploy(['good.bpmn', good], ['bad.bpmn', bad])).rejects.toMatchObject({
    rejectionType: 'INVALID_ARGUMENT',
    reason: expect.stringContaining("'bad.bpmn': - Element: work") as unknown,
  });
  expect(bed.engine.queries.definitions()).toEqual([]);
});

test('an equal file is not deployed twice', async () => {
  const content = { nodes: [start('s'), end('e')], flows: ['s->e'] };
  await deploy(content);
  await deploy(content);
  expect(bed.engine.queries.definitions()).toHaveLength(1);
  await bed.deploy(['other-name.bpmn', processXml('p', content)]);
  expect(bed.engine.queries.definitions().map((one) => one.version)).toEqual([1, 2]);
});

test('commands of the engine itself are refused from outside', async () => {
  await expect(bed.run('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', {}, 1)).rejects.toMatchObject({
    rejectionType: 'INVALID_ARGUMENT',
  });
  await expect(
    bed.run('PROCESS_INSTANCE_CREATION', 'CREATE', { bpmnProcessId: 'p', variables: [1] }),
  ).rejects.toMatchObject({ rejectionType: 'INVALID_ARGUMENT' });
});

test('variables named like object members are ordinary variables', async () => {
  await deploy({ nodes: [start('s'), task('work'), end('e')], flows: ['s->work', 'work->e'] });
  const hostile = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}') as object;
  await bed.start('p', hostile);
  const job = await bed.job('work');
  expect(Object.keys(job.value.variables).sort()).toEqual(['__proto__', 'constructor']);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});
