import type { FlowNode } from '../../model/index.js';
import { isSubProcess, type PlacedNode } from '../plan/placed-node.js';
import {
  aKind,
  eventOf,
  implementationOf,
  isEventSubProcess,
  kindText,
  loopText,
} from './element-traits.js';
import { hasOwnSubscription, isSubscription } from './waiting.js';

/** Kinds of element that Camunda 8 documents as supported by process instance migration. */
const SUPPORTED: ReadonlySet<string> = new Set([
  'serviceTask',
  'sendTask',
  'userTask',
  'receiveTask',
  'businessRuleTask',
  'scriptTask',
  'callActivity',
  'subProcess',
  'exclusiveGateway',
  'eventBasedGateway',
  'parallelGateway',
  'inclusiveGateway',
]);
/** Kinds of event that an intermediate catch event may have. */
const SUPPORTED_CATCH: ReadonlySet<string> = new Set(['message', 'timer', 'signal']);
/** The part of them that 8.6 was recorded to migrate, and the whole of what our engine does. */
const RECORDED: ReadonlySet<string> = new Set([
  'serviceTask',
  'sendTask',
  'userTask',
  'businessRuleTask',
  'scriptTask',
  'callActivity',
  'subProcess',
]);

/** Why Camunda 8 migrates no element like this one, whatever the new version is. */
export function unsupportedReason(node: FlowNode): string | undefined {
  const event = eventOf(node)?.kind;
  if ('isForCompensation' in node && node.isForCompensation) {
    return 'a compensation handler waits together with the event that compensates, which cannot be migrated';
  }
  if (node.kind === 'adHocSubProcess') {
    return 'taskDefinition' in node
      ? 'an ad-hoc sub-process that a worker drives cannot be migrated'
      : undefined;
  }
  if (node.kind === 'intermediateCatchEvent') {
    return event !== undefined && SUPPORTED_CATCH.has(event)
      ? undefined
      : `${aKind(node)} cannot be migrated`;
  }
  return SUPPORTED.has(node.kind) ? undefined : `${aKind(node)} cannot be migrated`;
}

/** Why an element cannot be mapped to another, scopes left aside. */
export function mappingReason(before: PlacedNode, after: PlacedNode): string | undefined {
  const from = before.node;
  const to = after.node;
  if (kindText(from) !== kindText(to)) {
    return `it was ${aKind(from)} and is ${aKind(to)} now`;
  }
  if (implementationOf(from) !== implementationOf(to)) {
    return `its implementation changed from ${implementationOf(from)} to ${implementationOf(to)}`;
  }
  const loops = [loopText(from), loopText(to)] as const;
  if (loops[0] !== loops[1]) {
    return `its multi-instance marker changed from ${loops[0]} to ${loops[1]}`;
  }
  const incoming = [incomingOf(before), incomingOf(after)] as const;
  return isJoin(from) && incoming[1] < incoming[0]
    ? `it joins ${incoming[1]} flows instead of ${incoming[0]}`
    : undefined;
}

/** What has to be known of the version of the cluster, or undefined. */
export function versionNote(node: FlowNode, version: string): string | undefined {
  if (node.kind === 'adHocSubProcess') {
    return isBefore(version, [8, 9]) ? 'ad-hoc sub-processes migrate since Camunda 8.9' : undefined;
  }
  const early = isBefore(version, [8, 8]);
  const recorded = RECORDED.has(node.kind) && !isEventSubProcess(node) && loopText(node) === 'none';
  return early && !recorded
    ? `clusters before 8.8 may refuse to migrate ${loopText(node) === 'none' ? aKind(node) : 'a multi-instance activity'}: try it on one instance`
    : undefined;
}

/** Why the embedded engine refuses to migrate an instance that waits here; it has fewer kinds. */
export function embeddedReason(placed: PlacedNode, all: readonly PlacedNode[]): string | undefined {
  const { node } = placed;
  if (!RECORDED.has(node.kind) || isEventSubProcess(node) || loopText(node) !== 'none') {
    return `the embedded engine does not migrate ${loopText(node) === 'none' ? aKind(node) : 'a multi-instance activity'}`;
  }
  const open = all.find(
    (other) => isSubscription(other) && hasOwnSubscription(other) && concerns(other, placed),
  );
  return open === undefined
    ? undefined
    : `the embedded engine does not migrate an instance that waits for the event "${open.node.id}"`;
}

/** True when the subscription of an event is open while an instance waits at an element. */
function concerns(event: PlacedNode, placed: PlacedNode): boolean {
  const owners: string[] = [placed.node.id];
  for (let scope = placed.scope; ; scope = scope.parent) {
    if (scope.owner !== undefined) {
      owners.push(scope.owner.id);
    }
    if (event.node.kind === 'startEvent' && event.scope.parent?.elements === scope.elements) {
      return true;
    }
    if (scope.parent === undefined) {
      break;
    }
  }
  const inside =
    event.node.kind === 'startEvent' &&
    isSubProcess(placed.node) &&
    event.scope.parent?.owner?.id === placed.node.id;
  return (
    inside || (event.node.kind === 'boundaryEvent' && owners.includes(event.node.attachedToRef))
  );
}

/** True for gateways that wait for several flows. */
export function isJoin(node: FlowNode): boolean {
  return node.kind === 'parallelGateway' || node.kind === 'inclusiveGateway';
}

/** How many flows lead to an element. */
export function incomingOf({ node, scope }: PlacedNode): number {
  return scope.elements.flows.filter(({ targetRef }) => targetRef === node.id).length;
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
