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
  const found: FlowScope[] = [];
  const visit = (scope: FlowScope): void => {
    found.push(scope);
    for (const node of scope.flowElements.nodes) {
      if ('flowElements' in node) {
        visit({ process, node, flowElements: node.flowElements, parent: scope });
      }
    }
  };
  visit({ process, flowElements: process.flowElements });
  return found;
}

/** All flow nodes of a process at any depth, in document order. */
export function flowNodes(process: Process): readonly FlowNode[] {
  const found: FlowNode[] = [];
  const visit = ({ nodes }: FlowElements): void => {
    for (const node of nodes) {
      found.push(node);
      if ('flowElements' in node) {
        visit(node.flowElements);
      }
    }
  };
  visit(process.flowElements);
  return found;
}
