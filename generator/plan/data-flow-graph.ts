import type { FlowNode, Process } from '../../model/index.js';
import { isSubProcess, type Scope } from './placed-node.js';

/** How the variables arrive at a node. */
export type Arrival =
  /** With the scope it stands in. */
  | { readonly kind: 'entry' }
  /** By sequence flows and links; `all` when it waits for every one of them. */
  | { readonly kind: 'flows'; readonly sources: readonly number[]; readonly all: boolean }
  /** While its activity is under way, or, for compensation, after it. */
  | { readonly kind: 'boundary'; readonly activity: number; readonly completed: boolean }
  /** Any time after the start events of its scope. */
  | { readonly kind: 'eventSubProcess' }
  /** From the boundary event that it is the compensation handler of. */
  | { readonly kind: 'compensation'; readonly source: number }
  /** Any time, any number of times: inside of an ad-hoc sub-process. */
  | { readonly kind: 'adHoc' };

/** A process or sub-process of the graph; nodes are named by their number. */
export interface GraphScope {
  readonly scope: Scope;
  /** Number of the sub-process; undefined for the process. */
  readonly owner: number | undefined;
  readonly nodes: readonly number[];
  /** Start events that event sub-processes come after. */
  readonly starts: readonly number[];
  /** Nodes after which the scope can complete. */
  readonly ends: readonly number[];
}

/** A flow node and how it hangs together with the others. */
export interface GraphNode {
  readonly node: FlowNode;
  readonly scope: GraphScope;
  readonly arrival: Arrival;
  /** Numbers of the nodes that flows, links and boundary events lead to. */
  readonly next: readonly number[];
  /** What is inside, for a sub-process. */
  readonly inner: GraphScope | undefined;
}

/** All flow nodes of a process with what leads from one to the other. */
export interface FlowGraph {
  readonly root: GraphScope;
  readonly nodes: readonly GraphNode[];
}

/** Builds the graph of a process in time proportional to its size. */
export function flowGraph(process: Process): FlowGraph {
  const nodes: GraphNode[] = [];
  const root = addScope({ elements: process.flowElements }, undefined, nodes);
  return { root, nodes };
}

interface Links {
  readonly numbers: ReadonlyMap<string, number>;
  readonly incoming: ReadonlyMap<string, readonly string[]>;
  readonly outgoing: ReadonlyMap<string, readonly string[]>;
  /** Id of the compensation boundary event, by id of the handler. */
  readonly compensates: ReadonlyMap<string, string>;
}

function addScope(scope: Scope, owner: number | undefined, all: GraphNode[]): GraphScope {
  const { nodes } = scope.elements;
  const first = all.length;
  const numbers = new Map(nodes.map((node, at) => [node.id, first + at]));
  const links = { numbers, ...linksOf(scope) };
  const graphScope: GraphScope = {
    scope,
    owner,
    nodes: nodes.map((_, at) => first + at),
    starts: positions(nodes, first, (node) => node.kind === 'startEvent'),
    ends: positions(nodes, first, (node) => isEnd(node, links)),
  };
  const adHoc = scope.owner?.kind === 'adHocSubProcess';
  for (const node of nodes) {
    all.push({
      node,
      scope: graphScope,
      arrival: arrivalOf(node, links, adHoc),
      next: nextOf(node, links),
      inner: undefined,
    });
  }
  nodes.forEach((node, at) => {
    const placed = all[first + at];
    if (isSubProcess(node) && placed !== undefined) {
      const inner = { elements: node.flowElements, owner: node, parent: scope };
      all[first + at] = { ...placed, inner: addScope(inner, first + at, all) };
    }
  });
  return graphScope;
}

function positions(
  nodes: readonly FlowNode[],
  first: number,
  wanted: (node: FlowNode) => boolean,
): readonly number[] {
  return nodes.flatMap((node, at) => (wanted(node) ? [first + at] : []));
}

