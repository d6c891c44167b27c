/** Start, one job, end; with what a test wants to be otherwise. */
export function orderModel(
  options: {
    readonly jobType?: string;
    readonly name?: string;
    readonly platform?: string;
    /** Puts the job into an ad-hoc sub-process that activates by collection (Camunda 8.8). */
    readonly adHoc?: boolean;
  } = {},
): string {
  const { jobType = 'pack', name = 'Pack', platform = '8.6.0', adHoc = false } = options;
  const job = (flows: string): string => `<bpmn:serviceTask id="Pack" name="${name}">
      <bpmn:extensionElements><zeebe:taskDefinition type="${jobType}" /></bpmn:extensionElements>${flows}
    </bpmn:serviceTask>`;
  const flows = '<bpmn:incoming>ToPack</bpmn:incoming><bpmn:outgoing>ToEnd</bpmn:outgoing>';
  const middle = adHoc
    ? `<bpmn:adHocSubProcess id="Pick">
      <bpmn:extensionElements><zeebe:adHoc activeElementsCollection="=[&quot;Pack&quot;]" /></bpmn:extensionElements>${flows}
      ${job('')}
    </bpmn:adHocSubProcess>`
    : job(flows);
  const target = adHoc ? 'Pick' : 'Pack';
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    xmlns:modeler="http://camunda.org/schema/modeler/1.0"
    id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
    modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="${platform}">
  <bpmn:process id="order" isExecutable="true">
    <bpmn:startEvent id="Start"><bpmn:outgoing>ToPack</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="ToPack" sourceRef="Start" targetRef="${target}" />
    ${middle}
    <bpmn:sequenceFlow id="ToEnd" sourceRef="${target}" targetRef="End" />
    <bpmn:endEvent id="End"><bpmn:incoming>ToEnd</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
`;
}
