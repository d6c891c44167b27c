import { linkTarget } from '../appliers/process-instance.js';
import { tokensOn } from '../appliers/tokens.js';
import type { ExecutableFlow, ExecutableNode } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import type { ElementInstance } from '../state/rows.js';

/** Nodes that a token at `node` can come to in one step, by flow, boundary event or link. */
function flowsFrom(node: ExecutableNode): readonly ExecutableFlow[] {
  const link = linkTarget(node);
  return [
    ...node.outgoing,
    ...(link?.outgoing ?? []),
    ...node.boundaryEvents.flatMap((event) => event.outgoing),
  ];
}

/**
 * True when an inclusive gateway need not wait any longer: every incoming flow was taken, or nothing
 * active in the scope, no element and no token under way, can still come to it over a flow that was
 * not taken.
 */
export function isInclusiveJoinReady(
  cx: Processing,
  scope: ElementInstance,
  gateway: ExecutableNode,
): boolean {
  const taken = new Set(
    gateway.incoming
      .filter((flow) => tokensOn(scope.takenFlows, flow.id) > 0)
      .map((flow) => flow.id),
  );
  if (taken.size === 0) {
    return false;
  }
  if (taken.size === gateway.incoming.length) {
    return true;
  }
  const open: ExecutableNode[] = [];
  for (const key of cx.state.childrenOf.get(scope.key)) {
    const child = cx.state.elements.get(key);
    const node = gateway.container.nodes.find((one) => one.id === child?.value.elementId);
    if (node !== undefined) {
      open.push(node);
    }
  }
  for (const flow of gateway.container.flows) {
    if (flow.target !== gateway && tokensOn(scope.takenFlows, flow.id) > 0) {
      open.push(flow.target);
    }
  }
  return !canReach(open, gateway, taken);
}

function canReach(
  from: readonly ExecutableNode[],
  gateway: ExecutableNode,
  taken: ReadonlySet<string>,
): boolean {
  const open = [...from];
  const seen = new Set(open);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const flow of flowsFrom(node)) {
      if (flow.target === gateway) {
        if (!taken.has(flow.id)) {
          return true;
        }
      } else if (!seen.has(flow.target)) {
        seen.add(flow.target);
        open.push(flow.target);
      }
    }
  }
  return false;
}
