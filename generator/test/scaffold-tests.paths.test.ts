import { plan } from '../plan/plan.js';
import { readModel } from '../read-model.js';
import { emitTests } from '../emit/scaffold-tests.js';
import { testPlans } from '../scaffold-tests/test-plans.js';
import type { TestPlan } from '../scaffold-tests/test-plan.js';
import { bpmnSource, flowsThrough, serviceTask } from './fixture.js';

async function planOf(contents: string, root = ''): Promise<TestPlan> {
  const source = bpmnSource(contents, { root });
  const [found] = testPlans([await readModel(source)], await plan([source]));
  if (found === undefined) {
    throw new Error('the process was not planned');
  }
  return found;
}

async function outline(contents: string, root = ''): Promise<readonly string[]> {
  const { paths, open } = await planOf(contents, root);
  return [
    ...paths.map(
      ({ title, threads }) => `${title} | ${threads.map((each) => each.join(' ')).join(' | ')}`,
    ),
    ...open.map(({ title, reason }) => `todo ${title}: ${reason}`),
  ];
}

const flow = (from: string, to: string, condition = ''): string =>
  `<bpmn:sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${
    condition === '' ? '' : `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`
  }</bpmn:sequenceFlow>`;
const event = (kind: string, id: string, definition = '', more = ''): string =>
  `<bpmn:${kind} id="${id}"${more}>${definition}</bpmn:${kind}>`;
