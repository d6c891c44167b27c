import { readBpmn, type FlowNode } from '../../model/index.js';
import { dataFlow, type DataFlow } from '../plan/data-flow.js';
import { localsOf } from '../plan/node-locals.js';
import { bpmnSource, flowsThrough } from './fixture.js';

/** A task that writes the variable of its own id. */
const task = (id: string): string => `<bpmn:task id="${id}" />`;
const gateway = (id: string, kind = 'parallel'): string => `<bpmn:${kind}Gateway id="${id}" />`;
const START = '<bpmn:startEvent id="s" />';

function definition(kind: string, id: string, attributes = ''): string {
  return `<bpmn:${kind}EventDefinition id="${id}d" ${attributes} />`;
}

async function flowOf(contents: string): Promise<DataFlow> {
  const source = bpmnSource(contents);
  const model = await readBpmn(source.text, { file: source.file });
  const [process] = model.processes;
  if (process === undefined) {
    throw new Error('no process');
  }
  return dataFlow(process, (node: FlowNode) => ({
    certain: node.kind === 'task' ? [node.id] : [],
    possible: [],
    locals: localsOf(node),
  }));
}

/** `certain|only possible` of a node. */
function at(flow: DataFlow, id: string): string {
  const state = id === 'END' ? flow.atEnd : flow.get(id);
  if (state === undefined) {
    return 'unreached';
  }
  const certain = [...state.certain].sort();
  const possible = [...state.possible].filter((name) => !certain.includes(name)).sort();
  return `${certain.join(' ')}|${possible.join(' ')}`;
}

