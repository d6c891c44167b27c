import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type {
  MessageStartSubscriptionValue,
  MessageValue,
  ProcessValue,
  Variables,
} from '../records/values.js';
import { compoundKey } from '../state/engine-state.js';
import type { BufferedMessage, MessageLock, MessageStartSubscription } from '../state/rows.js';
import { processInstanceValue } from './element.js';
import { writeTriggering } from './trigger.js';

/** Begins an instance of a process through one of its triggered start events. */
export function startByEvent(
  cx: Processing,
  definition: ProcessValue,
  start: { readonly elementId: string; readonly variables: Variables; readonly key: number },
): void {
  const { processDefinitionKey } = definition;
  const place = {
    scopeKey: processDefinitionKey,
    processInstanceKey: start.key,
    processDefinitionKey,
  };
  writeTriggering(cx, place, start.elementId, start.variables);
  const value = processInstanceValue(definition, start.key);
  cx.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', start.key, value);
}

/** True when a message with this correlation key may start an instance of the process now. */
export function mayStart(cx: Processing, bpmnProcessId: string, correlationKey: string): boolean {
  return (
    correlationKey === '' || !cx.state.messageLocks.has(compoundKey(bpmnProcessId, correlationKey))
  );
}

/** Correlates a message to a message start event: writes it and begins the instance. */
export function startByMessage(
  cx: Processing,
  subscription: MessageStartSubscription,
  message: { readonly key: number; readonly value: MessageValue },
): void {
  const definition = cx.state.processes.get(subscription.value.processDefinitionKey);
  if (definition === undefined) {
    return;
  }
  const key = cx.nextKey();
  const { variables, correlationKey } = message.value;
  const value: MessageStartSubscriptionValue = {
    ...subscription.value,
    processInstanceKey: key,
    messageKey: message.key,
    correlationKey,
    variables,
    tenantId: defaultTenant,
  };
  cx.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', subscription.key, value);
  startByEvent(cx, definition, { elementId: value.startEventId, variables, key });
}

/** True when a buffered message is neither expired nor correlated to this process id before. */
export function isCorrelatable(
  cx: Processing,
  message: BufferedMessage,
  bpmnProcessId: string,
): boolean {
  return (
    message.value.deadline > cx.now &&
    !cx.state.correlations.has(compoundKey(String(message.key), bpmnProcessId))
  );
}

/**
 * After an instance that a message had started is gone: the oldest buffered message with the same
 * correlation key starts the next one.
 */
export function releaseMessageLock(cx: Processing, lock: MessageLock): void {
  const { bpmnProcessId, correlationKey } = lock;
  const latest = cx.state.processVersions.get(bpmnProcessId).at(-1);
  const subscriptions = cx.state.startSubscriptionsOfProcess.get(latest ?? -1);
  let oldest: { message: BufferedMessage; subscription: MessageStartSubscription } | undefined;
  for (const key of subscriptions) {
    const subscription = cx.state.messageStartSubscriptions.get(key);
    const name = subscription?.value.messageName ?? '';
    for (const messageKey of cx.state.messagesByName.get(compoundKey(name, correlationKey))) {
      const message = cx.state.messages.get(messageKey);
      if (message === undefined || subscription === undefined) {
        continue;
      }
      const isOlder = oldest === undefined || message.key < oldest.message.key;
      if (isOlder && isCorrelatable(cx, message, bpmnProcessId)) {
        oldest = { message, subscription };
      }
    }
  }
  if (oldest !== undefined) {
    startByMessage(cx, oldest.subscription, oldest.message);
  }
}
