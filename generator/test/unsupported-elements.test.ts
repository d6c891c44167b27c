import { emit } from '../emit/emit.js';
import { plan } from '../plan/plan.js';
import { bpmnSource, flowsThrough, serviceTask } from './fixture.js';
import { syntaxErrors } from './compile-strict.js';

const START = '<bpmn:startEvent id="s" />';

/** What Camunda 8 does not execute: a finding with a place, and no crash on the way to the text. */
const MODELS: readonly (readonly [string, string])[] = [
  [
    'a transaction with a cancel event',
    `<bpmn:transaction id="t"><bpmn:startEvent id="s2" /><bpmn:endEvent id="c"><bpmn:cancelEventDefinition id="cd" /></bpmn:endEvent>${flowsThrough('s2', 'c')}</bpmn:transaction>
     <bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:cancelEventDefinition id="bd" /></bpmn:boundaryEvent>${flowsThrough('s', 't')}`,
  ],
  ['a complex gateway', `<bpmn:complexGateway id="g" />${flowsThrough('s', 'g')}`],
  [
    'an event with two definitions',
    `<bpmn:intermediateCatchEvent id="e"><bpmn:signalEventDefinition id="x" signalRef="S" /><bpmn:timerEventDefinition id="y"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>${flowsThrough('s', 'e')}`,
  ],
  [
    'a task without a job type',
    `<bpmn:serviceTask id="n" /><bpmn:businessRuleTask id="r" /><bpmn:callActivity id="c" />${flowsThrough('s', 'n', 'r', 'c')}`,
  ],
  [
    'an event without what it refers to',
    `<bpmn:intermediateCatchEvent id="m"><bpmn:messageEventDefinition id="md" /></bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="i"><bpmn:timerEventDefinition id="td" /></bpmn:intermediateCatchEvent>${flowsThrough('s', 'm', 'i')}`,
  ],
];

describe('elements that Camunda 8 does not execute', () => {
  test.each(MODELS)('%s is a finding with a place, not a crash', async (_, contents) => {
    const planned = await plan([
      bpmnSource(`${START}${contents}`, { root: '<bpmn:signal id="S" name="s" />' }),
    ]);
    const errors = planned.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ place }) => place.line > 0 && place.column > 0)).toBe(true);
    for (const { path, text } of emit(planned, { runtime: () => 'jobwright/runtime/v1' })) {
      expect([path, path.endsWith('.ts') ? syntaxErrors(text) : []]).toEqual([path, []]);
    }
  });

  test('a standard loop is told and its task still has a handler', async () => {
    const task = serviceTask('t', 'again').replace(
      '</bpmn:serviceTask>',
      '<bpmn:standardLoopCharacteristics /></bpmn:serviceTask>',
    );
    const planned = await plan([bpmnSource(`${START}${task}${flowsThrough('s', 't')}`)]);
    expect(planned.processes[0]?.jobs.map(({ type }) => type)).toEqual(['again']);
    expect(planned.diagnostics.some(({ elementId }) => elementId === 't')).toBe(true);
  });
});
