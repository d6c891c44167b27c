import { finishHandler } from '../../behaviors/compensation.js';
import { elementOfInstance } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import {
  isScopeDone,
  requestActivation,
  requestChildTermination,
  requestCompletion,
  takeOutgoingFlows,
  transition,
} from '../../behaviors/flow.js';
import { resolveIncidentsOf } from '../../behaviors/incidents.js';
import { releaseMessageLock } from '../../behaviors/start-process.js';
import {
  beginBoundaryEvent,
  beginTriggered,
  findTrigger,
  requestEventSubProcess,
  writeTriggered,
  placeOf,
} from '../../behaviors/trigger.js';
import { localVariables } from '../../behaviors/variables.js';
import { linkTarget } from '../../appliers/process-instance.js';
import { multiInstanceBody } from '../../model/compile-process.js';
import { defaultTenant } from '../../records/values.js';
import type { Variables } from '../../records/values.js';
import type { ElementInstance, EventTrigger, MessageLock } from '../../state/rows.js';
import type { Processing } from '../processing.js';
import { continueAdHoc } from './ad-hoc.js';
import type { AdHocStep } from './ad-hoc.js';
import { takeNextStep } from './multi-instance.js';
import type { NextStep } from './multi-instance.js';

/**
 * After something in a scope ended: the scope's own termination goes on, a waiting interrupting
 * event sub-process begins, or the scope completes, if nothing is left in it.
 */
export function afterChildEnded(cx: Processing, scopeKey: number): void {
  const scope = cx.state.elements.get(scopeKey);
  if (scope === undefined || cx.state.childrenOf.count(scopeKey) > 0) {
    return;
  }
  if (scope.state === 'TERMINATING') {
    finishTermination(cx, elementOfInstance(cx, scope));
    return;
  }
  if (scope.state !== 'ACTIVATED' || cx.holdsScopes) {
    return;
  }
  if (scope.interruptedBy !== '' && cx.state.triggersOf.count(scopeKey) > 0) {
    requestEventSubProcess(cx, elementOfInstance(cx, scope), scope.interruptedBy);
    return;
  }
  if (scope.value.bpmnElementType === multiInstanceBody || isScopeDone(cx, scopeKey)) {
    requestCompletion(cx, scope);
  }
}

function locksOf(cx: Processing, processInstanceKey: number): readonly MessageLock[] {
  return [...cx.state.locksOfInstance.get(processInstanceKey)]
    .map((key) => cx.state.messageLocks.get(key))
    .filter((lock): lock is MessageLock => lock !== undefined);
}

function boundaryTriggerOf(cx: Processing, element: Element): EventTrigger | undefined {
  const ids = (element.node?.boundaryEvents ?? [])
    .filter((event) => event.interrupting)
    .map((event) => event.id);
  return findTrigger(cx, element.key, (trigger) => ids.includes(trigger.targetElementId));
}

/**
 * Elements whose own incidents are resolved after they are terminated; those of their jobs, and of
 * all other elements, before.
 */
const resolvesLate: ReadonlySet<string> = new Set(['START_EVENT', 'INTERMEDIATE_THROW_EVENT']);

/** Last step of a termination: the element is gone, and what waited for that goes on. */
export function finishTermination(cx: Processing, element: Element): void {
  const trigger = boundaryTriggerOf(cx, element);
  const locks = element.node === undefined ? locksOf(cx, element.key) : [];
  if (resolvesLate.has(element.value.bpmnElementType)) {
    resolveIncidentsOf(cx, element.key, 'of jobs');
    transition(cx, element, 'ELEMENT_TERMINATED');
    resolveIncidentsOf(cx, element.key);
  } else {
    resolveIncidentsOf(cx, element.key);
    transition(cx, element, 'ELEMENT_TERMINATED');
  }
  if (element.node === undefined) {
    afterProcessTerminated(cx, element, locks);
    return;
  }
  const scope = cx.state.elements.get(element.value.flowScopeKey);
  const boundary = element.node.boundaryEvents.find(
    (event) => event.id === trigger?.targetElementId,
  );
  const isOpen = scope?.state === 'ACTIVATED' && scope.interruptedBy === '';
  if (trigger !== undefined && boundary !== undefined && isOpen) {
    beginBoundaryEvent(cx, element, boundary, trigger);
  } else {
    afterChildEnded(cx, element.value.flowScopeKey);
  }
}

function afterProcessTerminated(
  cx: Processing,
  element: Element,
  locks: readonly MessageLock[],
): void {
  const caller = cx.state.elements.get(element.value.parentElementInstanceKey);
  if (caller?.state === 'TERMINATING') {
    finishTermination(cx, elementOfInstance(cx, caller));
  }
  locks.forEach((lock) => {
    releaseMessageLock(cx, lock);
  });
}

