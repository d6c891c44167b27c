import { plan } from '../plan/plan.js';
import { bpmnSource, flowsThrough, schemaSource, serviceTask } from './fixture.js';
import type { Source } from '../source.js';

const START = '<bpmn:startEvent id="s" />';
const ext = (text: string): string => `<bpmn:extensionElements>${text}</bpmn:extensionElements>`;
const userTask = (id: string): string =>
  `<bpmn:userTask id="${id}">${ext('<zeebe:userTask />')}</bpmn:userTask>`;
const call = (id: string): string =>
  `<bpmn:callActivity id="${id}">${ext('<zeebe:calledElement processId="p" propagateAllChildVariables="false" />')}</bpmn:callActivity>`;
const adHoc = (id: string): string =>
  `<bpmn:adHocSubProcess id="${id}">${ext('<zeebe:adHoc />')}${serviceTask(`${id}_in`, 'in')}</bpmn:adHocSubProcess>`;
const rule = (id: string, decision: string): string =>
  `<bpmn:businessRuleTask id="${id}">${ext(`<zeebe:calledDecision decisionId="${decision}" resultVariable="r" />`)}</bpmn:businessRuleTask>`;
const signal = (id: string, ref: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:signalEventDefinition id="${id}_d" signalRef="${ref}" /></bpmn:intermediateCatchEvent>`;

const DECISIONS: Source = {
  kind: 'dmn',
  file: 'd.dmn',
  path: 'd.dmn',
  text: `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">${[
    'big-fee',
    'big_fee',
  ]
    .map(
      (id) =>
        `<decision id="${id}" name="${id}"><literalExpression id="l${id}"><text>1</text></literalExpression></decision>`,
    )
    .join('')}</definitions>`,
};

/** Messages of NAME201 in a line of elements. */
async function clashes(
  ids: readonly string[],
  elements: string,
  ...more: readonly Source[]
): Promise<readonly string[]> {
  const source = bpmnSource(`${START}\n${elements}\n${flowsThrough('s', ...ids)}`, {
    root: '<bpmn:signal id="S1" name="big-one" /><bpmn:signal id="S2" name="big_one" />',
  });
  const { diagnostics } = await plan([source, ...more]);
  return diagnostics.filter(({ code }) => code === 'NAME201').map(({ message }) => message);
}

describe('clashes are told by what clashes', () => {
  test('user tasks, by types and function', async () => {
    const found = await clashes(['a.b', 'a-b'], `${userTask('a.b')}\n${userTask('a-b')}`);
    expect(found).toEqual([
      'The user task "a-b" and the user task "a.b" (model.bpmn:5:1) would both be called ABTaskInput.',
      'The user task "a-b" and the user task "a.b" (model.bpmn:5:1) would share the function completeAB.',
    ]);
  });

  test('call activities and ad-hoc sub-processes', async () => {
    expect(await clashes(['a.b', 'a-b'], `${call('a.b')}\n${call('a-b')}`)).toEqual([
      'The call activity "a-b" and the call activity "a.b" (model.bpmn:5:1) would both be called ABCallInput.',
    ]);
    expect(await clashes(['a.b', 'a-b'], `${adHoc('a.b')}\n${adHoc('a-b')}`)).toEqual([
      'The ad-hoc sub-process "a-b" and the ad-hoc sub-process "a.b" (model.bpmn:5:1) would both be called ABToolId.',
    ]);
  });

  test('decisions, by types and function', async () => {
    const rules = `${rule('r1', 'big-fee')}\n${rule('r2', 'big_fee')}`;
    expect(await clashes(['r1', 'r2'], rules, DECISIONS)).toEqual([
      'The decision "big_fee" and the decision "big-fee" (model.bpmn:5:1) would both be called BigFeeDecisionInput.',
      'The decision "big_fee" and the decision "big-fee" (model.bpmn:5:1) would share the function evaluateBigFee.',
    ]);
  });

  test('signals, by function', async () => {
    expect(await clashes(['e1', 'e2'], `${signal('e1', 'S1')}\n${signal('e2', 'S2')}`)).toEqual([
      'The signal "big_one" and the signal "big-one" (model.bpmn:5:1) would share the function broadcastBigOne.',
    ]);
  });

  test('schemas and the types of the process itself', async () => {
    const schema = (name: string): Source =>
      schemaSource({ type: 'object', $defs: { [name]: { type: 'string' } } });
    for (const name of ['OrderVariables', 'OrderHandlers', 'OrderResult', 'OrderStartInput']) {
      expect(await clashes([], '', schema(name))).toEqual([
        `The process "order" and the schema "${name}" (model.schema.json:1:${String(name.length + 30)}) would both be called ${name}.`,
      ]);
    }
    for (const name of ['ScanInput', 'ScanOutput', 'ScanHeaders']) {
      expect(await clashes(['t'], serviceTask('t', 'scan'), schema(name))).toEqual([
        expect.stringMatching(
          new RegExp(
            `^The job type "scan" and the schema "${name}" .* would both be called ${name}\\.$`,
          ),
        ),
      ]);
    }
  });

  test('connectors share no handler file, so they clash with none', async () => {
    const tasks = `${serviceTask('c', 'io.camunda:x')}\n${serviceTask('d', 'io.camunda-x')}`;
    expect(await clashes(['c', 'd'], tasks)).toEqual([
      'The job type "io.camunda:x" and the job type "io.camunda-x" (model.bpmn:6:1) would both be called IoCamundaXInput.',
    ]);
  });
});
