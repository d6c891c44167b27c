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

/** Boundary events attached to a node, in document order. */
export function boundaryEventsOf(scope: Scope, nodeId: string): readonly BoundaryEvent[] {
  return scope.elements.nodes
    .filter((node) => node.kind === 'boundaryEvent')
    .filter((event) => event.attachedToRef === nodeId);
}
