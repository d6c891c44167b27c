import { processXml } from '../models.js';

const flow = (id: string, from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;

/** start -> end. */
export function emptyProcess(id: string): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:endEvent id="end"><bpmn:incoming>f1</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'end')}`,
  );
}

/** start -> first task -> sub-process with an inner task -> parallel instances of a task -> end. */
export function placesProcess(id: string, jobType: string): string {
  const task = (taskId: string, incoming: string, outgoing: string, rest = ''): string =>
    `<bpmn:serviceTask id="${taskId}"><bpmn:extensionElements><zeebe:taskDefinition type="${jobType}" />
    </bpmn:extensionElements><bpmn:incoming>${incoming}</bpmn:incoming><bpmn:outgoing>${outgoing}</bpmn:outgoing>${rest}</bpmn:serviceTask>`;
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    ${task('first', 'f1', 'f2')}
    <bpmn:boundaryEvent id="boundary" attachedToRef="first"><bpmn:outgoing>f6</bpmn:outgoing>
      <bpmn:errorEventDefinition id="def" errorRef="err" /></bpmn:boundaryEvent>
    <bpmn:endEvent id="failed"><bpmn:incoming>f6</bpmn:incoming></bpmn:endEvent>
    <bpmn:subProcess id="sub"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>
      <bpmn:startEvent id="subStart"><bpmn:outgoing>g1</bpmn:outgoing></bpmn:startEvent>
      ${task('inner', 'g1', 'g2')}
      <bpmn:endEvent id="subEnd"><bpmn:incoming>g2</bpmn:incoming></bpmn:endEvent>
      ${flow('g1', 'subStart', 'inner')}${flow('g2', 'inner', 'subEnd')}
    </bpmn:subProcess>
    ${task('each', 'f3', 'f4', `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`)}
    <bpmn:endEvent id="end"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'first')}${flow('f2', 'first', 'sub')}${flow('f3', 'sub', 'each')}${flow('f4', 'each', 'end')}${flow('f6', 'boundary', 'failed')}`,
    '<bpmn:error id="err" name="sold out" errorCode="SOLD_OUT" />',
  );
}

/** start -> call of a process -> end. */
export function callingProcess(id: string, called: string): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="${called}" /></bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:callActivity>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'call')}${flow('f2', 'call', 'end')}`,
  );
}

/** A process that a message starts. */
export function startedByMessage(id: string, messageName: string): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing>
      <bpmn:messageEventDefinition id="def" messageRef="msg" /></bpmn:startEvent>
    <bpmn:endEvent id="end"><bpmn:incoming>f1</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'end')}`,
    `<bpmn:message id="msg" name="${messageName}" />`,
  );
}

/** A decision table: `x` below 10 is "low", everything else "high". */
export function sizeTable(id: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}-file" name="Sizes" namespace="test">
  <decision id="${id}" name="Size">
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="i1" label="x"><inputExpression id="ie" typeRef="number"><text>x</text></inputExpression></input>
      <output id="o1" name="size" typeRef="string" />
      <rule id="r1"><inputEntry id="e1"><text>&lt; 10</text></inputEntry><outputEntry id="q1"><text>"low"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="e2"><text>-</text></inputEntry><outputEntry id="q2"><text>"high"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;
}

/** A decision that fails for every input: `assert` of what is missing. */
export function failingDecision(id: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}-file" name="Fails" namespace="test">
  <decision id="${id}" name="Fails">
    <variable id="v" name="fails" />
    <literalExpression id="l"><text>assert(missing, missing != null)</text></literalExpression>
  </decision>
</definitions>`;
}
