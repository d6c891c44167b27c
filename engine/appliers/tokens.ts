import { adHocInner } from '../model/compile-ad-hoc.js';
import { multiInstanceBody } from '../model/compile-process.js';
import type { ExecutableNode } from '../model/executable.js';
import type { ElementInstance } from '../state/rows.js';

type Taken = ElementInstance['takenFlows'];

/** Pseudo flow that carries the token between a link throw and its catch. */
export function linkFlow(catchEventId: string): string {
  return `link:${catchEventId}`;
}

/** One token more on `flowId`. */
export function addToken(taken: Taken, flowId: string): Taken {
  const found = taken.some(([id]) => id === flowId);
  return found
    ? taken.map((pair) => (pair[0] === flowId ? ([flowId, pair[1] + 1] as const) : pair))
    : [...taken, [flowId, 1] as const];
}

function removeToken(taken: Taken, flowId: string): Taken {
  return taken
    .map((pair) => (pair[0] === flowId ? ([flowId, pair[1] - 1] as const) : pair))
    .filter(([, tokens]) => tokens > 0);
}

/** Number of tokens on `flowId`. */
export function tokensOn(taken: Taken, flowId: string): number {
  return taken.find(([id]) => id === flowId)?.[1] ?? 0;
}

/** True for gateways that wait for several tokens. */
export function isJoin(node: ExecutableNode): boolean {
  return (
    node.elementType === 'PARALLEL_GATEWAY' ||
    (node.elementType === 'INCLUSIVE_GATEWAY' && node.incoming.length > 1)
  );
}

/** Tokens left after `node` began: a join takes one of each flow, others the one that came. */
export function takeUpTokens(taken: Taken, node: ExecutableNode): Taken {
  const waiting = node.incoming.filter((flow) => tokensOn(taken, flow.id) > 0);
  if (isJoin(node)) {
    return waiting.reduce((rest, flow) => removeToken(rest, flow.id), taken);
  }
  const first = waiting[0]?.id ?? linkFlow(node.id);
  return removeToken(taken, first);
}

/** Elements that no sequence flow leads to. */
const beginsByItself: ReadonlySet<string> = new Set([
  'PROCESS',
  'START_EVENT',
  'BOUNDARY_EVENT',
  'EVENT_SUB_PROCESS',
  adHocInner,
]);

/** How many tokens the beginning of `node` takes off the count of its scope. */
export function tokensBehind(taken: Taken, node: ExecutableNode): number {
  if (isJoin(node)) {
    return node.incoming.filter((flow) => tokensOn(taken, flow.id) > 0).length;
  }
  // An event-based gateway goes on at an event without taking the flow to it.
  return node.incoming[0]?.source.elementType === 'EVENT_BASED_GATEWAY' ? 0 : 1;
}

/** True when an element of this type, beginning in this scope, came by a sequence flow. */
export function comesByFlow(elementType: string, scopeType: string | undefined): boolean {
  return (
    scopeType !== undefined && scopeType !== multiInstanceBody && !beginsByItself.has(elementType)
  );
}
