import type { Expression, FlowElements, FlowNode } from '../../types.js';
import { definitionsOf } from './scope-graph.js';

/** Error codes that can leave an element: `any` when a job or a called process decides. */
export type ThrownCodes = ReadonlySet<string> | 'any';

/** Error codes that an activity can throw: by itself, its listeners, or what is inside it. */
export function thrownCodes(node: FlowNode): ThrownCodes {
  if (isDecidedOutside(node)) {
    return 'any';
  }
  if ('flowElements' in node) {
    return thrownInside(node.flowElements);
  }
  return node.kind === 'endEvent' ? errorCodesOf(node) : new Set();
}

/** Error codes that can be thrown in a scope, apart from one of its nodes. */
export function thrownInside({ nodes }: FlowElements, except?: FlowNode): ThrownCodes {
  const codes = new Set<string>();
  for (const node of nodes) {
    const thrown = node === except ? new Set<string>() : thrownCodes(node);
    if (thrown === 'any') {
      return 'any';
    }
    for (const code of thrown) {
      codes.add(code);
    }
  }
  return codes;
}

/** Jobs, user tasks that are jobs, listeners and called processes throw what they like. */
function isDecidedOutside(node: FlowNode): boolean {
  return (
    'taskDefinition' in node ||
    node.kind === 'callActivity' ||
    node.executionListeners.length > 0 ||
    (node.kind === 'userTask' && (!node.userTask.native || node.userTask.taskListeners.length > 0))
  );
}

function errorCodesOf(end: FlowNode): ThrownCodes {
  const codes = definitionsOf(end).flatMap((definition) =>
    definition.kind === 'error' ? (definition.error?.errorCode ?? []) : [],
  );
  return codes.some(isComputed) ? 'any' : new Set(codes.map(({ text }) => text));
}

function isComputed({ isFeel }: Expression): boolean {
  return isFeel;
}
