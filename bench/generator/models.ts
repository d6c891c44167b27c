import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMESPACES =
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" ' +
  'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" ' +
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"';

interface Node {
  readonly id: string;
  readonly xml: string;
}

/**
 * A model as a team would draw it: `jobs` service tasks with mappings and headers in a row, a message
 * with a timer behind them, an error path, and a diagram. About 20 elements for three jobs.
 */
export function modelText(number: number, jobs = 3): string {
  const name = `order-${String(number)}`;
  const tasks = Array.from({ length: jobs }, (_, index) => task(name, index));
  const nodes: readonly Node[] = [
    { id: 'start', xml: '<bpmn:startEvent id="start" name="Order placed" />' },
    ...tasks,
    { id: 'paid', xml: catchEvent() },
    { id: 'end', xml: '<bpmn:endEvent id="end" name="Order done" />' },
  ];
  const flows = nodes.slice(1).map((node, index) => flow(nodes[index]?.id ?? '', node.id));
  const failed = [
    `<bpmn:boundaryEvent id="failed" name="Out of stock" attachedToRef="task_0"><bpmn:outgoing>failed-refused</bpmn:outgoing><bpmn:errorEventDefinition errorRef="error" /></bpmn:boundaryEvent>`,
    '<bpmn:endEvent id="refused" name="Order refused" />',
    flow('failed', 'refused'),
  ];
  const shapes = [...nodes.map(({ id }) => id), 'failed', 'refused'].map(shape);
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions ${NAMESPACES} id="definitions" targetNamespace="bench" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="${name}" name="Order ${String(number)}" isExecutable="true">
    ${[...nodes.map(({ xml }) => xml), ...flows, ...failed].join('\n    ')}
  </bpmn:process>
  <bpmn:message id="message" name="${name}-paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>
  <bpmn:error id="error" name="Out of stock" errorCode="OUT_OF_STOCK" />
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${name}">
      ${shapes.join('\n      ')}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

/** Writes `count` models into a folder. */
export function writeModels(folder: string, count: number, jobs = 3): void {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    writeFileSync(join(folder, `order-${String(number)}.bpmn`), modelText(number, jobs));
  }
}

function task(name: string, index: number): Node {
  const id = `task_${String(index)}`;
  return {
    id,
    xml: `<bpmn:serviceTask id="${id}" name="Do step ${String(index)}">
      <bpmn:documentation>Step ${String(index)} of the order.</bpmn:documentation>
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="${name}-step-${String(index)}" retries="3" />
        <zeebe:taskHeaders><zeebe:header key="priority" value="high" /></zeebe:taskHeaders>
        <zeebe:ioMapping>
          <zeebe:input source="=orderId" target="orderId" />
          <zeebe:input source="=if amount &gt; 100 then &quot;large&quot; else &quot;small&quot;" target="size" />
          <zeebe:output source="=result" target="result_${String(index)}" />
        </zeebe:ioMapping>
      </bpmn:extensionElements>
    </bpmn:serviceTask>`,
  };
}

function catchEvent(): string {
  return '<bpmn:intermediateCatchEvent id="paid" name="Order paid"><bpmn:messageEventDefinition messageRef="message" /></bpmn:intermediateCatchEvent>';
}

function flow(from: string, to: string): string {
  return `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
}

function shape(id: string, index: number): string {
  return `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${String(160 + 140 * index)}" y="80" width="100" height="80" /></bpmndi:BPMNShape>`;
}
