import type {
  MessageStartSubscriptionValue,
  MessageSubscriptionValue,
  MessageValue,
  ProcessMessageSubscriptionValue,
  SignalSubscriptionValue,
} from '../records/values.js';
import { compoundKey } from '../state/engine-state.js';
import type { EngineState } from '../state/engine-state.js';
import { valueOf } from './applier.js';
import type { Appliers } from './applier.js';

function markCorrelated(state: EngineState, messageKey: number, bpmnProcessId: string): void {
  if (state.messages.has(messageKey)) {
    state.correlations.put(compoundKey(String(messageKey), bpmnProcessId), {
      messageKey,
      bpmnProcessId,
    });
  }
}

/** MESSAGE events. */
export const messageAppliers: Appliers = {
  PUBLISHED: (state, record) => {
    state.messages.put(record.key, { key: record.key, value: valueOf<MessageValue>(record) });
  },
  EXPIRED: (state, record) => {
    for (const processId of [...state.correlationsOf.get(record.key)]) {
      state.correlations.delete(compoundKey(String(record.key), processId));
    }
    state.messages.delete(record.key);
  },
};

/** MESSAGE_SUBSCRIPTION events. */
export const messageSubscriptionAppliers: Appliers = {
  CREATED: (state, record) => {
    const value = valueOf<MessageSubscriptionValue>(record);
    state.messageSubscriptions.put(record.key, { key: record.key, correlating: false, value });
  },
  CORRELATING: (state, record) => {
    const value = valueOf<MessageSubscriptionValue>(record);
    state.messageSubscriptions.put(record.key, { key: record.key, correlating: true, value });
    markCorrelated(state, value.messageKey, value.bpmnProcessId);
  },
  CORRELATED: (state, record) => {
    if (valueOf<MessageSubscriptionValue>(record).interrupting) {
      state.messageSubscriptions.delete(record.key);
    } else {
      state.messageSubscriptions.update(record.key, { correlating: false });
    }
  },
  REJECTED: (state, record) => {
    const value = valueOf<MessageSubscriptionValue>(record);
    state.correlations.delete(compoundKey(String(value.messageKey), value.bpmnProcessId));
    state.messageSubscriptions.update(record.key, { correlating: false });
  },
  MIGRATED: (state, record) => {
    const value = valueOf<MessageSubscriptionValue>(record);
    state.messageSubscriptions.update(record.key, { value });
  },
  DELETED: (state, record) => {
    state.messageSubscriptions.delete(record.key);
  },
};

/** PROCESS_MESSAGE_SUBSCRIPTION events. */
export const processMessageSubscriptionAppliers: Appliers = {
  CREATING: (state, record) => {
    const value = valueOf<ProcessMessageSubscriptionValue>(record);
    // An element waits for a message of one name once: of two events the later one stays.
    for (const key of [...state.processSubscriptionsOfElement.get(value.elementInstanceKey)]) {
      const other = state.processMessageSubscriptions.get(key);
      if (other?.value.messageName === value.messageName && other.state !== 'CLOSING') {
        state.processMessageSubscriptions.delete(key);
      }
    }
    state.processMessageSubscriptions.put(record.key, { key: record.key, state: 'OPENING', value });
  },
  CREATED: (state, record) => {
    state.processMessageSubscriptions.update(record.key, { state: 'OPEN' });
  },
  CORRELATED: (state, record) => {
    const value = valueOf<ProcessMessageSubscriptionValue>(record);
    if (value.interrupting) {
      state.processMessageSubscriptions.delete(record.key);
    } else {
      state.processMessageSubscriptions.update(record.key, { state: 'OPEN', value });
    }
  },
  DELETING: (state, record) => {
    state.processMessageSubscriptions.update(record.key, { state: 'CLOSING' });
  },
  MIGRATED: (state, record) => {
    const value = valueOf<ProcessMessageSubscriptionValue>(record);
    state.processMessageSubscriptions.update(record.key, { value });
  },
  DELETED: (state, record) => {
    state.processMessageSubscriptions.delete(record.key);
  },
};

/** MESSAGE_START_EVENT_SUBSCRIPTION events. */
export const messageStartSubscriptionAppliers: Appliers = {
  CREATED: (state, record) => {
    const value = valueOf<MessageStartSubscriptionValue>(record);
    state.messageStartSubscriptions.put(record.key, { key: record.key, value });
  },
  CORRELATED: (state, record) => {
    const value = valueOf<MessageStartSubscriptionValue>(record);
    markCorrelated(state, value.messageKey, value.bpmnProcessId);
    if (value.correlationKey !== '') {
      const { bpmnProcessId, correlationKey, processInstanceKey } = value;
      state.messageLocks.put(compoundKey(bpmnProcessId, correlationKey), {
        bpmnProcessId,
        correlationKey,
        processInstanceKey,
      });
    }
  },
  DELETED: (state, record) => {
    state.messageStartSubscriptions.delete(record.key);
  },
};

/** SIGNAL_SUBSCRIPTION events. */
export const signalSubscriptionAppliers: Appliers = {
  CREATED: (state, record) => {
    const value = valueOf<SignalSubscriptionValue>(record);
    state.signalSubscriptions.put(record.key, { key: record.key, value });
  },
  MIGRATED: (state, record) => {
    const value = valueOf<SignalSubscriptionValue>(record);
    state.signalSubscriptions.update(record.key, { value });
  },
  DELETED: (state, record) => {
    state.signalSubscriptions.delete(record.key);
  },
};
