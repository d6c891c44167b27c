import type { ExecutableNode } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { ProcessEventValue, ProcessInstanceValue, Variables } from '../records/values.js';
import type { ElementInstance, EventTrigger } from '../state/rows.js';
import { childValue, elementOfInstance, scopeOf } from './element.js';
import type { Element } from './element.js';
import { requestActivation, requestCompletion, requestTermination } from './flow.js';
import { closeSubscriptions } from './subscriptions.js';
import { mergeLocal } from './variables.js';

/** Where an event happens: the scope that holds it, and the process it belongs to. */
export interface EventPlace {
  readonly scopeKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
}

/** Writes that an event hit a scope; `target` will consume it. */
export function writeTriggering(
  cx: Processing,
  place: EventPlace,
  targetElementId: string,
  variables: Variables,
): number {
  const key = cx.nextKey();
  const value: ProcessEventValue = {
    scopeKey: place.scopeKey,
    variables,
    tenantId: defaultTenant,
    processInstanceKey: place.processInstanceKey,
    processDefinitionKey: place.processDefinitionKey,
    targetElementId,
  };
  cx.event('PROCESS_EVENT', 'TRIGGERING', key, value);
  return key;
}

/** Writes that an event was consumed in the scope with this key. */
export function writeTriggered(cx: Processing, trigger: EventTrigger, place: EventPlace): void {
  const value: ProcessEventValue = {
    scopeKey: place.scopeKey,
    variables: {},
    tenantId: defaultTenant,
    processInstanceKey: place.processInstanceKey,
    processDefinitionKey: place.processDefinitionKey,
    targetElementId: trigger.targetElementId,
  };
  cx.event('PROCESS_EVENT', 'TRIGGERED', trigger.key, value);
}

/** The place of events of an element. */
export function placeOf(element: Element): EventPlace {
  const { processInstanceKey, processDefinitionKey } = element.value;
  return { scopeKey: element.key, processInstanceKey, processDefinitionKey };
}

/** The oldest waiting event in a scope that `fits`. */
export function findTrigger(
  cx: Processing,
  scopeKey: number,
  fits: (trigger: EventTrigger) => boolean,
): EventTrigger | undefined {
  for (const key of cx.state.triggersOf.get(scopeKey)) {
    const trigger = cx.state.triggers.get(key);
    if (trigger !== undefined && fits(trigger)) {
      return trigger;
    }
  }
  return undefined;
}

/**
 * Begins an event that has happened already (boundary event, event after an event-based gateway,
 * start event of a process): active at once, with the event's variables local to it.
 */
export function beginTriggered(
  cx: Processing,
  node: ExecutableNode,
  place: { readonly within: ProcessInstanceValue; readonly flowScopeKey: number },
  variables: Variables,
): void {
  const key = cx.nextKey();
  const value = childValue(node, place.within, place.flowScopeKey);
  cx.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, value);
  cx.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, value);
  mergeLocal(cx, key, value, variables);
  requestCompletion(cx, { key, value });
}

/** Begins a boundary event beside the element it is attached to. */
export function beginBoundaryEvent(
  cx: Processing,
  attachedTo: Element,
  node: ExecutableNode,
  trigger: EventTrigger,
): void {
  writeTriggered(cx, trigger, placeOf(attachedTo));
  const { value } = attachedTo;
  const { flowScopeKey } = value;
  beginTriggered(cx, node, { within: value, flowScopeKey }, trigger.variables);
}

/**
 * True when an event may still hit `node` through this instance: it is active, and neither it nor
 * the event was overtaken by another one.
 */
export function canTrigger(
  cx: Processing,
  instance: ElementInstance,
  node: ExecutableNode,
): boolean {
  if (instance.state !== 'ACTIVATED') {
    return false;
  }
  if (node.elementType === 'BOUNDARY_EVENT') {
    const scope = cx.state.elements.get(instance.value.flowScopeKey);
    return scope?.interruptedBy === '' && !isBeingInterrupted(cx, instance);
  }
  if (node.elementType === 'START_EVENT') {
    if (isClosedToEvents(instance.value) || instance.isClosed === true) {
      return false;
    }
    return instance.interruptedBy === '' && !isBeingInterrupted(cx, instance);
  }
  return cx.state.triggersOf.count(instance.key) === 0;
}

