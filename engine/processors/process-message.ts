import { valueOf } from '../appliers/applier.js';
import { elementOfInstance } from '../behaviors/element.js';
import { canTrigger, triggerEvent } from '../behaviors/trigger.js';
import type { EngineRecord } from '../records/record.js';
import type { MessageSubscriptionValue } from '../records/values.js';
import { without } from '../records/without.js';
import type { ProcessMessageSubscription } from '../state/rows.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

const valueType = 'PROCESS_MESSAGE_SUBSCRIPTION';

function find(
  cx: Processing,
  value: MessageSubscriptionValue,
): ProcessMessageSubscription | undefined {
  const rows = cx.state.processSubscriptionsOfElement
    .get(value.elementInstanceKey)
    .map((key) => cx.state.processMessageSubscriptions.get(key))
    .filter((row) => row?.value.messageName === value.messageName);
  // A closing one may still wait for its confirmation beside its successor.
  return rows.find((row) => row?.state !== 'CLOSING') ?? rows[0];
}

function missing(value: MessageSubscriptionValue, verb: string): Refusal {
  return new Refusal(
    'NOT_FOUND',
    `Expected to ${verb} process message subscription with element key '${value.elementInstanceKey}' ` +
      `and message name '${value.messageName}', but no such subscription was found`,
  );
}

function correlate(cx: Processing, command: EngineRecord): void {
  const value = valueOf<MessageSubscriptionValue>(command);
  const row = find(cx, value);
  const instance = cx.state.elements.get(value.elementInstanceKey);
  const element = instance === undefined ? undefined : elementOfInstance(cx, instance);
  const node = element?.process.nodes.get(row?.value.elementId ?? '');
  const fits =
    row !== undefined &&
    row.state !== 'CLOSING' &&
    instance !== undefined &&
    element !== undefined &&
    node !== undefined &&
    canTrigger(cx, instance, node);
  if (!fits) {
    cx.reject(command, missing(value, 'correlate'));
    cx.command('MESSAGE_SUBSCRIPTION', 'REJECT', -1, value);
    return;
  }
  const { messageKey, variables } = value;
  cx.event(valueType, 'CORRELATED', row.key, { ...row.value, messageKey, variables });
  triggerEvent(cx, element, node, variables);
  cx.command('MESSAGE_SUBSCRIPTION', 'CORRELATE', -1, {
    ...without(row.value, 'elementId'),
    interrupting: true,
    messageKey: -1,
    variables: {},
    correlationKey: '',
  });
}

/** PROCESS_MESSAGE_SUBSCRIPTION commands. */
export const processMessageSubscriptionProcessors: Processors = {
  CREATE: (cx, command) => {
    const value = valueOf<MessageSubscriptionValue>(command);
    const row = find(cx, value);
    if (row?.state !== 'OPENING') {
      throw missing(value, 'open');
    }
    cx.event(valueType, 'CREATED', row.key, row.value);
  },
  CORRELATE: correlate,
  DELETE: (cx, command) => {
    const value = valueOf<MessageSubscriptionValue>(command);
    const row = cx.state.processSubscriptionsOfElement
      .get(value.elementInstanceKey)
      .map((key) => cx.state.processMessageSubscriptions.get(key))
      .find((one) => one?.value.messageName === value.messageName && one.state === 'CLOSING');
    if (row === undefined) {
      throw missing(value, 'delete');
    }
    cx.event(valueType, 'DELETED', row.key, row.value);
  },
};