function linksOf({ elements }: Scope): Omit<Links, 'numbers'> {
  const incoming = new Map<string, string[]>();
  const outgoing = new Map<string, string[]>();
  const connect = (source: string, target: string): void => {
    append(outgoing, source, target);
    append(incoming, target, source);
  };
  for (const { sourceRef, targetRef } of elements.flows) {
    connect(sourceRef, targetRef);
  }
  const catches = new Map<string, string[]>();
  for (const node of elements.nodes) {
    const link = node.kind === 'intermediateCatchEvent' ? linkName(node) : undefined;
    if (link !== undefined) {
      append(catches, link, node.id);
    }
  }
  for (const node of elements.nodes) {
    const link = node.kind === 'intermediateThrowEvent' ? linkName(node) : undefined;
    for (const target of link === undefined ? [] : (catches.get(link) ?? [])) {
      connect(node.id, target);
    }
  }
  const compensates = new Map(
    elements.associations.map((each) => [each.targetRef, each.sourceRef]),
  );
  return { incoming, outgoing, compensates };
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [value]);
  } else {
    list.push(value);
  }
}

function linkName(node: FlowNode): string | undefined {
  const definitions = 'eventDefinitions' in node ? node.eventDefinitions : [];
  return definitions.find((definition) => definition.kind === 'link')?.linkName;
}

function arrivalOf(node: FlowNode, links: Links, adHoc: boolean): Arrival {
  if (node.kind === 'boundaryEvent') {
    const activity = links.numbers.get(node.attachedToRef);
    const completed = isCompensationBoundary(node);
    return activity === undefined ? { kind: 'entry' } : { kind: 'boundary', activity, completed };
  }
  if (isEventSubProcess(node)) {
    return { kind: 'eventSubProcess' };
  }
  if (isCompensationHandler(node)) {
    const source = links.numbers.get(links.compensates.get(node.id) ?? '');
    return source === undefined ? { kind: 'entry' } : { kind: 'compensation', source };
  }
  const incoming = links.incoming.get(node.id) ?? [];
  if (incoming.length === 0) {
    return { kind: adHoc ? 'adHoc' : 'entry' };
  }
  const sources = incoming.flatMap((id) => links.numbers.get(id) ?? []);
  return { kind: 'flows', sources, all: node.kind === 'parallelGateway' };
}

function nextOf(node: FlowNode, links: Links): readonly number[] {
  return (links.outgoing.get(node.id) ?? []).flatMap((id) => links.numbers.get(id) ?? []);
}

/** Error ends leave the scope another way; links go on; handlers and listeners beside the flow do not end it. */
function isEnd(node: FlowNode, links: Links): boolean {
  if (isEventSubProcess(node)) {
    return isInterrupting(node);
  }
  const leaves =
    node.kind === 'endEvent' && node.eventDefinitions.some(({ kind }) => kind === 'error');
  return (
    !links.outgoing.has(node.id) &&
    !leaves &&
    !isCompensationHandler(node) &&
    !isCompensationBoundary(node) &&
    !(node.kind === 'intermediateThrowEvent' && linkName(node) !== undefined)
  );
}

/** True for an event sub-process. */
export function isEventSubProcess(node: FlowNode): boolean {
  return isSubProcess(node) && node.triggeredByEvent;
}

/** True for an event sub-process that ends what else goes on in its scope. */
export function isInterrupting(node: FlowNode): boolean {
  return (
    isSubProcess(node) &&
    node.flowElements.nodes.some((each) => each.kind === 'startEvent' && each.isInterrupting)
  );
}

/** True for an activity that only compensation starts. */
export function isCompensationHandler(node: FlowNode): boolean {
  return 'isForCompensation' in node && node.isForCompensation;
}

/** True for the boundary event that leads to a compensation handler. */
export function isCompensationBoundary(node: FlowNode): boolean {
  return (
    node.kind === 'boundaryEvent' &&
    node.eventDefinitions.some((definition) => definition.kind === 'compensate')
  );
}
