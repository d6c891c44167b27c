/** Small BPMN models for tests, written as lists of nodes and flows. */

/** One node; `extension` goes into extensionElements, `inner` after incoming and outgoing. */
export interface XmlNode {
  readonly tag: string;
  readonly id: string;
  readonly attributes?: string;
  readonly extension?: string;
  readonly inner?: string;
  readonly content?: Content;
}

/** Nodes and flows (`a->b`, or `a->b: =condition`) of a scope; `more` is raw XML after the flows. */
export interface Content {
  readonly nodes: readonly XmlNode[];
  readonly flows: readonly string[];
  readonly more?: string;
}

interface Flow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly condition: string | undefined;
}

function parseFlow(text: string): Flow {
  const match = /^(\w+)->(\w+)(?:: (.*))?$/.exec(text);
  if (match === null) {
    throw new Error(`not a flow: ${text}`);
  }
  const [, source = '', target = '', condition] = match;
  return { id: `f_${source}_${target}`, source, target, condition };
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function nodeXml(node: XmlNode, flows: readonly Flow[]): string {
  const extension =
    node.extension === undefined
      ? ''
      : `<bpmn:extensionElements>${node.extension}</bpmn:extensionElements>`;
  const incoming = flows
    .filter(({ target }) => target === node.id)
    .map(({ id }) => `<bpmn:incoming>${id}</bpmn:incoming>`)
    .join('');
  const outgoing = flows
    .filter(({ source }) => source === node.id)
    .map(({ id }) => `<bpmn:outgoing>${id}</bpmn:outgoing>`)
    .join('');
  const content = node.content === undefined ? '' : contentXml(node.content);
  return `<bpmn:${node.tag} id="${node.id}" ${node.attributes ?? ''}>${extension}${incoming}${outgoing}${node.inner ?? ''}${content}</bpmn:${node.tag}>`;
}

function contentXml({ nodes, flows, more }: Content): string {
  const parsed = flows.map(parseFlow);
  const flowXml = parsed.map(({ id, source, target, condition }) => {
    const inner =
      condition === undefined
        ? ''
        : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escape(condition)}</bpmn:conditionExpression>`;
    return `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inner}</bpmn:sequenceFlow>`;
  });
  return nodes.map((node) => nodeXml(node, parsed)).join('\n') + flowXml.join('\n') + (more ?? '');
}

/** A BPMN file with one process; `globals` holds messages, errors and the like. */
export function processXml(id: string, content: Content, globals = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" targetNamespace="http://test" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0" id="d_${id}">
<bpmn:process id="${id}" isExecutable="true">
${contentXml(content)}
</bpmn:process>
${globals}
</bpmn:definitions>`;
}

/** Start event. */
export const start = (id: string, inner = '', attributes = ''): XmlNode => ({
  tag: 'startEvent',
  id,
  inner,
  attributes,
});
/** End event. */
export const end = (id: string, inner = ''): XmlNode => ({ tag: 'endEvent', id, inner });
/** Service task with a job of type `id`. */
export const task = (id: string, extension = '', inner = '', attributes = ''): XmlNode => ({
  tag: 'serviceTask',
  id,
  attributes,
  extension: `<zeebe:taskDefinition type="${id}" />${extension}`,
  inner,
});
/** Any other node. */
export const node = (tag: string, id: string, inner = '', attributes = ''): XmlNode => ({
  tag,
  id,
  inner,
  attributes,
});
/** Boundary event. */
export const boundary = (id: string, at: string, inner: string, interrupting = true): XmlNode => ({
  tag: 'boundaryEvent',
  id,
  attributes: `attachedToRef="${at}" cancelActivity="${String(interrupting)}"`,
  inner,
});
/** Timer definition by duration, date or cycle. */
export const timer = (kind: 'Duration' | 'Date' | 'Cycle', text: string): string =>
  `<bpmn:timerEventDefinition id="td_${kind}"><bpmn:time${kind} xsi:type="bpmn:tFormalExpression">${text}</bpmn:time${kind}></bpmn:timerEventDefinition>`;
/** Message definition. */
export const message = (ref: string): string =>
  `<bpmn:messageEventDefinition messageRef="${ref}" />`;
/** Global message, with a correlation key unless it only starts processes. */
export const messageElement = (id: string, name: string, correlationKey?: string): string =>
  `<bpmn:message id="${id}" name="${name}">${
    correlationKey === undefined
      ? ''
      : `<bpmn:extensionElements><zeebe:subscription correlationKey="${correlationKey}" /></bpmn:extensionElements>`
  }</bpmn:message>`;
