/** Start, job `pack` with an error path, end. */
export const packModel = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    xmlns:modeler="http://camunda.org/schema/modeler/1.0"
    id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
    modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="pack-order" isExecutable="true">
    <bpmn:startEvent id="Start"><bpmn:outgoing>ToPack</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="ToPack" sourceRef="Start" targetRef="Pack" />
    <bpmn:serviceTask id="Pack">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="pack" retries="3" />
        <zeebe:taskHeaders><zeebe:header key="max-tries" value="3" /></zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>ToPack</bpmn:incoming>
      <bpmn:outgoing>ToEnd</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="ToEnd" sourceRef="Pack" targetRef="End" />
    <bpmn:endEvent id="End"><bpmn:incoming>ToEnd</bpmn:incoming></bpmn:endEvent>
    <bpmn:boundaryEvent id="OutOfStock" attachedToRef="Pack">
      <bpmn:outgoing>ToSorry</bpmn:outgoing>
      <bpmn:errorEventDefinition id="OutOfStockError" errorRef="Error_1" />
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="ToSorry" sourceRef="OutOfStock" targetRef="Sorry" />
    <bpmn:endEvent id="Sorry"><bpmn:incoming>ToSorry</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmn:error id="Error_1" name="Out of stock" errorCode="OUT_OF_STOCK" />
</bpmn:definitions>
`;