/** What a completion decided before the element was gone. */
export interface Afterwards {
  /** Inner instances: what the body does next. */
  readonly step?: NextStep;
  /** Inner instances of an ad-hoc sub-process: what that does next. */
  readonly adHocStep?: AdHocStep;
}

/** Last step of a completion: COMPLETED, then whatever follows the element. */
export function finishCompletion(cx: Processing, element: Element, after: Afterwards): void {
  const { node, value } = element;
  if (node === undefined) {
    completeProcess(cx, element);
    return;
  }
  const chosen =
    node.elementType === 'EVENT_BASED_GATEWAY'
      ? findTrigger(cx, element.key, () => true)
      : undefined;
  transition(cx, element, 'ELEMENT_COMPLETED');
  const scope = cx.state.elements.get(value.flowScopeKey);
  if (scope?.value.bpmnElementType === multiInstanceBody && after.step !== undefined) {
    continueBody(cx, scope, after.step);
    return;
  }
  if (scope !== undefined && after.adHocStep !== undefined) {
    if (scope.state === 'ACTIVATED') {
      continueAdHoc(cx, elementOfInstance(cx, scope), after.adHocStep);
    } else {
      afterChildEnded(cx, scope.key);
    }
    return;
  }
  if (chosen !== undefined) {
    continueAfterGateway(cx, element, chosen);
    return;
  }
  if (node.event.kind === 'terminate' && endChildren(cx, value.flowScopeKey)) {
    return;
  }
  if (value.bpmnEventType === 'COMPENSATION' && node.attachedTo === undefined) {
    finishHandler(cx, element);
  }
  const target = linkTarget(node);
  if (target !== undefined) {
    const { flowScopeKey } = value;
    requestActivation(cx, target, { within: value, flowScopeKey, key: cx.nextKey() });
    return;
  }
  takeOutgoingFlows(cx, element);
  afterChildEnded(cx, value.flowScopeKey);
}

function continueBody(cx: Processing, body: ElementInstance, step: NextStep): void {
  if (body.state === 'ACTIVATED') {
    takeNextStep(cx, elementOfInstance(cx, body), step);
  } else {
    afterChildEnded(cx, body.key);
  }
}

function continueAfterGateway(cx: Processing, element: Element, trigger: EventTrigger): void {
  const { value } = element;
  const target = element.process.nodes.get(trigger.targetElementId);
  if (target !== undefined) {
    writeTriggered(cx, trigger, placeOf(element));
    const { flowScopeKey } = value;
    beginTriggered(cx, target, { within: value, flowScopeKey }, trigger.variables);
  }
}

/** A terminate end event ends everything beside it; false when there is nothing beside it. */
function endChildren(cx: Processing, scopeKey: number): boolean {
  const scope = cx.state.elements.get(scopeKey);
  if (scope === undefined || cx.state.childrenOf.count(scopeKey) === 0) {
    return false;
  }
  requestChildTermination(cx, scopeKey, scope.value.processInstanceKey);
  return true;
}

function completeProcess(cx: Processing, element: Element): void {
  const { value, key } = element;
  const locks = locksOf(cx, key);
  const wanted = cx.awaited.get(key);
  const variables = wanted === undefined ? undefined : rootVariables(cx, key, wanted);
  transition(cx, element, 'ELEMENT_COMPLETED');
  if (variables !== undefined) {
    const result = {
      bpmnProcessId: value.bpmnProcessId,
      processDefinitionKey: value.processDefinitionKey,
      version: value.version,
      processInstanceKey: key,
      tenantId: defaultTenant,
      variables,
    };
    cx.event('PROCESS_INSTANCE_RESULT', 'COMPLETED', key, result);
  }
  const caller = cx.state.elements.get(value.parentElementInstanceKey);
  if (caller?.state === 'ACTIVATED') {
    requestCompletion(cx, caller);
  } else if (caller !== undefined) {
    afterCalledEnded(cx, caller);
  }
  locks.forEach((lock) => {
    releaseMessageLock(cx, lock);
  });
}

function afterCalledEnded(cx: Processing, caller: ElementInstance): void {
  if (caller.state === 'TERMINATING') {
    finishTermination(cx, elementOfInstance(cx, caller));
  }
}

function rootVariables(cx: Processing, key: number, wanted: readonly string[]): Variables {
  const all = localVariables(cx.state, key);
  if (wanted.length === 0) {
    return all;
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}
