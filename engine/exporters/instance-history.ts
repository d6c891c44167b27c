import type { EngineRecord } from '../records/record.js';
import type {
  IncidentValue,
  JobValue,
  ProcessInstanceValue,
  ProcessMessageSubscriptionValue,
  UserTaskValue,
  VariableValue,
} from '../records/values.js';
import type {
  InstanceState,
  SeenCorrelation,
  SeenIncident,
  SeenInstance,
  SeenJob,
  SeenSubscription,
  SeenUserTask,
} from './seen.js';

const instanceStates: Readonly<Record<string, InstanceState>> = {
  ELEMENT_ACTIVATING: 'ACTIVE',
  ELEMENT_ACTIVATED: 'ACTIVE',
  ELEMENT_COMPLETED: 'COMPLETED',
  ELEMENT_TERMINATED: 'TERMINATED',
};
const jobStates: Readonly<Record<string, string>> = {
  CREATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  ERROR_THROWN: 'ERROR_THROWN',
  CANCELED: 'CANCELED',
  TIMED_OUT: 'TIMED_OUT',
  RETRIES_UPDATED: 'RETRIES_UPDATED',
  MIGRATED: 'MIGRATED',
};
const endedJobStates = new Set(['COMPLETED', 'CANCELED', 'ERROR_THROWN']);
const taskStates: Readonly<Record<string, string>> = {
  CREATING: 'CREATING',
  CREATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  CANCELED: 'CANCELED',
};
const subscriptionStates: Readonly<Record<string, SeenSubscription['state']>> = {
  CREATED: 'CREATED',
  CORRELATED: 'CORRELATED',
  DELETED: 'DELETED',
};

/** Everything that is kept about one process instance, by key; what there is nothing of is left out. */
export class InstanceHistory {
  instance: SeenInstance | undefined;
  elements: Map<number, SeenInstance> | undefined;
  variables: Map<number, VariableValue> | undefined;
  /** Ids of the sequence flows that were taken. */
  flows: Set<string> | undefined;
  incidents: Map<number, SeenIncident> | undefined;
  jobs: Map<number, SeenJob> | undefined;
  userTasks: Map<number, SeenUserTask> | undefined;
  subscriptions: Map<number, SeenSubscription> | undefined;
  correlations: SeenCorrelation[] | undefined;

  /** Takes in a VARIABLE event. */
  applyVariable(record: EngineRecord, value: VariableValue): void {
    (this.variables ??= new Map()).set(record.key, value);
  }

  /** Takes in a PROCESS_INSTANCE event; true when it ended the process instance. */
  applyInstance(record: EngineRecord, value: ProcessInstanceValue): boolean {
    if (record.intent === 'SEQUENCE_FLOW_TAKEN') {
      (this.flows ??= new Set()).add(value.elementId);
      return false;
    }
    const isProcess = value.bpmnElementType === 'PROCESS';
    const known = isProcess ? this.instance : this.elements?.get(record.key);
    // What is migrated keeps its state and gets its new definition.
    const state = instanceStates[record.intent] ?? known?.state;
    if (state === undefined) {
      return false;
    }
    const began = record.intent === 'ELEMENT_ACTIVATING' ? record.timestamp : undefined;
    const ended = state === 'ACTIVE' ? undefined : (known?.endedAt ?? record.timestamp);
    const seen = { value, state, startedAt: known?.startedAt ?? began, endedAt: ended };
    if (!isProcess) {
      (this.elements ??= new Map()).set(record.key, seen);
      return false;
    }
    this.instance = seen;
    return known?.endedAt === undefined && ended !== undefined;
  }

  /** Takes in an INCIDENT event. */
  applyIncident(record: EngineRecord, value: IncidentValue): void {
    const createdAt = this.incidents?.get(record.key)?.createdAt ?? record.timestamp;
    const state = record.intent === 'RESOLVED' ? 'RESOLVED' : 'ACTIVE';
    (this.incidents ??= new Map()).set(record.key, { value, state, createdAt });
  }

  /** Takes in a JOB event. */
  applyJob(record: EngineRecord, value: JobValue): void {
    const state = jobStates[record.intent] ?? this.jobs?.get(record.key)?.state ?? 'CREATED';
    const endedAt = endedJobStates.has(state) ? record.timestamp : undefined;
    (this.jobs ??= new Map()).set(record.key, { value, state, endedAt });
  }

  /** Takes in a USER_TASK event. */
  applyUserTask(record: EngineRecord, value: UserTaskValue): void {
    const known = this.userTasks?.get(value.userTaskKey);
    const state = taskStates[record.intent] ?? known?.state ?? 'CREATED';
    const isEnded = state === 'COMPLETED' || state === 'CANCELED';
    const endedAt = isEnded ? (known?.endedAt ?? record.timestamp) : undefined;
    (this.userTasks ??= new Map()).set(value.userTaskKey, { value, state, endedAt });
  }

  /** Takes in a PROCESS_MESSAGE_SUBSCRIPTION event. */
  applySubscription(record: EngineRecord, value: ProcessMessageSubscriptionValue): void {
    const known = this.subscriptions?.get(record.key);
    const state = subscriptionStates[record.intent] ?? known?.state ?? 'CREATED';
    const merged = { ...known?.value, ...filled(value) };
    // The last fields of a subscription are those of its first event.
    const complete = merged as ProcessMessageSubscriptionValue;
    (this.subscriptions ??= new Map()).set(record.key, {
      value: complete,
      state,
      changedAt: record.timestamp,
    });
    if (record.intent === 'CORRELATED') {
      (this.correlations ??= []).push({
        subscriptionKey: record.key,
        value: complete,
        at: record.timestamp,
      });
    }
  }
}

/** The fields that are not empty: later events of a subscription leave some out. */
function filled(value: object): object {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]: [string, unknown]) => field !== '' && field !== -1),
  );
}
