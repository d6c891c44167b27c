/** Job types of the measured process, in order. */
export const jobTypes = ['bench-a', 'bench-b', 'bench-c'] as const;
/** Id of the measured process. */
export const processId = 'bench-three-tasks';
/** About 25 bytes of payload, as the published figures have it. */
export const payload = { n: 1, s: 'xxxxxxxxxx' } as const;
/** What every job is completed with. */
export const jobAnswer = { r: 1 } as const;

/** The measured process: start, three service tasks in a row, end. */
export const threeTasks = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="${processId}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>
${jobTypes
  .map(
    (
      type,
      place,
    ) => `    <bpmn:serviceTask id="${type}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" /></bpmn:extensionElements>
      <bpmn:incoming>f${String(place)}</bpmn:incoming><bpmn:outgoing>f${String(place + 1)}</bpmn:outgoing></bpmn:serviceTask>`,
  )
  .join('\n')}
    <bpmn:endEvent id="end"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="bench-a" />
    <bpmn:sequenceFlow id="f1" sourceRef="bench-a" targetRef="bench-b" />
    <bpmn:sequenceFlow id="f2" sourceRef="bench-b" targetRef="bench-c" />
    <bpmn:sequenceFlow id="f3" sourceRef="bench-c" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>
`;
