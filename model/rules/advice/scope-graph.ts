import type {
  BoundaryEvent,
  BpmnModel,
  EventDefinition,
  FlowElements,
  FlowNode,
  Process,
  SequenceFlow,
  SubProcess,
} from '../../types.js';

/** Look-ups within one process or sub-process, each in document order. */
export interface ScopeGraph {
  readonly outgoing: (node: FlowNode) => readonly SequenceFlow[];
  readonly next: (node: FlowNode) => readonly FlowNode[];
  readonly previous: (node: FlowNode) => readonly FlowNode[];
  /** Boundary events of an activity. */
  readonly attached: (node: FlowNode) => readonly BoundaryEvent[];
  readonly boundaryEvents: readonly BoundaryEvent[];
  /** Event sub-processes that stand directly in the scope. */
  readonly eventSubProcesses: readonly SubProcess[];
}

const known = new WeakMap<FlowElements, ScopeGraph>();

/** The graph of a scope; built once, however many rules ask. */
export function scopeGraph(elements: FlowElements): ScopeGraph {
  const graph = known.get(elements) ?? buildGraph(elements);
  known.set(elements, graph);
  return graph;
}

function buildGraph({ nodes, flows }: FlowElements): ScopeGraph {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const outgoing = new Map<string, SequenceFlow[]>();
  const next = new Map<string, FlowNode[]>();
  const previous = new Map<string, FlowNode[]>();
  for (const flow of flows) {
    append(outgoing, flow.sourceRef, flow);
    const source = byId.get(flow.sourceRef);
    const target = byId.get(flow.targetRef);
    if (source !== undefined && target !== undefined) {
      append(next, source.id, target);
      append(previous, target.id, source);
    }
  }
  const boundaryEvents = nodes.filter((node) => node.kind === 'boundaryEvent');
  const attached = new Map<string, BoundaryEvent[]>();
  for (const event of boundaryEvents) {
    append(attached, event.attachedToRef, event);
  }
  return {
    outgoing: ({ id }) => outgoing.get(id) ?? [],
    next: ({ id }) => next.get(id) ?? [],
    previous: ({ id }) => previous.get(id) ?? [],
    attached: ({ id }) => attached.get(id) ?? [],
    boundaryEvents,
    eventSubProcesses: nodes.flatMap((node) =>
      node.kind === 'subProcess' && node.triggeredByEvent ? [node] : [],
    ),
  };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [value]);
  } else {
    list.push(value);
  }
}

/** The processes that an engine runs. */
export function executableProcesses(model: BpmnModel): readonly Process[] {
  return model.processes.filter(({ isExecutable }) => isExecutable);
}

/** Event definitions of a node; none for nodes that are no events. */
export function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  return 'eventDefinitions' in node ? node.eventDefinitions : [];
}

/** True when an event has a definition of this kind. */
export function hasDefinition(node: FlowNode, kind: EventDefinition['kind']): boolean {
  return definitionsOf(node).some((definition) => definition.kind === kind);
}

/** How a message names a node: its name, or its id. */
export function label({ name, id }: { readonly name?: string; readonly id: string }): string {
  return name === undefined || name.trim() === '' ? id : name;
}

/** The start events of an event sub-process that catch this kind of event. */
export function startsBy(scope: SubProcess, kind: EventDefinition['kind']): readonly FlowNode[] {
  return scope.flowElements.nodes.filter(
    (node) => node.kind === 'startEvent' && hasDefinition(node, kind),
  );
}
