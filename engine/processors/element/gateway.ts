import type { Element } from '../../behaviors/element.js';
import { evaluateBoolean } from '../../behaviors/expressions.js';
import { takeFlow, transition } from '../../behaviors/flow.js';
import { openSubscriptions, planSubscriptions } from '../../behaviors/subscriptions.js';
import type { ExecutableFlow, ExecutableNode } from '../../model/executable.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';
import { afterChildEnded } from './end.js';

function noFlow(): ElementFailure {
  return new ElementFailure(
    'CONDITION_ERROR',
    'Expected at least one condition to evaluate to true, or to have a default flow',
  );
}

function isTrue(cx: Processing, element: Element, flow: ExecutableFlow): boolean {
  return (
    flow.condition !== undefined && evaluateBoolean(cx, flow.condition, { scopeKey: element.key })
  );
}

function chooseExclusive(
  cx: Processing,
  element: Element,
  node: ExecutableNode,
): readonly ExecutableFlow[] {
  const [first, ...others] = node.outgoing;
  if (first === undefined) {
    return [];
  }
  if (others.length === 0 && first.condition === undefined) {
    return [first];
  }
  const candidates = node.outgoing.filter((flow) => flow.id !== node.defaultFlow);
  const chosen =
    candidates.find((flow) => isTrue(cx, element, flow)) ??
    node.outgoing.find((flow) => flow.id === node.defaultFlow);
  if (chosen === undefined) {
    throw noFlow();
  }
  return [chosen];
}

function chooseInclusive(
  cx: Processing,
  element: Element,
  node: ExecutableNode,
): readonly ExecutableFlow[] {
  const [first, ...others] = node.outgoing;
  if (first === undefined) {
    return [];
  }
  if (others.length === 0 && first.condition === undefined) {
    return [first];
  }
  const candidates = node.outgoing.filter((flow) => flow.id !== node.defaultFlow);
  const chosen = candidates.filter((flow) => isTrue(cx, element, flow));
  if (chosen.length > 0) {
    return chosen;
  }
  const byDefault = node.outgoing.find((flow) => flow.id === node.defaultFlow);
  if (byDefault === undefined) {
    throw noFlow();
  }
  return [byDefault];
}

function choose(cx: Processing, element: Element, node: ExecutableNode) {
  switch (node.elementType) {
    case 'EXCLUSIVE_GATEWAY':
      return chooseExclusive(cx, element, node);
    case 'INCLUSIVE_GATEWAY':
      return chooseInclusive(cx, element, node);
    default:
      return node.outgoing;
  }
}

/**
 * Activates a gateway. All but event-based ones choose their flows and complete in the same step.
 */
export function activateGateway(cx: Processing, element: Element): void {
  const { node } = element;
  if (node === undefined) {
    return;
  }
  if (node.elementType === 'EVENT_BASED_GATEWAY') {
    // Documents list the flows in the order people read them; the engine keeps them reversed.
    const targets = node.outgoing.map((flow) => flow.target);
    openSubscriptions(cx, element, planSubscriptions(cx, element, targets));
    transition(cx, element, 'ELEMENT_ACTIVATED');
    return;
  }
  const flows = choose(cx, element, node);
  transition(cx, element, 'ELEMENT_ACTIVATED');
  transition(cx, element, 'ELEMENT_COMPLETING');
  transition(cx, element, 'ELEMENT_COMPLETED');
  for (const flow of flows) {
    takeFlow(cx, element, flow);
  }
  if (flows.length === 0) {
    afterChildEnded(cx, element.value.flowScopeKey);
  }
}
