import { valueOf } from '../appliers/applier.js';
import { isCorrelatable, mayStart, startByMessage } from '../behaviors/start-process.js';
import type { EngineRecord } from '../records/record.js';
import type { MessageSubscriptionValue, MessageValue } from '../records/values.js';
import { compoundKey } from '../state/engine-state.js';
import type { BufferedMessage, MessageSubscription } from '../state/rows.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

/** Sends a message to a subscription; the process side decides whether it still fits. */
function correlateTo(
  cx: Processing,
  subscription: MessageSubscription,
  message: { readonly key: number; readonly value: MessageValue },
): void {
  const { variables } = message.value;
  const value = { ...subscription.value, messageKey: message.key, variables };
  cx.event('MESSAGE_SUBSCRIPTION', 'CORRELATING', subscription.key, value);
  const elementId = waitingEvent(cx, subscription);
  cx.command('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATE', -1, { ...value, elementId });
}

/** The catch event behind a subscription. */
function waitingEvent(cx: Processing, { value }: MessageSubscription): string {
  const row = cx.state.processSubscriptionsOfElement
    .get(value.elementInstanceKey)
    .map((key) => cx.state.processMessageSubscriptions.get(key))
    .find((one) => one?.value.messageName === value.messageName);
  return row?.value.elementId ?? '';
}

function subscriptionsFor(cx: Processing, value: MessageValue): readonly MessageSubscription[] {
  return [...cx.state.subscriptionsByName.get(compoundKey(value.name, value.correlationKey))]
    .map((key) => cx.state.messageSubscriptions.get(key))
    .filter((row): row is MessageSubscription => row !== undefined && !row.correlating)
    .sort((a, b) => a.value.elementInstanceKey - b.value.elementInstanceKey);
}

/** Process ids that the message went to: one subscription or start event of each. */
function correlateEverywhere(
  cx: Processing,
  message: { readonly key: number; readonly value: MessageValue },
): ReadonlySet<string> {
  const reached = new Set<string>();
  for (const subscription of subscriptionsFor(cx, message.value)) {
    const { bpmnProcessId } = subscription.value;
    if (!reached.has(bpmnProcessId)) {
      reached.add(bpmnProcessId);
      correlateTo(cx, subscription, message);
    }
  }
  for (const key of [...cx.state.startSubscriptionsByName.get(message.value.name)]) {
    const start = cx.state.messageStartSubscriptions.get(key);
    const processId = start?.value.bpmnProcessId ?? '';
    if (
      start !== undefined &&
      !reached.has(processId) &&
      mayStart(cx, processId, message.value.correlationKey)
    ) {
      reached.add(processId);
      startByMessage(cx, start, message);
    }
  }
  return reached;
}

function publish(cx: Processing, command: EngineRecord): void {
  const value = valueOf<MessageValue>(command);
  const { name, correlationKey, messageId } = value;
  const same = compoundKey(name, correlationKey, messageId);
  if (messageId !== '' && cx.state.messagesById.count(same) > 0) {
    throw new Refusal(
      'ALREADY_EXISTS',
      `Expected to publish a new message with id '${messageId}', but a message with that id was already published`,
    );
  }
  const published = { ...value, deadline: cx.now + value.timeToLive };
  const event = cx.event('MESSAGE', 'PUBLISHED', cx.nextKey(), published);
  cx.respond(event);
  const message = { key: event.key, value: published };
  correlateEverywhere(cx, message);
  if (value.timeToLive <= 0) {
    cx.event('MESSAGE', 'EXPIRED', event.key, published);
  }
}

/** Publishes without buffering and answers only when something took the message. */
function correlate(cx: Processing, command: EngineRecord): void {
  const value = { ...valueOf<MessageValue>(command), timeToLive: 0 };
  const { name, correlationKey } = value;
  const hasStart = cx.state.startSubscriptionsByName
    .get(name)
    .map((key) => cx.state.messageStartSubscriptions.get(key))
    .some((row) => row !== undefined && mayStart(cx, row.value.bpmnProcessId, correlationKey));
  if (subscriptionsFor(cx, value).length === 0 && !hasStart) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to find subscription for message with name '${name}' and correlation key '${correlationKey}', but none was found.`,
    );
  }
  const published = { ...value, deadline: cx.now };
  const event = cx.event('MESSAGE', 'PUBLISHED', cx.nextKey(), published);
  cx.event('MESSAGE_CORRELATION', 'CORRELATING', event.key, {
    name,
    correlationKey,
    variables: value.variables,
    messageKey: event.key,
    processInstanceKey: -1,
    tenantId: value.tenantId,
  });
  correlateEverywhere(cx, { key: event.key, value: published });
  cx.event('MESSAGE', 'EXPIRED', event.key, published);
  cx.respond({
    valueType: 'MESSAGE_CORRELATION',
    intent: 'CORRELATED',
    key: event.key,
    value: { ...published, messageKey: event.key, processInstanceKey: reachedInstance(cx) },
  });
}

/** The process instance that the first correlation of this batch went to. */
function reachedInstance(cx: Processing): number {
  const record = cx.records.find(
    ({ valueType, intent }) =>
      (valueType === 'MESSAGE_SUBSCRIPTION' && intent === 'CORRELATING') ||
      (valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION' && intent === 'CORRELATED'),
  );
  return record === undefined ? -1 : valueOf<MessageSubscriptionValue>(record).processInstanceKey;
}

function expire(cx: Processing, command: EngineRecord): void {
  const message = cx.state.messages.get(command.key);
  if (message === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to expire message with key '${command.key}', but no such message was found`,
    );
  }
  cx.event('MESSAGE', 'EXPIRED', command.key, message.value);
}

