import type {
  BoundaryEvent,
  FlowElements,
  FlowNode,
  Process,
  SubProcess,
} from '../../model/index.js';

/** The contents of a process or sub-process, and what surrounds them. */
export interface Scope {
  readonly elements: FlowElements;
  readonly owner?: SubProcess;
  readonly parent?: Scope;
}

/** A flow node with the scope it stands in. */
export interface PlacedNode {
  readonly node: FlowNode;
  readonly scope: Scope;
}

/** Every flow node of a process, sub-processes entered, in document order. */
export function placedNodes(process: Process): readonly PlacedNode[] {
  return nodesOf({ elements: process.flowElements });
}

function nodesOf(scope: Scope): readonly PlacedNode[] {
  return scope.elements.nodes.flatMap((node) =>
    isSubProcess(node)
      ? [{ node, scope }, ...nodesOf({ elements: node.flowElements, owner: node, parent: scope })]
      : [{ node, scope }],
  );
}

/** True for embedded, event and ad-hoc sub-processes and transactions. */
export function isSubProcess(node: FlowNode): node is SubProcess {
  return (
    node.kind === 'subProcess' || node.kind === 'adHocSubProcess' || node.kind === 'transaction'
  );
}

/** What is looked up in the contents of a scope again and again. */
interface ScopeIndex {
  readonly boundaryEvents: ReadonlyMap<string, readonly BoundaryEvent[]>;
  readonly eventSubProcesses: readonly SubProcess[];
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Id of the source of the first association that leads to a node, by the node's id. */
  readonly associationSources: ReadonlyMap<string, string>;
}

const indexes = new WeakMap<FlowElements, ScopeIndex>();

function indexOf({ elements }: Scope): ScopeIndex {
  const known = indexes.get(elements);
  if (known !== undefined) {
    return known;
  }
  const boundaryEvents = new Map<string, BoundaryEvent[]>();
  for (const node of elements.nodes) {
    if (node.kind === 'boundaryEvent') {
      const list = boundaryEvents.get(node.attachedToRef);
      if (list === undefined) {
        boundaryEvents.set(node.attachedToRef, [node]);
      } else {
        list.push(node);
      }
    }
  }
  const reversed = [...elements.associations].reverse();
  const found: ScopeIndex = {
    boundaryEvents,
    eventSubProcesses: elements.nodes.filter(isSubProcess).filter((each) => each.triggeredByEvent),
    nodes: new Map(elements.nodes.map((node) => [node.id, node])),
    associationSources: new Map(reversed.map((each) => [each.targetRef, each.sourceRef])),
  };
  indexes.set(elements, found);
  return found;
}

/** Boundary events attached to a node, in document order. */
export function boundaryEventsOf(scope: Scope, nodeId: string): readonly BoundaryEvent[] {
  return indexOf(scope).boundaryEvents.get(nodeId) ?? [];
}

/** The event sub-processes of a scope, in document order. */
export function eventSubProcessesOf(scope: Scope): readonly SubProcess[] {
  return indexOf(scope).eventSubProcesses;
}

/** The activity whose compensation handler has the id `handlerId`. */
export function compensatedActivity(scope: Scope, handlerId: string): string | undefined {
  const index = indexOf(scope);
  const event = index.nodes.get(index.associationSources.get(handlerId) ?? '');
  return event?.kind === 'boundaryEvent' ? event.attachedToRef : undefined;
}