describe('the variables before an element', () => {
  test('are certain along a line and possible after one of several ways', async () => {
    const flow = await flowOf(
      `${START}${task('a')}${gateway('g', 'exclusive')}${task('b')}${task('c')}${gateway('j', 'exclusive')}${task('d')}
       ${flowsThrough('s', 'a', 'g', 'b', 'j', 'd')}${flowsThrough('g', 'c', 'j')}`,
    );
    expect(at(flow, 'a')).toBe('|');
    expect(at(flow, 'b')).toBe('a|');
    expect(at(flow, 'd')).toBe('a|b c');
    expect(at(flow, 'END')).toBe('a d|b c');
  });

  test('add up at a parallel join, and branches see each other only as possible', async () => {
    const flow = await flowOf(
      `${START}${gateway('f')}${task('a')}${task('b')}${task('b2')}${gateway('j')}${task('c')}
       ${flowsThrough('s', 'f', 'a', 'j', 'c')}${flowsThrough('f', 'b', 'b2', 'j')}`,
    );
    expect(at(flow, 'a')).toBe('|b b2');
    expect(at(flow, 'b2')).toBe('b|a');
    expect(at(flow, 'c')).toBe('a b b2|');
  });

  test('keep only what all ways wrote at an inclusive join', async () => {
    const flow = await flowOf(
      `${START}${gateway('f', 'inclusive')}${task('a')}${task('b')}${gateway('j', 'inclusive')}${task('c')}
       ${flowsThrough('s', 'f', 'a', 'j', 'c')}${flowsThrough('f', 'b', 'j')}`,
    );
    expect(at(flow, 'a')).toBe('|b');
    expect(at(flow, 'c')).toBe('|a b');
  });

  test('go round a loop, also through a parallel join inside of it', async () => {
    const flow = await flowOf(
      `${START}${gateway('m', 'exclusive')}${gateway('f')}${task('a')}${task('b')}${gateway('j')}${gateway('x', 'exclusive')}${task('c')}
       ${flowsThrough('s', 'm', 'f', 'a', 'j', 'x', 'c')}${flowsThrough('f', 'b', 'j')}${flowsThrough('x', 'm')}`,
    );
    expect(at(flow, 'm')).toBe('|a b');
    expect(at(flow, 'c')).toBe('a b|');
  });

  test('are none that nothing writes where a join waits for itself', async () => {
    const flow = await flowOf(
      `${START}${task('a')}${gateway('j')}${task('b')}${gateway('x', 'exclusive')}${task('c')}<bpmn:subProcess id="island">${task('z')}</bpmn:subProcess>
       ${flowsThrough('s', 'a', 'j', 'b', 'x', 'c')}${flowsThrough('x', 'j')}`,
    );
    expect(at(flow, 'j')).toBe('a b|');
    expect(at(flow, 'c')).toBe('a b|');
  });

  test('continue from a link throw event at its catch event', async () => {
    const flow = await flowOf(
      `${START}${task('a')}<bpmn:intermediateThrowEvent id="t">${definition('link', 't', 'name="L"')}</bpmn:intermediateThrowEvent>
       <bpmn:intermediateCatchEvent id="c">${definition('link', 'c', 'name="L"')}</bpmn:intermediateCatchEvent>${task('b')}
       ${flowsThrough('s', 'a', 't')}${flowsThrough('c', 'b')}`,
    );
    expect(at(flow, 'c')).toBe('a|');
    expect(at(flow, 'END')).toBe('a b|');
  });

  test('are those before the activity at its boundary event, and those after it for compensation', async () => {
    const flow = await flowOf(
      `${START}${task('a')}${task('b')}<bpmn:boundaryEvent id="e" attachedToRef="b">${definition('error', 'e')}</bpmn:boundaryEvent>${task('c')}
       <bpmn:boundaryEvent id="k" attachedToRef="b">${definition('compensate', 'k')}</bpmn:boundaryEvent><bpmn:task id="undo" isForCompensation="true" />
       ${flowsThrough('s', 'a', 'b')}${flowsThrough('e', 'c')}<bpmn:association id="as" sourceRef="k" targetRef="undo" />`,
    );
    expect(at(flow, 'c')).toBe('a|');
    expect(at(flow, 'undo')).toBe('a b|');
    // The handler runs when it is asked to, not on the way to the end.
    expect(at(flow, 'END')).toBe('a|b c');
  });

  test('climb out of a sub-process, its own locals excepted', async () => {
    const flow = await flowOf(
      `${START}<bpmn:subProcess id="sub"><bpmn:extensionElements><zeebe:ioMapping><zeebe:input source="=1" target="b" /></zeebe:ioMapping></bpmn:extensionElements>
         <bpmn:startEvent id="s2" />${task('a')}${task('b')}${flowsThrough('s2', 'a', 'b')}</bpmn:subProcess>${task('c')}
       <bpmn:boundaryEvent id="e" attachedToRef="sub">${definition('error', 'e')}</bpmn:boundaryEvent>${task('late')}
       ${flowsThrough('s', 'sub', 'c')}${flowsThrough('e', 'late')}`,
    );
    expect(at(flow, 'a')).toBe('b|');
    expect(at(flow, 'c')).toBe('a|');
    expect(at(flow, 'late')).toBe('|a');
  });

  test('of a loop are local, and what a round writes is only possible after it', async () => {
    const loop =
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=xs" inputElement="x" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
    const flow = await flowOf(
      `${START}<bpmn:subProcess id="sub"><bpmn:startEvent id="s2" />${task('a')}${flowsThrough('s2', 'a')}${loop}</bpmn:subProcess>${task('c')}${flowsThrough('s', 'sub', 'c')}`,
    );
    expect(at(flow, 's2')).toBe('loopCounter x|a');
    expect(at(flow, 'c')).toBe('|a');
  });

  test('of an ad-hoc sub-process are possible inside in any order, and after it', async () => {
    const flow = await flowOf(
      `${START}<bpmn:adHocSubProcess id="sub">${task('a')}${task('b')}</bpmn:adHocSubProcess>${task('c')}${flowsThrough('s', 'sub', 'c')}`,
    );
    expect(at(flow, 'a')).toBe('|a b');
    expect(at(flow, 'c')).toBe('|a b');
  });

  const eventSubProcess = (interrupting: boolean): string =>
    `<bpmn:subProcess id="esp" triggeredByEvent="true"><bpmn:startEvent id="s3" isInterrupting="${String(interrupting)}">${definition('signal', 's3')}</bpmn:startEvent>${task('x')}${flowsThrough('s3', 'x')}</bpmn:subProcess>`;

  test('reach an event sub-process from anywhere, and come back when it does not interrupt', async () => {
    const flow = await flowOf(
      `${START}${task('a')}${task('b')}${eventSubProcess(false)}${flowsThrough('s', 'a', 'b')}`,
    );
    expect(at(flow, 's3')).toBe('|a b x');
    expect(at(flow, 'b')).toBe('a|x');
    expect(at(flow, 'END')).toBe('a b|x');
  });

  test('end with an interrupting event sub-process as well', async () => {
    const flow = await flowOf(
      `${START}${task('a')}${eventSubProcess(true)}${flowsThrough('s', 'a')}`,
    );
    expect(at(flow, 'a')).toBe('|');
    expect(at(flow, 'END')).toBe('|a x');
  });

  test('do not come from an error end event, which leaves its scope another way', async () => {
    const flow = await flowOf(
      `${START}<bpmn:subProcess id="sub"><bpmn:startEvent id="s2" />${gateway('g', 'exclusive')}${task('a')}<bpmn:endEvent id="bad">${definition('error', 'bad')}</bpmn:endEvent>${flowsThrough('s2', 'g', 'a')}${flowsThrough('g', 'bad')}</bpmn:subProcess>${task('c')}${flowsThrough('s', 'sub', 'c')}`,
    );
    expect(at(flow, 'c')).toBe('a|');
  });

  test('are known behind a sub-process that never ends, and nowhere without a way', async () => {
    const flow = await flowOf(
      `${START}${task('o')}<bpmn:subProcess id="sub"><bpmn:startEvent id="s2" />${task('a')}${gateway('g', 'exclusive')}${flowsThrough('s2', 'a', 'g', 'a')}</bpmn:subProcess>${task('c')}
       ${task('island')}${gateway('ring', 'exclusive')}${flowsThrough('ring', 'island', 'ring')}${flowsThrough('s', 'o', 'sub', 'c')}`,
    );
    expect(at(flow, 'c')).toBe('o|a');
    expect(at(flow, 'island')).toBe('unreached');
  });
});

describe('the time data flow takes', () => {
  test('grows with the model, not with its square', async () => {
    const chain = async (length: number): Promise<number> => {
      const ids = Array.from({ length }, (_, index) => `t${index}`);
      const source = bpmnSource(
        `${START}${ids.map(task).join('')}${flowsThrough('s', ...ids)}${flowsThrough(ids.at(-1) ?? '', 't0')}`,
      );
      const model = await readBpmn(source.text, { file: source.file });
      const [process] = model.processes;
      const started = performance.now();
      if (process !== undefined) {
        dataFlow(process, (node) => ({
          certain: Number(node.id.slice(1)) % 50 === 0 ? [node.id] : [],
          possible: [],
        }));
      }
      return performance.now() - started;
    };
    await chain(500);
    const [small, large] = [await chain(2_500), await chain(10_000)];
    // Four times the nodes, and sets four times as wide where they differ.
    expect(large / small).toBeLessThan(12);
  }, 60_000);
});