/** MESSAGE commands. */
export const messageProcessors: Processors = { PUBLISH: publish, EXPIRE: expire };

/** MESSAGE_CORRELATION commands. */
export const messageCorrelationProcessors: Processors = { CORRELATE: correlate };

/** The oldest buffered message that a subscription can take. */
function bufferedFor(cx: Processing, value: MessageSubscriptionValue): BufferedMessage | undefined {
  return cx.state.messagesByName
    .get(compoundKey(value.messageName, value.correlationKey))
    .map((key) => cx.state.messages.get(key))
    .find(
      (row): row is BufferedMessage =>
        row !== undefined && isCorrelatable(cx, row, value.bpmnProcessId),
    );
}

function subscriptionOf(
  cx: Processing,
  value: MessageSubscriptionValue,
): MessageSubscription | undefined {
  return cx.state.subscriptionsOfElement
    .get(value.elementInstanceKey)
    .map((key) => cx.state.messageSubscriptions.get(key))
    .find((one) => one?.value.messageName === value.messageName);
}

function findSubscription(
  cx: Processing,
  value: MessageSubscriptionValue,
  verb: string,
): MessageSubscription {
  const row = subscriptionOf(cx, value);
  if (row === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to ${verb} message subscription for element with key '${value.elementInstanceKey}' ` +
        `and message name '${value.messageName}', but no such message subscription exists`,
    );
  }
  return row;
}

function createSubscription(cx: Processing, command: EngineRecord): void {
  const value = valueOf<MessageSubscriptionValue>(command);
  const confirmation = { ...value, bpmnProcessId: '', correlationKey: '', elementId: '' };
  if (subscriptionOf(cx, value) !== undefined) {
    // Two events of one element wait for the same message: the subscription of the first serves both.
    cx.reject(
      command,
      new Refusal(
        'INVALID_STATE',
        `Expected to open a new message subscription for element with key '${value.elementInstanceKey}' ` +
          `and message name '${value.messageName}', but there is already a message subscription for that element key and message name opened`,
      ),
    );
    cx.command('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATE', -1, confirmation);
    return;
  }
  const key = cx.nextKey();
  cx.event('MESSAGE_SUBSCRIPTION', 'CREATED', key, value);
  const message = bufferedFor(cx, value);
  const row = cx.state.messageSubscriptions.get(key);
  if (message !== undefined && row !== undefined) {
    correlateTo(cx, row, message);
    return;
  }
  cx.command('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATE', -1, confirmation);
}

function subscriptionCorrelated(cx: Processing, command: EngineRecord): void {
  const row = findSubscription(cx, valueOf<MessageSubscriptionValue>(command), 'correlate');
  cx.event('MESSAGE_SUBSCRIPTION', 'CORRELATED', row.key, row.value);
  const open = cx.state.messageSubscriptions.get(row.key);
  const next = open === undefined ? undefined : bufferedFor(cx, open.value);
  if (open !== undefined && next !== undefined) {
    correlateTo(cx, open, next);
  }
}

/** The process side could not take the message: another subscription of the process id may. */
function subscriptionRejected(cx: Processing, command: EngineRecord): void {
  const value = valueOf<MessageSubscriptionValue>(command);
  const row = subscriptionOf(cx, value);
  cx.event('MESSAGE_SUBSCRIPTION', 'REJECTED', row?.key ?? -1, value);
  const message = cx.state.messages.get(value.messageKey);
  if (message === undefined) {
    return;
  }
  const other = subscriptionsFor(cx, message.value).find(
    (one) => one.value.bpmnProcessId === value.bpmnProcessId && one.key !== row?.key,
  );
  if (other !== undefined) {
    correlateTo(cx, other, message);
  }
}

/** MESSAGE_SUBSCRIPTION commands. */
export const messageSubscriptionProcessors: Processors = {
  CREATE: createSubscription,
  CORRELATE: subscriptionCorrelated,
  REJECT: subscriptionRejected,
  MIGRATE: (cx, command) => {
    const value = valueOf<MessageSubscriptionValue>(command);
    const row = findSubscription(cx, value, 'migrate');
    const { bpmnProcessId } = value;
    cx.event('MESSAGE_SUBSCRIPTION', 'MIGRATED', row.key, { ...row.value, bpmnProcessId });
  },
  DELETE: (cx, command) => {
    const value = valueOf<MessageSubscriptionValue>(command);
    const row = findSubscription(cx, value, 'delete');
    cx.event('MESSAGE_SUBSCRIPTION', 'DELETED', row.key, row.value);
    cx.command('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETE', -1, { ...value, elementId: '' });
  },
};
