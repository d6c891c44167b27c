import type { ExecutableNode } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type {
  MessageSubscriptionValue,
  ProcessMessageSubscriptionValue,
  SignalSubscriptionValue,
  TimerValue,
} from '../records/values.js';
import type { Element } from './element.js';
import { evaluateCorrelationKey, evaluateString } from './expressions.js';
import { planTimer } from './timers.js';
import type { TimerPlan } from './timers.js';

type Planned =
  | {
      readonly kind: 'message';
      readonly node: ExecutableNode;
      readonly name: string;
      readonly correlationKey: string;
    }
  | { readonly kind: 'timer'; readonly node: ExecutableNode; readonly plan: TimerPlan }
  | { readonly kind: 'signal'; readonly node: ExecutableNode; readonly name: string };

/** Subscriptions whose expressions are evaluated, not yet opened. */
export type PlannedSubscriptions = readonly Planned[];

function plan(cx: Processing, element: Element, node: ExecutableNode): Planned | undefined {
  const scope = { scopeKey: element.key };
  const { event } = node;
  switch (event.kind) {
    case 'message': {
      const isBoundary = node.elementType === 'BOUNDARY_EVENT';
      // A boundary event's correlation key does not see what is local to the activity.
      const keyScope = isBoundary ? { scopeKey: element.value.flowScopeKey } : scope;
      const name = evaluateString(cx, event.name, scope);
      const correlationKey =
        event.correlationKey === undefined
          ? ''
          : evaluateCorrelationKey(cx, event.correlationKey, keyScope);
      return { kind: 'message', node, name, correlationKey };
    }
    case 'timer':
      return { kind: 'timer', node, plan: planTimer(cx, event, scope) };
    case 'signal':
      return { kind: 'signal', node, name: evaluateString(cx, event.name, scope) };
    case 'none':
    case 'terminate':
    case 'error':
    case 'escalation':
    case 'compensate':
    case 'link':
      return undefined;
  }
}

/**
 * Evaluates what `events` wait for, all before any is opened, so that a failure leaves nothing open.
 * Throws `ElementFailure`.
 */
export function planSubscriptions(
  cx: Processing,
  element: Element,
  events: readonly ExecutableNode[],
): PlannedSubscriptions {
  if (events.length === 0) {
    return [];
  }
  return events
    .map((node) => plan(cx, element, node))
    .filter((planned): planned is Planned => planned !== undefined);
}

function openMessage(
  cx: Processing,
  element: Element,
  planned: Extract<Planned, { kind: 'message' }>,
): void {
  const value: MessageSubscriptionValue = {
    messageName: planned.name,
    interrupting: planned.node.interrupting,
    messageKey: -1,
    variables: {},
    tenantId: defaultTenant,
    bpmnProcessId: element.value.bpmnProcessId,
    processInstanceKey: element.value.processInstanceKey,
    elementInstanceKey: element.key,
    correlationKey: planned.correlationKey,
  };
  const processSide: ProcessMessageSubscriptionValue = { ...value, elementId: planned.node.id };
  cx.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATING', cx.nextKey(), processSide);
  cx.command('MESSAGE_SUBSCRIPTION', 'CREATE', -1, value);
}

/** Writes one timer of an element. */
export function openTimer(
  cx: Processing,
  element: Element,
  node: ExecutableNode,
  timer: TimerPlan,
): void {
  const value: TimerValue = {
    targetElementId: node.id,
    repetitions: timer.repetitions,
    tenantId: defaultTenant,
    processInstanceKey: element.value.processInstanceKey,
    elementInstanceKey: element.key,
    processDefinitionKey: element.value.processDefinitionKey,
    dueDate: timer.dueDate,
  };
  cx.event('TIMER', 'CREATED', cx.nextKey(), value);
}

function openSignal(
  cx: Processing,
  element: Element,
  planned: Extract<Planned, { kind: 'signal' }>,
): void {
  const value: SignalSubscriptionValue = {
    signalName: planned.name,
    catchEventId: planned.node.id,
    catchEventInstanceKey: element.key,
    bpmnProcessId: element.value.bpmnProcessId,
    processDefinitionKey: element.value.processDefinitionKey,
    tenantId: defaultTenant,
  };
  cx.event('SIGNAL_SUBSCRIPTION', 'CREATED', cx.nextKey(), value);
}

/** Opens what was planned: messages, then timers, then signals. */
export function openSubscriptions(
  cx: Processing,
  element: Element,
  planned: PlannedSubscriptions,
): void {
  for (const one of planned) {
    if (one.kind === 'message') {
      openMessage(cx, element, one);
    }
  }
  for (const one of planned) {
    if (one.kind === 'timer') {
      openTimer(cx, element, one.node, one.plan);
    }
  }
  for (const one of planned) {
    if (one.kind === 'signal') {
      openSignal(cx, element, one);
    }
  }
}

function closeMessages(cx: Processing, elementKey: number, closes: (id: string) => boolean): void {
  for (const key of [...cx.state.processSubscriptionsOfElement.get(elementKey)]) {
    const row = cx.state.processMessageSubscriptions.get(key);
    if (row === undefined || row.state === 'CLOSING' || !closes(row.value.elementId)) {
      continue;
    }
    cx.event('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETING', key, row.value);
    const side: MessageSubscriptionValue = {
      messageName: row.value.messageName,
      interrupting: true,
      messageKey: -1,
      variables: {},
      tenantId: defaultTenant,
      bpmnProcessId: '',
      processInstanceKey: row.value.processInstanceKey,
      elementInstanceKey: elementKey,
      correlationKey: '',
    };
    cx.command('MESSAGE_SUBSCRIPTION', 'DELETE', -1, side);
  }
}

/**
 * Closes what an element waits for: everything, or only the events for whose id `closes` says so.
 */
export function closeSubscriptions(
  cx: Processing,
  elementKey: number,
  closes: (eventId: string) => boolean = () => true,
): void {
  for (const key of [...cx.state.timersOfElement.get(elementKey)]) {
    const timer = cx.state.timers.get(key);
    if (timer !== undefined && closes(timer.value.targetElementId)) {
      cx.event('TIMER', 'CANCELED', key, timer.value);
    }
  }
  closeMessages(cx, elementKey, closes);
  for (const key of [...cx.state.signalsOfElement.get(elementKey)]) {
    const signal = cx.state.signalSubscriptions.get(key);
    if (signal !== undefined && closes(signal.value.catchEventId)) {
      cx.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, signal.value);
    }
  }
}
