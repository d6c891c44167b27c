/** One node of a model, named by its key in `Scope.nodes`. */
export interface Node {
  readonly tag: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** What goes into extensionElements. */
  readonly extensions?: readonly string[];
  /** Event definitions and loop characteristics: after incoming and outgoing. */
  readonly body?: readonly string[];
  /** What the definitions element must hold for it: messages, errors, signals, escalations. */
  readonly globals?: readonly string[];
  readonly scope?: Scope;
  /** What comes behind the scope. */
  readonly tail?: readonly string[];
}

/** A chain of node ids (`'a b c'`), or source, target and condition. */
export type Flow = string | readonly [string, string, string];

/** Nodes, sequence flows in document order, and associations of compensation handlers. */
export interface Scope {
  readonly nodes: Readonly<Record<string, Node>>;
  readonly flows: readonly Flow[];
  /** Boundary event and handler. */
  readonly compensations?: readonly (readonly [string, string])[];
}

/** A file that can be deployed. */
export interface Resource {
  readonly name: string;
  readonly content: string;
}

/** Text as it may stand in an attribute or between tags. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** Attributes with a blank before each. */
export function attributesXml(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

/** A BPMN file with one executable process; the file is named after the process. */
export function model(id: string, scope: Scope, extensions: readonly string[] = []): Resource {
  const extension = extensions.length === 0 ? '' : extensionXml(extensions);
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions id="definitions" targetNamespace="http://jobwright" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
<bpmn:process id="${id}" isExecutable="true">${extension}
${scopeXml(scope)}
</bpmn:process>
${[...new Set(globalsOf(scope))].join('\n')}
</bpmn:definitions>
`;
  return { name: `${id}.bpmn`, content };
}

interface Edge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly condition?: string;
}

function edgesOf(flows: readonly Flow[]): readonly Edge[] {
  const edges = flows.flatMap((flow): readonly Omit<Edge, 'id'>[] => {
    if (typeof flow !== 'string') {
      const [source, target, condition] = flow;
      return [{ source, target, condition }];
    }
    const chain = flow.split(' ');
    return chain.slice(1).map((target, i) => ({ source: chain[i] ?? '', target }));
  });
  return edges.map((edge, i) => {
    const id = `${edge.source}_${edge.target}`;
    const isRepeated = edges.slice(0, i).some((each) => `${each.source}_${each.target}` === id);
    return { ...edge, id: isRepeated ? `${id}_${String(i)}` : id };
  });
}

function scopeXml(scope: Scope): string {
  const edges = edgesOf(scope.flows);
  return [
    ...Object.entries(scope.nodes).map(([id, node]) => nodeXml(id, node, edges)),
    ...edges.map(flowXml),
    ...(scope.compensations ?? []).map(
      ([source, target]) =>
        `<bpmn:association id="as_${source}" associationDirection="One" sourceRef="${source}" targetRef="${target}" />`,
    ),
  ].join('\n');
}

function flowXml({ id, source, target, condition }: Edge): string {
  const expression =
    condition === undefined
      ? ''
      : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(condition)}</bpmn:conditionExpression>`;
  return `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${expression}</bpmn:sequenceFlow>`;
}

function nodeXml(id: string, node: Node, edges: readonly Edge[]): string {
  const attributes = attributesXml({ id, ...node.attributes });
  const parts = [
    ...(node.extensions === undefined ? [] : [extensionXml(node.extensions)]),
    ...edges
      .filter(({ target }) => target === id)
      .map((edge) => `<bpmn:incoming>${edge.id}</bpmn:incoming>`),
    ...edges
      .filter(({ source }) => source === id)
      .map((edge) => `<bpmn:outgoing>${edge.id}</bpmn:outgoing>`),
    ...(node.body ?? []),
    ...(node.scope === undefined ? [] : [`\n${scopeXml(node.scope)}\n`]),
    ...(node.tail ?? []),
  ];
  return `<bpmn:${node.tag}${attributes}>${parts.join('')}</bpmn:${node.tag}>`;
}

function extensionXml(extensions: readonly string[]): string {
  return `<bpmn:extensionElements>${extensions.join('')}</bpmn:extensionElements>`;
}

function globalsOf(scope: Scope): readonly string[] {
  return Object.values(scope.nodes).flatMap((node) => [
    ...(node.globals ?? []),
    ...(node.scope === undefined ? [] : globalsOf(node.scope)),
  ]);
}
