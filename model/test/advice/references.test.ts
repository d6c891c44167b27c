import { validate } from '../../index.js';
import { codesOf, extend, flows, job, processOf, raised, readSmall } from '../small-model.js';

const call = (processId: string) =>
  `<callActivity id="c">${extend(`<zeebe:calledElement processId="${processId}" />`)}</callActivity>`;

describe('a called process that is not in the set (BPMN169)', () => {
  const codes = async (...files: readonly string[]) =>
    validate(await Promise.all(files.map((xml, index) => readSmall(xml, `${String(index)}.bpmn`))))
      .filter(({ code }) => code === 'BPMN169')
      .map(({ place }) => place.file);

  test('is reported at its id', async () => {
    expect(await raised('BPMN169', processOf(call('q')))).toEqual([
      'c @ q: The process "q" that "c" calls is not among the models.',
    ]);
  });

  test('is none when a model has it, or when it is computed or missing', async () => {
    const other = processOf('<startEvent id="s" />').replace('id="p"', 'id="q"');

    expect(await codes(processOf(call('q')), other)).toEqual([]);
    expect(await codes(processOf(call('p')))).toEqual([]);
    expect(await codes(processOf(call('q')), other.replace('isExecutable="true"', ''))).toEqual([
      '0.bpmn',
    ]);
    expect(await codes(processOf(call('=q')))).toEqual([]);
    expect(await codes(processOf(call('')))).toEqual([]);
    expect(await codes(processOf('<callActivity id="c" />'))).toEqual([]);
  });
});

describe('a decision that no file has (BPMN170)', () => {
  const task = (id: string) =>
    processOf(
      `<businessRuleTask id="t">${extend(`<zeebe:calledDecision decisionId="${id}" resultVariable="x" />`)}</businessRuleTask>${job('j')}`,
    );

  test('is reported when decisions are given', async () => {
    const decisions = new Set(['fare']);

    expect(await raised('BPMN170', task('fair'), { decisions })).toEqual([
      't @ fair: The decision "fair" that "t" calls is in none of the DMN files.',
    ]);
    expect(await raised('BPMN170', task('fare'), { decisions })).toEqual([]);
    expect(await raised('BPMN170', task('=which'), { decisions })).toEqual([]);
    expect(await raised('BPMN170', task('fair'))).toEqual([]);
  });
});

describe('a form that no file has (BPMN171)', () => {
  const form = (kind: string, id: string) =>
    processOf(`<${kind} id="t">${extend(`<zeebe:formDefinition formId="${id}" />`)}</${kind}>`);

  test.each(['userTask', 'startEvent'])(
    'of a %s is reported when forms are given',
    async (kind) => {
      const forms = new Set(['check']);

      expect(await raised('BPMN171', form(kind, 'chekc'), { forms })).toEqual([
        't @ chekc: The form "chekc" of "t" is in none of the form files.',
      ]);
      expect(await raised('BPMN171', form(kind, 'check'), { forms })).toEqual([]);
      expect(await raised('BPMN171', form(kind, 'chekc'))).toEqual([]);
    },
  );

  test('of other elements is not looked at', async () => {
    expect(await raised('BPMN171', form('task', 'chekc'), { forms: new Set() })).toEqual([]);
  });
});

describe('a loop marker (BPMN172)', () => {
  test('is ignored by Camunda 8', async () => {
    const body =
      '<task id="t"><standardLoopCharacteristics /></task><task id="u" /><endEvent id="e" />';

    expect(await raised('BPMN172', processOf(body))).toEqual([
      't @ <task: Camunda 8 ignores the loop marker of "t": it runs once.',
    ]);
  });
});

describe('a node that never runs (BPMN155)', () => {
  const found = (body: string) => raised('BPMN155', processOf(body));
  const says = (id: string, kind = 'task') =>
    `${id} @ <${kind}: No sequence flow leads to "${id}", so it never runs.`;
  const tasks = (ids: string) =>
    ids
      .split(' ')
      .map((id) => `<task id="${id}" />`)
      .join('\n');

  test('is one that no flow leads to', async () => {
    expect(await found(`<startEvent id="s" />${tasks('a b')}${flows('s a')}`)).toEqual([says('b')]);
  });

  test('is the first of several in a row', async () => {
    expect(await found(`<startEvent id="s" />${tasks('c b a')}${flows('a b c')}`)).toEqual([
      says('a'),
    ]);
  });

  test('is the first in the file of several in a ring', async () => {
    expect(await found(`<startEvent id="s" />${tasks('a b c')}${flows('b c a b')}`)).toEqual([
      says('a'),
    ]);
    expect(await found(`<startEvent id="s" />${tasks('a b c')}${flows('c a b a')}`)).toEqual([
      says('c'),
    ]);
  });

  test('is not one behind a boundary event of what runs', async () => {
    const boundary = (host: string) =>
      `<boundaryEvent id="f" attachedToRef="${host}"><errorEventDefinition /></boundaryEvent>`;

    expect(
      await found(
        `<startEvent id="s" />${tasks('a b')}${boundary('a')}${flows('s a')}${flows('f b')}`,
      ),
    ).toEqual([]);
    // Behind one of what does not run, only the host is named.
    expect(
      await found(`<startEvent id="s" />${tasks('a b')}${boundary('a')}${flows('f b')}`),
    ).toEqual([says('a')]);
    expect(await found(`<startEvent id="s" />${boundary('nowhere')}`)).toEqual([
      says('f', 'boundaryEvent'),
    ]);
  });

  test.each([
    '<intermediateCatchEvent id="a"><linkEventDefinition name="l" /></intermediateCatchEvent>',
    '<subProcess id="a" triggeredByEvent="true" />',
    '<subProcess id="a" isForCompensation="true" />',
    '<task id="a" isForCompensation="true" />',
  ])('is not %s', async (node) => {
    expect(await found(`<startEvent id="s" />${node}<task id="b" />${flows('a b')}`)).toEqual([]);
  });

  test.each([
    [
      '<intermediateCatchEvent id="a"><signalEventDefinition /></intermediateCatchEvent>',
      'intermediateCatchEvent',
    ],
    ['<subProcess id="a" />', 'subProcess'],
    ['<endEvent id="a" />', 'endEvent'],
  ])('is %s', async (node, kind) => {
    expect(await found(`<startEvent id="s" />${node}`)).toEqual([says('a', kind)]);
  });

  test('is looked for in sub-processes, but not in ad-hoc ones', async () => {
    const inside = (kind: string) =>
      `<startEvent id="s" /><${kind} id="x"><startEvent id="i" /><task id="a" /></${kind}>${flows('s x')}`;

    expect(await found(inside('subProcess'))).toEqual([says('a')]);
    expect(await found(inside('adHocSubProcess'))).toEqual([]);
  });
});

describe('a user task that is a job (BPMN156)', () => {
  test('is named unless it is a Camunda user task', async () => {
    const body = `<startEvent id="s" /><userTask id="u" name="Check" /><userTask id="v">${extend('<zeebe:userTask />')}</userTask>${flows('s u v')}`;

    expect(await codesOf(processOf(body))).toEqual(['BPMN156 u']);
    expect(await raised('BPMN156', processOf(body))).toEqual([
      'u @ <userTask: The user task "Check" is a job of the type io.camunda.zeebe:userTask, which newer Camunda versions retire.',
    ]);
  });
});
