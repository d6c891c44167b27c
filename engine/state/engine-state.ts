import type { EngineRecord } from '../records/record.js';
import type {
  DecisionRequirementsValue,
  DecisionValue,
  FormValue,
  ResourceValue,
  ProcessValue,
} from '../records/values.js';
import { Queue } from './queue.js';
import { DueIndex, GroupIndex } from './row-index.js';
import type { RowIndex } from './row-index.js';
import type {
  BufferedMessage,
  CompensationSubscription,
  DeletedVersion,
  ElementInstance,
  EventTrigger,
  Incident,
  Job,
  MessageCorrelation,
  MessageLock,
  MessageStartSubscription,
  MessageSubscription,
  ProcessMessageSubscription,
  SignalSubscription,
  Timer,
  UserTask,
  Variable,
} from './rows.js';
import { Table } from './table.js';
import { UndoLog } from './undo-log.js';

/** First key of the single partition: keys look as they do on partition 1 of a cluster. */
export const firstKey = 2 ** 51;

/** Joins the parts of a compound key; no part can contain the separator. */
export function compoundKey(...parts: readonly string[]): string {
  return parts.join('\u0000');
}

const keyOf = (row: { readonly key: number }): number => row.key;
const positive = (key: number): number | undefined => (key > 0 ? key : undefined);

/** Key of a variable in its table. */
export function variableKey(scopeKey: number, name: string): string {
  return `${scopeKey}\u0000${name}`;
}

/** A table as a snapshot sees it. */
export interface StoredTable {
  readonly name: string;
  /** Number of rows. */
  readonly size: () => number;
  readonly dump: () => readonly unknown[];
  readonly restore: (dump: readonly unknown[]) => void;
}

/**
 * Everything the engine knows. Only appliers write to it. Equal logs give equal states: tables hold
 * immutable rows, indexes are derived from them.
 */
export class EngineState {
  readonly undo = new UndoLog();
  /** All tables, in the order of declaration. */
  readonly tables: StoredTable[] = [];
  /** Position of the newest record. */
  lastPosition = 0;
  /** Highest key given out. */
  lastKey = firstKey;
  /** Follow-up commands that are in the log and not processed yet, oldest first. */
  readonly backlog = new Queue<EngineRecord>();

