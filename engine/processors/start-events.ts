import { evaluateString } from '../behaviors/expressions.js';
import { planTimer } from '../behaviors/timers.js';
import type { ExecutableNode } from '../model/executable.js';
import { defaultTenant } from '../records/values.js';
import type {
  MessageStartSubscriptionValue,
  SignalSubscriptionValue,
  TimerValue,
} from '../records/values.js';
import type { Processing } from './processing.js';
import { ElementFailure, Refusal } from './refusal.js';

/** Start events see no variables. */
const noScope = { scopeKey: -1 };

interface Definition {
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
}

function open(cx: Processing, definition: Definition, node: ExecutableNode): void {
  const { bpmnProcessId, processDefinitionKey } = definition;
  const { event } = node;
  if (event.kind === 'message') {
    const value: MessageStartSubscriptionValue = {
      messageName: evaluateString(cx, event.name, noScope),
      startEventId: node.id,
      bpmnProcessId,
      processDefinitionKey,
      processInstanceKey: -1,
      messageKey: -1,
      correlationKey: '',
      variables: {},
      tenantId: defaultTenant,
    };
    cx.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', cx.nextKey(), value);
  } else if (event.kind === 'timer') {
    const value: TimerValue = {
      targetElementId: node.id,
      tenantId: defaultTenant,
      processInstanceKey: -1,
      elementInstanceKey: -1,
      processDefinitionKey,
      ...planTimer(cx, event, noScope),
    };
    cx.event('TIMER', 'CREATED', cx.nextKey(), value);
  } else if (event.kind === 'signal') {
    const value: SignalSubscriptionValue = {
      signalName: evaluateString(cx, event.name, noScope),
      catchEventId: node.id,
      catchEventInstanceKey: -1,
      bpmnProcessId,
      processDefinitionKey,
      tenantId: defaultTenant,
    };
    cx.event('SIGNAL_SUBSCRIPTION', 'CREATED', cx.nextKey(), value);
  }
}

/** Opens the start events of a process version. Throws `Refusal` when one cannot be evaluated. */
export function openStartEvents(cx: Processing, processDefinitionKey: number): void {
  const process = cx.catalog.process(processDefinitionKey);
  const definition = { bpmnProcessId: process.id, processDefinitionKey };
  for (const node of process.scope.triggeredStarts) {
    try {
      open(cx, definition, node);
    } catch (error) {
      if (!(error instanceof ElementFailure)) {
        throw error;
      }
      throw new Refusal(
        'PROCESSING_ERROR',
        `Expected to create timer for start event, but encountered the following error: ${error.message}`,
      );
    }
  }
}

/** Closes the start events of a process version. */
export function closeStartEvents(cx: Processing, processDefinitionKey: number): void {
  for (const key of [...cx.state.startSubscriptionsOfProcess.get(processDefinitionKey)]) {
    const row = cx.state.messageStartSubscriptions.get(key);
    if (row !== undefined) {
      cx.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'DELETED', key, row.value);
    }
  }
  for (const key of [...cx.state.startTimers.get(processDefinitionKey)]) {
    const timer = cx.state.timers.get(key);
    if (timer !== undefined) {
      cx.event('TIMER', 'CANCELED', key, timer.value);
    }
  }
  for (const key of [...cx.state.signalStarts.get(processDefinitionKey)]) {
    const row = cx.state.signalSubscriptions.get(key);
    if (row !== undefined) {
      cx.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, row.value);
    }
  }
}