/**
 * A running event sub-process subscribes for the event sub-processes in it, but lets no event through
 * to them: Camunda 8.6 behaves so.
 */
function isClosedToEvents(scope: ProcessInstanceValue): boolean {
  return scope.bpmnElementType === 'EVENT_SUB_PROCESS';
}

/** Whether a catcher that was found does catch: see `isClosedToEvents` and `isClosed`. */
export function doesCatch(
  cx: Processing,
  { element, node }: { element: Element; node: ExecutableNode },
): boolean {
  return (
    node.elementType !== 'START_EVENT' ||
    (!isClosedToEvents(element.value) && !isClosed(cx, element))
  );
}

/** Whether an event has interrupted this scope, now or before a modification made it go on. */
export function isClosed(cx: Processing, element: Element): boolean {
  return cx.state.elements.get(element.key)?.isClosed === true;
}

function isBeingInterrupted(cx: Processing, instance: ElementInstance): boolean {
  const boundaryEvents = elementOfInstance(cx, instance).node?.boundaryEvents ?? [];
  const interrupting = boundaryEvents.filter((node) => node.interrupting).map((node) => node.id);
  const found = findTrigger(cx, instance.key, ({ targetElementId }) =>
    interrupting.includes(targetElementId),
  );
  return found !== undefined;
}

function triggerEventSubProcess(
  cx: Processing,
  scope: Element,
  start: ExecutableNode,
  variables: Variables,
): void {
  writeTriggering(cx, placeOf(scope), start.id, variables);
  if (!start.interrupting) {
    requestEventSubProcess(cx, scope, start.container.id);
    return;
  }
  const starts = eventSubProcessStarts(scope).map((node) => node.id);
  closeSubscriptions(cx, scope.key, (id) => starts.includes(id));
  const children = [...cx.state.childrenOf.get(scope.key)];
  for (const key of children) {
    const child = cx.state.elements.get(key);
    if (child !== undefined && child.state !== 'TERMINATING') {
      requestTermination(cx, child);
    }
  }
  if (children.length === 0) {
    requestEventSubProcess(cx, scope, start.container.id);
  }
}

/** Asks for the activation of an event sub-process whose event has happened. */
export function requestEventSubProcess(cx: Processing, scope: Element, id: string): void {
  const node = scopeOf(scope)?.eventSubProcesses.find((candidate) => candidate.id === id);
  if (node !== undefined) {
    requestActivation(cx, node, { within: scope.value, flowScopeKey: scope.key, key: -1 });
  }
}

/** Start events of the event sub-processes directly in a scope. */
export function eventSubProcessStarts(scope: Element): readonly ExecutableNode[] {
  return (scopeOf(scope)?.eventSubProcesses ?? []).flatMap(
    (node) => node.scope?.triggeredStarts ?? [],
  );
}

/**
 * Lets an event hit `node` through the element that waits for it: a catch event or task goes on, a
 * boundary event interrupts or begins beside, an event sub-process begins. Check `canTrigger` first.
 */
export function triggerEvent(
  cx: Processing,
  element: Element,
  node: ExecutableNode,
  variables: Variables,
): void {
  if (node.elementType === 'START_EVENT') {
    triggerEventSubProcess(cx, element, node, variables);
    return;
  }
  const key = writeTriggering(cx, placeOf(element), node.id, variables);
  if (node.elementType !== 'BOUNDARY_EVENT') {
    requestCompletion(cx, element);
  } else if (node.interrupting) {
    requestTermination(cx, element);
  } else {
    const trigger = cx.state.triggers.get(key);
    if (trigger !== undefined) {
      beginBoundaryEvent(cx, element, node, trigger);
    }
  }
}