  readonly processVersions = new GroupIndex<ProcessValue, string, number>(
    (row) => row.bpmnProcessId,
    (row) => row.processDefinitionKey,
  );
  readonly processes = this.#table<number, ProcessValue>('processes', [this.processVersions]);
  readonly requirementsVersions = new GroupIndex<DecisionRequirementsValue, string, number>(
    (row) => row.decisionRequirementsId,
    (row) => row.decisionRequirementsKey,
  );
  readonly decisionRequirements = this.#table<number, DecisionRequirementsValue>(
    'decisionRequirements',
    [this.requirementsVersions],
  );
  readonly decisionVersions = new GroupIndex<DecisionValue, string, number>(
    (row) => row.decisionId,
    (row) => row.decisionKey,
  );
  readonly decisions = this.#table<number, DecisionValue>('decisions', [this.decisionVersions]);
  readonly formVersions = new GroupIndex<FormValue, string, number>(
    (row) => row.formId,
    (row) => row.formKey,
  );
  readonly forms = this.#table<number, FormValue>('forms', [this.formVersions]);
  readonly resourceVersions = new GroupIndex<ResourceValue, string, number>(
    (row) => row.resourceId,
    (row) => row.resourceKey,
  );
  readonly resources = this.#table<number, ResourceValue>('resources', [this.resourceVersions]);
  /** Highest version of processes and forms that were deleted: it is not given out again. */
  readonly deletedVersions = this.#table<string, DeletedVersion>('deletedVersions', []);

  readonly childrenOf = new GroupIndex<ElementInstance, number, number>(
    (row) => positive(row.value.flowScopeKey),
    keyOf,
  );
  readonly instancesOfProcess = new GroupIndex<ElementInstance, number, number>(
    (row) => (row.value.flowScopeKey > 0 ? undefined : row.value.processDefinitionKey),
    keyOf,
  );
  readonly elements = this.#table<number, ElementInstance>(
    'elements',
    [this.childrenOf, this.instancesOfProcess],
    (row) => row.value,
  );

  readonly variableNames = new GroupIndex<Variable, number, string>(
    (row) => row.scopeKey,
    (row) => row.name,
  );
  readonly variables = this.#table<string, Variable>(
    'variables',
    [this.variableNames],
    // A row of the same key is about the same name in the same scope.
    (row) => row.key,
  );

  readonly triggersOf = new GroupIndex<EventTrigger, number, number>((row) => row.scopeKey, keyOf);
  readonly triggers = this.#table<number, EventTrigger>('triggers', [this.triggersOf]);

  readonly jobsOfElement = new GroupIndex<Job, number, number>(
    (row) => row.value.elementInstanceKey,
    keyOf,
  );
  readonly activatableJobs = new GroupIndex<Job, string, number>(
    (row) => (row.state === 'ACTIVATABLE' ? row.value.type : undefined),
    keyOf,
  );
  readonly jobDeadlines = new DueIndex<Job>((row) =>
    row.state === 'ACTIVATED' ? { due: row.value.deadline, tie: 0, key: row.key } : undefined,
  );
  readonly jobBackoffs = new DueIndex<Job>((row) =>
    row.waitsUntil === undefined ? undefined : { due: row.waitsUntil, tie: 0, key: row.key },
  );
  readonly jobs = this.#table<number, Job>('jobs', [
    this.jobsOfElement,
    this.activatableJobs,
    this.jobDeadlines,
    this.jobBackoffs,
  ]);

  readonly userTasksOfElement = new GroupIndex<UserTask, number, number>(
    (row) => row.value.elementInstanceKey,
    keyOf,
  );
  readonly userTasks = this.#table<number, UserTask>('userTasks', [this.userTasksOfElement]);

  readonly timersOfElement = new GroupIndex<Timer, number, number>(
    (row) => positive(row.value.elementInstanceKey),
    keyOf,
  );
  readonly startTimers = new GroupIndex<Timer, number, number>(
    (row) => (row.value.elementInstanceKey > 0 ? undefined : row.value.processDefinitionKey),
    keyOf,
  );
  readonly timersDue = new DueIndex<Timer>((row) => ({
    due: row.value.dueDate,
    tie: row.value.elementInstanceKey,
    key: row.key,
  }));
  readonly timers = this.#table<number, Timer>('timers', [
    this.timersOfElement,
    this.startTimers,
    this.timersDue,
  ]);

  readonly messagesByName = new GroupIndex<BufferedMessage, string, number>(
    (row) => compoundKey(row.value.name, row.value.correlationKey),
    keyOf,
  );
  readonly messagesById = new GroupIndex<BufferedMessage, string, number>(
    ({ value }) =>
      value.messageId === ''
        ? undefined
        : compoundKey(value.name, value.correlationKey, value.messageId),
    keyOf,
  );
  readonly messagesDue = new DueIndex<BufferedMessage>((row) => ({
    due: row.value.deadline,
    tie: 0,
    key: row.key,
  }));
  readonly messages = this.#table<number, BufferedMessage>('messages', [
    this.messagesByName,
    this.messagesById,
    this.messagesDue,
  ]);
  readonly correlationsOf = new GroupIndex<MessageCorrelation, number, string>(
    (row) => row.messageKey,
    (row) => row.bpmnProcessId,
  );
  readonly correlations = this.#table<string, MessageCorrelation>('correlations', [
    this.correlationsOf,
  ]);

  readonly subscriptionsByName = new GroupIndex<MessageSubscription, string, number>(
    (row) => compoundKey(row.value.messageName, row.value.correlationKey),
    keyOf,
  );
  readonly subscriptionsOfElement = new GroupIndex<MessageSubscription, number, number>(
    (row) => row.value.elementInstanceKey,
    keyOf,
  );
  readonly messageSubscriptions = this.#table<number, MessageSubscription>('messageSubscriptions', [
    this.subscriptionsByName,
    this.subscriptionsOfElement,
  ]);
  readonly processSubscriptionsOfElement = new GroupIndex<
    ProcessMessageSubscription,
    number,
    number
  >((row) => row.value.elementInstanceKey, keyOf);
  readonly processMessageSubscriptions = this.#table<number, ProcessMessageSubscription>(
    'processMessageSubscriptions',
    [this.processSubscriptionsOfElement],
  );
  readonly startSubscriptionsByName = new GroupIndex<MessageStartSubscription, string, number>(
    (row) => row.value.messageName,
    keyOf,
  );
  readonly startSubscriptionsOfProcess = new GroupIndex<MessageStartSubscription, number, number>(
    (row) => row.value.processDefinitionKey,
    keyOf,
  );
  readonly messageStartSubscriptions = this.#table<number, MessageStartSubscription>(
    'messageStartSubscriptions',
    [this.startSubscriptionsByName, this.startSubscriptionsOfProcess],
  );
  readonly locksOfInstance = new GroupIndex<MessageLock, number, string>(
    (row) => row.processInstanceKey,
    (row) => compoundKey(row.bpmnProcessId, row.correlationKey),
  );
  readonly messageLocks = this.#table<string, MessageLock>('messageLocks', [this.locksOfInstance]);

  readonly signalsByName = new GroupIndex<SignalSubscription, string, number>(
    (row) => row.value.signalName,
    keyOf,
  );
  readonly signalsOfElement = new GroupIndex<SignalSubscription, number, number>(
    (row) => positive(row.value.catchEventInstanceKey),
    keyOf,
  );
  readonly signalStarts = new GroupIndex<SignalSubscription, number, number>(
    (row) => (row.value.catchEventInstanceKey > 0 ? undefined : row.value.processDefinitionKey),
    keyOf,
  );
  readonly signalSubscriptions = this.#table<number, SignalSubscription>('signalSubscriptions', [
    this.signalsByName,
    this.signalsOfElement,
    this.signalStarts,
  ]);

  readonly incidentsOfElement = new GroupIndex<Incident, number, number>(
    (row) => positive(row.value.elementInstanceKey),
    keyOf,
  );
  readonly incidentsOfJob = new GroupIndex<Incident, number, number>(
    (row) => positive(row.value.jobKey),
    keyOf,
  );
  readonly incidents = this.#table<number, Incident>('incidents', [
    this.incidentsOfElement,
    this.incidentsOfJob,
  ]);

  readonly compensationsOf = new GroupIndex<CompensationSubscription, number, number>(
    (row) => row.value.processInstanceKey,
    keyOf,
  );
  readonly compensations = this.#table<number, CompensationSubscription>('compensations', [
    this.compensationsOf,
  ]);

  /** Keeps the version of a process or form that is deleted, so that `lastVersion` still knows it. */
  keepVersion(kind: DeletedVersion['kind'], id: string, version: number): void {
    const key = compoundKey(kind, id);
    if (version > (this.deletedVersions.get(key)?.version ?? 0)) {
      this.deletedVersions.put(key, { kind, id, version });
    }
  }

  /** Lets a process or form begin with version 1 again. */
  forgetVersion(kind: DeletedVersion['kind'], id: string): void {
    this.deletedVersions.delete(compoundKey(kind, id));
  }

  /** The highest version ever given to a process or form; `deployed` is the highest that is still there. */
  lastVersion(kind: DeletedVersion['kind'], id: string, deployed: number | undefined): number {
    const deleted = this.deletedVersions.get(compoundKey(kind, id))?.version ?? 0;
    return Math.max(deployed ?? 0, deleted);
  }

  /** Number of rows in all tables. */
  rowCount(): number {
    return this.tables.reduce((sum, table) => sum + table.size(), 0);
  }

  #table<Key extends string | number, Row extends object>(
    name: string,
    indexes: readonly RowIndex<Row>[],
    indexed?: (row: Row) => unknown,
  ): Table<Key, Row> {
    const table = new Table<Key, Row>(name, this.undo, indexes, indexed);
    this.tables.push({
      name,
      size: () => table.size,
      dump: () => table.dump(),
      restore: (dump) => {
        // A snapshot is our own writing: its rows have this table's shape.
        table.restore(dump as [Key, Row][]);
      },
    });
    return table;
  }
}
