/** A process from its flow elements, for tests of the gateways. */
export function processXml(id: string, elements: string, rest = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="test">
  ${rest}
  <bpmn:process id="${id}" isExecutable="true">${elements}</bpmn:process>
</bpmn:definitions>`;
}

const flow = (id: string, from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;

/** start -> service task of the type -> end; an error boundary `SOLD_OUT` leads to end `gone`. */
export function taskProcess(id: string, jobType: string): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="work">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="${jobType}" />
        <zeebe:taskHeaders><zeebe:header key="kind" value="test" /></zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:boundaryEvent id="soldOut" attachedToRef="work"><bpmn:outgoing>f3</bpmn:outgoing>
      <bpmn:errorEventDefinition id="def" errorRef="err" />
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="gone"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'work')}${flow('f2', 'work', 'end')}${flow('f3', 'soldOut', 'gone')}`,
    '<bpmn:error id="err" name="sold out" errorCode="SOLD_OUT" />',
  );
}

/** start -> catch of the message by `=orderId` -> end. */
export function messageProcess(id: string, messageName: string): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:intermediateCatchEvent id="wait">
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
      <bpmn:messageEventDefinition id="def" messageRef="msg" />
    </bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'wait')}${flow('f2', 'wait', 'end')}`,
    `<bpmn:message id="msg" name="${messageName}"><bpmn:extensionElements>
      <zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>`,
  );
}

/** start by the signal -> end. */
export function signalProcess(id: string, signalName: string): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing>
      <bpmn:signalEventDefinition id="def" signalRef="sig" /></bpmn:startEvent>
    <bpmn:endEvent id="end"><bpmn:incoming>f1</bpmn:incoming></bpmn:endEvent>
    ${flow('f1', 'start', 'end')}`,
    `<bpmn:signal id="sig" name="${signalName}" />`,
  );
}

/** A decision table: `x` below 10 is "low", everything else "high". */
export const sizeDecision = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="sizes" name="Sizes" namespace="test">
  <decision id="size" name="Size">
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="i1" label="x"><inputExpression id="ie" typeRef="number"><text>x</text></inputExpression></input>
      <output id="o1" name="size" typeRef="string" />
      <rule id="r1"><inputEntry id="e1"><text>&lt; 10</text></inputEntry><outputEntry id="q1"><text>"low"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="e2"><text>-</text></inputEntry><outputEntry id="q2"><text>"high"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;
