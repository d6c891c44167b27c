import { isSubProcess, type PlacedNode } from '../plan/placed-node.js';
import { eventOf, isEventSubProcess, jobTypeOf } from './element-traits.js';

/** True when an instance can be found waiting at an element, incidents left out. */
export function canWait({ node, scope }: PlacedNode): boolean {
  if (jobTypeOf(node) !== undefined || node.executionListeners.length > 0 || isSubProcess(node)) {
    return true;
  }
  switch (node.kind) {
    case 'userTask':
    case 'receiveTask':
    case 'callActivity':
    case 'eventBasedGateway':
      return true;
    case 'intermediateCatchEvent':
      return eventOf(node)?.kind !== 'link';
    case 'intermediateThrowEvent':
    case 'endEvent':
      return eventOf(node)?.kind === 'compensate';
    case 'parallelGateway':
    case 'inclusiveGateway':
      return scope.elements.flows.filter(({ targetRef }) => targetRef === node.id).length > 1;
    default:
      return false;
  }
}

/** True for events that hold a subscription while the element or scope they belong to is active. */
export function isSubscription({ node, scope }: PlacedNode): boolean {
  const ofScope = scope.owner !== undefined && isEventSubProcess(scope.owner);
  return node.kind === 'boundaryEvent' || (node.kind === 'startEvent' && ofScope);
}

/** True when the event of an element is waited for with a subscription that the engine keeps. */
export function hasOwnSubscription({ node }: PlacedNode): boolean {
  const kind = eventOf(node)?.kind;
  return kind === 'timer' || kind === 'message' || kind === 'signal' || kind === 'conditional';
}
