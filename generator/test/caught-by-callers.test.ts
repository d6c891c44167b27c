import { plan } from '../plan/plan.js';
import type { ThrowableErrors } from '../plan/plan-types.js';
import type { Source } from '../source.js';
import { bpmnSource, flowsThrough, serviceTask } from './fixture.js';

const START = '<bpmn:startEvent id="s" />';
const ERRORS = ['A', 'B']
  .map((code) => `<bpmn:error id="E${code}" name="${code}" errorCode="${code}" />`)
  .join('');
const boundary = (id: string, on: string, ref?: string): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${on}"><bpmn:errorEventDefinition id="${id}d"${ref === undefined ? '' : ` errorRef="${ref}"`} /></bpmn:boundaryEvent>`;
const call = (id: string, process: string): string =>
  `<bpmn:callActivity id="${id}"><bpmn:extensionElements><zeebe:calledElement processId="${process}" /></bpmn:extensionElements></bpmn:callActivity>`;

function process(id: string, contents: string): Source {
  return bpmnSource(contents, { file: `${id}.bpmn`, id, root: ERRORS });
}
const child = process('child', `${START}${serviceTask('t', 'work')}${flowsThrough('s', 't')}`);
const caller = (id: string, events: string): Source =>
  process(id, `${START}${call('c', 'child')}${events}${flowsThrough('s', 'c')}`);

async function errorsOf(...sources: readonly Source[]): Promise<ThrowableErrors | undefined> {
  const { processes } = await plan(sources);
  return processes.flatMap(({ jobs }) => jobs).find(({ type }) => type === 'work')?.errors;
}

describe('what a handler in a called process may throw', () => {
  test('is what the only call of it catches', async () => {
    expect(await errorsOf(child, caller('p', boundary('b', 'c', 'EA')))).toEqual(['A']);
    expect(await errorsOf(child, caller('p', boundary('b', 'c')))).toBe('any');
  });

  test('is only what every call catches', async () => {
    const both = boundary('b', 'c', 'EA') + boundary('b2', 'c', 'EB');
    expect(await errorsOf(child, caller('p', both), caller('q', boundary('b', 'c', 'EB')))).toEqual(
      ['B'],
    );
    expect(await errorsOf(child, caller('p', both), caller('q', ''))).toEqual([]);
  });

  test('goes up through the callers of callers', async () => {
    const middle = caller('middle', boundary('b', 'c', 'EA'));
    const top = process(
      'top',
      `${START}${call('c', 'middle')}${boundary('b', 'c', 'EB')}${flowsThrough('s', 'c')}`,
    );
    expect(await errorsOf(child, middle, top)).toEqual(['A', 'B']);
  });

  test('is nothing more where the process can run without a caller', async () => {
    const catches = caller('p', boundary('b', 'c', 'EA'));
    const timer =
      '<bpmn:startEvent id="s3"><bpmn:timerEventDefinition id="td"><bpmn:timeDate>2026-01-01T00:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>';
    const work = `${START}${serviceTask('t', 'work')}${flowsThrough('s', 't')}`;
    expect(await errorsOf(process('child', `${work}${timer}`), catches)).toEqual([]);
    const offered =
      '<bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:api" value="startChild" /></zeebe:properties></bpmn:extensionElements>';
    expect(await errorsOf(process('child', `${offered}${work}`), catches)).toEqual([]);
    const hidden = offered.replace('startChild', 'none');
    expect(await errorsOf(process('child', `${hidden}${work}`), catches)).toEqual(['A']);
    const itself = process(
      'child',
      `${START}${serviceTask('t', 'work')}${call('c', 'child')}${flowsThrough('s', 't', 'c')}`,
    );
    expect(await errorsOf(itself, catches)).toEqual([]);
    const any = process('any', `${START}${call('c', '=name')}${flowsThrough('s', 'c')}`);
    expect(await errorsOf(child, catches, any)).toEqual([]);
    expect(await errorsOf(child)).toEqual([]);
  });

  test('ends where processes call each other in a circle', async () => {
    const circle = (id: string, other: string): Source =>
      process(
        id,
        `${START}${serviceTask('t', id === 'a' ? 'work' : 'rest')}${call('c', other)}${boundary('b', 'c', 'EA')}${flowsThrough('s', 't', 'c')}`,
      );
    expect(await errorsOf(circle('a', 'b'), circle('b', 'a'))).toEqual(['A']);
  });
});