const timer = (text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration>${text}</bpmn:timeDuration></bpmn:timerEventDefinition>`;

describe('the planned paths of a process', () => {
  test('go straight through a process without choices', async () => {
    const { paths, open } = await planOf(
      event('startEvent', 's') +
        serviceTask('a', 'do-a') +
        event('endEvent', 'e') +
        flowsThrough('s', 'a', 'e'),
    );

    expect(open).toEqual([]);
    expect(paths).toEqual([
      {
        title: 'straight on: ends at e',
        steps: [{ kind: 'start', variables: {} }],
        answers: new Map([['do-a', [{ kind: 'complete', output: {} }]]]),
        held: [],
        threads: [['s', 'a', 'e']],
        only: ['s', 'a', 'e'],
      },
    ]);
  });

  test('give the start what conditions ask for', async () => {
    const { paths } = await planOf(
      event('startEvent', 's') +
        event('exclusiveGateway', 'g', '', ' default="g_n"') +
        event('endEvent', 'y') +
        event('endEvent', 'n') +
        flow('s', 'g') +
        flow('g', 'y', '=amount &gt; 10 and kind = "x"') +
        flow('g', 'n'),
    );

    expect(paths.map(({ title, steps }) => [title, steps])).toEqual([
      ['g y: ends at y', [{ kind: 'start', variables: { amount: 11, kind: 'x' } }]],
      ['g n: ends at n', [{ kind: 'start', variables: {} }]],
    ]);
  });

  test('take a loop once', async () => {
    const { paths } = await planOf(
      event('startEvent', 's') +
        serviceTask('a', 'do-a') +
        event('exclusiveGateway', 'g', '', ' default="g_e"') +
        event('endEvent', 'e') +
        flow('s', 'a') +
        flow('a', 'g') +
        flow('g', 'e') +
        flow('g', 'a', '=again'),
    );

    expect(paths.map(({ threads }) => threads)).toEqual([
      [['s', 'a', 'g', 'e']],
      [['s', 'a', 'g', 'a', 'g', 'e']],
    ]);
    expect(paths[1]?.steps).toEqual([{ kind: 'start', variables: { again: true } }]);
    expect(paths[1]?.answers.get('do-a')).toEqual([
      { kind: 'complete', output: {} },
      { kind: 'complete', output: { again: false } },
    ]);
  });

  test('take parallel branches together, and what follows the join after both', async () => {
    expect(
      await outline(
        event('startEvent', 's') +
          event('parallelGateway', 'f') +
          serviceTask('a', 'do-a') +
          serviceTask('b', 'do-b') +
          event('parallelGateway', 'j') +
          event('endEvent', 'e') +
          flowsThrough('s', 'f', 'a', 'j', 'e') +
          flow('f', 'b') +
          flow('b', 'j'),
      ),
    ).toEqual(['straight on: ends at e | s f | a | b | j e']);
  });

  test('say what cannot be taken, with the condition', async () => {
    expect(
      await outline(
        event('startEvent', 's') +
          event('exclusiveGateway', 'g', '', ' default="g_n"') +
          event('endEvent', 'y') +
          event('endEvent', 'n') +
          flow('s', 'g') +
          flow('g', 'n') +
          flow('g', 'y', '=count(items) &gt; 1'),
      ),
    ).toEqual([
      expect.stringMatching(
        /^todo g to n: no value was found that makes .*count\(items\) > 1 false at "g"$/,
      ),
      expect.stringMatching(
        /^todo g to y: no value was found that makes .*count\(items\) > 1 true at "g"$/,
      ),
    ]);
  });

  test('move the clock for timers, the first one first', async () => {
    const { paths } = await planOf(
      event('startEvent', 's') +
        event('parallelGateway', 'f') +
        event('intermediateCatchEvent', 'late', timer('PT2H')) +
        event('intermediateCatchEvent', 'soon', timer('PT1H')) +
        event('endEvent', 'e1') +
        event('endEvent', 'e2') +
        flowsThrough('s', 'f', 'late', 'e1') +
        flow('f', 'soon') +
        flow('soon', 'e2'),
    );

    expect(paths.map(({ steps }) => steps)).toEqual([
      [
        { kind: 'start', variables: {} },
        { kind: 'advance', ms: 3_600_000 },
        { kind: 'advance', ms: 3_600_000 },
      ],
    ]);
  });

  test('hold a job that a timer interrupts, and release one that it does not', async () => {
    const model = (cancels: boolean): string =>
      event('startEvent', 's') +
      serviceTask('a', 'do-a') +
      event('endEvent', 'e') +
      event(
        'boundaryEvent',
        't',
        timer('PT1H'),
        ` attachedToRef="a" cancelActivity="${String(cancels)}"`,
      ) +
      event('endEvent', 'late') +
      flowsThrough('s', 'a', 'e') +
      flow('t', 'late');
    const [, interrupted] = (await planOf(model(true))).paths;
    const [, beside] = (await planOf(model(false))).paths;

    expect(interrupted).toMatchObject({ held: ['a'], threads: [['s', 't', 'late']] });
    expect(interrupted?.steps.at(-1)).toEqual({ kind: 'advance', ms: 3_600_000 });
    expect(beside).toMatchObject({
      held: ['a'],
      threads: [
        ['s', 'a', 'e'],
        ['t', 'late'],
      ],
    });
    expect(beside?.steps.at(-1)).toEqual({ kind: 'release', elementIds: ['a'] });
  });

  test('let a job inside a sub-process throw what is caught around it', async () => {
    expect(
      await outline(
        event('startEvent', 's') +
          `<bpmn:subProcess id="p">${event('startEvent', 'ps')}${serviceTask('a', 'do-a')}${event('endEvent', 'pe')}${flowsThrough('ps', 'a', 'pe')}</bpmn:subProcess>` +
          event(
            'boundaryEvent',
            'b',
            '<bpmn:errorEventDefinition errorRef="E" />',
            ' attachedToRef="p"',
          ) +
          event('endEvent', 'e') +
          event('endEvent', 'failed') +
          flowsThrough('s', 'p', 'e') +
          flow('b', 'failed'),
        '<bpmn:error id="E" errorCode="GONE" />',
      ),
    ).toEqual(['straight on: ends at e | s p e | ps a pe', 'b: ends at failed | s b failed | ps']);
  });

  test('publish a message under the key that the process waits with', async () => {
    const { paths } = await planOf(
      event('startEvent', 's') +
        event('intermediateCatchEvent', 'm', '<bpmn:messageEventDefinition messageRef="M" />') +
        event('endEvent', 'e') +
        flowsThrough('s', 'm', 'e'),
      '<bpmn:message id="M" name="paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>',
    );

    expect(paths[0]?.steps).toEqual([
      { kind: 'start', variables: { orderId: 'example' } },
      { kind: 'publish', name: 'paid', correlationKey: 'example', variables: {} },
    ]);
  });
});

test('a process that no test can take is left to do, and nothing else is written', async () => {
  const plan = await planOf(
    event('startEvent', 's') +
      '<bpmn:userTask id="u"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>' +
      event('endEvent', 'e') +
      flowsThrough('s', 'u', 'e'),
  );
  const emitted = emitTests(plan, { contractOf: () => './c.js', sourceOf: (path) => path });

  expect(plan.paths).toEqual([]);
  expect(emitted).toEqual({
    path: 'order.test.ts',
    text: [
      '// Made from model.bpmn by `jobwright scaffold tests`, once: this file is yours to change.\n',
      `test.todo('order: "u" is a user task');\n`,
    ].join('\n'),
  });
});

test('model text is written as text, whatever it holds', async () => {
  const name = `'); process.exit(); //&#10;*/ \${x}`;
  const emitted = emitTests(
    await planOf(
      `<bpmn:startEvent id="s" /><bpmn:endEvent id="e" name="${name}" /><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e" />`,
    ),
    { contractOf: () => './contract.gen.js', sourceOf: (path) => path },
  );

  expect(emitted.text).toContain(
    `test("straight on: ends at '); process.exit(); // */ \${x}", async`,
  );
});
