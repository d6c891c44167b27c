import type { FlowElements, FlowNode, Process } from './types.js';

/** A process or sub-process: something that flow nodes stand in. */
export interface FlowScope {
  readonly process: Process;
  /** The sub-process; undefined for the process itself. */
  readonly node?: Extract<FlowNode, { readonly flowElements: FlowElements }>;
  readonly flowElements: FlowElements;
  readonly parent?: FlowScope;
}

/** All scopes of a process, itself first, in document order. */
export function flowScopes(process: Process): readonly FlowScope[] {
  const collect = (scope: FlowScope): readonly FlowScope[] => [
    scope,
    ...scope.flowElements.nodes.flatMap((node) =>
      'flowElements' in node
        ? collect({ process, node, flowElements: node.flowElements, parent: scope })
        : [],
    ),
  ];
  return collect({ process, flowElements: process.flowElements });
}

/** All flow nodes of a process at any depth, in document order. */
export function flowNodes(process: Process): readonly FlowNode[] {
  const collect = (elements: FlowElements): readonly FlowNode[] =>
    elements.nodes.flatMap((node) =>
      'flowElements' in node ? [node, ...collect(node.flowElements)] : [node],
    );
  return collect(process.flowElements);
}
