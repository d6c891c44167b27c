import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { CompensationSubscriptionValue } from '../records/values.js';
import type { CompensationSubscription } from '../state/rows.js';
import { childValue, isInner } from './element.js';
import type { Element } from './element.js';
import { requestActivation, requestCompletion } from './flow.js';

const valueType = 'COMPENSATION_SUBSCRIPTION';

function subscriptionsOf(cx: Processing, element: Element): readonly CompensationSubscription[] {
  return cx.state.compensationsOf
    .get(element.value.processInstanceKey)
    .map((key) => cx.state.compensations.get(key))
    .filter((row): row is CompensationSubscription => row !== undefined);
}

/** Remembers, when an activity completes, that it can be compensated. */
export function rememberCompensation(cx: Processing, element: Element): void {
  const { node } = element;
  if (node === undefined) {
    return;
  }
  const boundary = isInner(cx, element)
    ? undefined
    : node.boundaryEvents.find((event) => event.event.kind === 'compensate');
  const holdsOthers =
    boundary?.handler === undefined &&
    (element.isBody || node.scope !== undefined) &&
    subscriptionsOf(cx, element).some(
      (row) => row.value.compensableActivityScopeKey === element.key,
    );
  if (boundary?.handler === undefined && !holdsOthers) {
    return;
  }
  const value: CompensationSubscriptionValue = {
    throwEventInstanceKey: -1,
    compensationHandlerId: boundary?.handler?.id ?? '',
    compensableActivityId: node.id,
    throwEventId: '',
    compensationHandlerInstanceKey: -1,
    compensableActivityScopeKey: element.value.flowScopeKey,
    compensableActivityInstanceKey: element.key,
    variables: {},
    tenantId: defaultTenant,
    processInstanceKey: element.value.processInstanceKey,
    processDefinitionKey: element.value.processDefinitionKey,
  };
  cx.event(valueType, 'CREATED', cx.nextKey(), value);
}

/** Scopes whose completed activities a throw event compensates. */
function scopesOf(cx: Processing, thrower: Element): readonly number[] {
  const scope = cx.state.elements.get(thrower.value.flowScopeKey);
  return scope?.value.bpmnElementType === 'EVENT_SUB_PROCESS'
    ? [scope.key, scope.value.flowScopeKey]
    : [thrower.value.flowScopeKey];
}

function startHandler(cx: Processing, thrower: Element, row: CompensationSubscription): void {
  const { value } = row;
  const boundary = thrower.process.nodes
    .get(value.compensableActivityId)
    ?.boundaryEvents.find((event) => event.event.kind === 'compensate');
  const handler = boundary?.handler;
  if (boundary === undefined || handler === undefined) {
    return;
  }
  const { flowScopeKey } = thrower.value;
  const boundaryKey = cx.nextKey();
  const boundaryValue = childValue(boundary, thrower.value, flowScopeKey);
  for (const step of ['ACTIVATING', 'ACTIVATED', 'COMPLETING', 'COMPLETED']) {
    cx.event('PROCESS_INSTANCE', `ELEMENT_${step}`, boundaryKey, boundaryValue);
  }
  const handlerKey = cx.nextKey();
  requestActivation(cx, handler, { within: thrower.value, flowScopeKey, key: handlerKey });
  cx.event(valueType, 'TRIGGERED', row.key, {
    ...value,
    throwEventInstanceKey: thrower.key,
    throwEventId: thrower.value.elementId,
    compensationHandlerInstanceKey: handlerKey,
  });
}

function compensate(
  cx: Processing,
  thrower: Element,
  fits: (value: CompensationSubscriptionValue) => boolean,
): number {
  let started = 0;
  for (const row of subscriptionsOf(cx, thrower)) {
    if (row.value.throwEventInstanceKey > 0 || !fits(row.value)) {
      continue;
    }
    if (row.value.compensationHandlerId !== '') {
      startHandler(cx, thrower, row);
      started += 1;
      continue;
    }
    const inside = row.value.compensableActivityInstanceKey;
    const mark = { throwEventInstanceKey: thrower.key, throwEventId: thrower.value.elementId };
    cx.event(valueType, 'TRIGGERED', row.key, { ...row.value, ...mark });
    started += compensate(cx, thrower, (value) => value.compensableActivityScopeKey === inside);
    cx.event(valueType, 'COMPLETED', row.key, { ...row.value, ...mark });
  }
  return started;
}

/**
 * Starts the handlers of every completed activity in the throwing scope, or of `activityRef` only,
 * all at once and in order of completion. Returns how many started.
 */
export function throwCompensation(
  cx: Processing,
  thrower: Element,
  activityRef: string | undefined,
): number {
  const scopes = scopesOf(cx, thrower);
  return compensate(
    cx,
    thrower,
    (value) =>
      scopes.includes(value.compensableActivityScopeKey) &&
      (activityRef === undefined || value.compensableActivityId === activityRef),
  );
}

/** Writes that a handler is done; its throw event goes on after the last one. */
export function finishHandler(cx: Processing, handler: Element): void {
  const rows = subscriptionsOf(cx, handler);
  const row = rows.find((one) => one.value.compensationHandlerInstanceKey === handler.key);
  if (row === undefined) {
    return;
  }
  cx.event(valueType, 'COMPLETED', row.key, row.value);
  const thrower = row.value.throwEventInstanceKey;
  const others = rows.some((one) => one !== row && one.value.throwEventInstanceKey === thrower);
  const instance = cx.state.elements.get(thrower);
  if (!others && instance?.state === 'ACTIVATED') {
    requestCompletion(cx, instance);
  }
}
