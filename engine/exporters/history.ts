import type { EngineQueries } from '../queries/engine-queries.js';
import type { EngineRecord } from '../records/record.js';
import type {
  IncidentValue,
  JobValue,
  ProcessInstanceValue,
  ProcessMessageSubscriptionValue,
  ProcessValue,
  UserTaskValue,
  VariableValue,
} from '../records/values.js';
import { dumpFields, restoreFields } from './history-dump.js';
import { InstanceHistory } from './instance-history.js';
import type {
  EvaluationValue,
  SeenCorrelation,
  SeenEvaluation,
  SeenIncident,
  SeenInstance,
  SeenJob,
  SeenSubscription,
  SeenUserTask,
} from './seen.js';

/** Things with their keys. */
export type Keyed<T> = readonly (readonly [number, T])[];

/** A process instance with the key of its oldest unresolved incident. */
export interface InstanceWithIncident extends SeenInstance {
  readonly hasIncident: boolean;
}

interface Dump {
  readonly position: number;
  readonly ended: readonly number[];
  readonly tables: {
    readonly instances: readonly (readonly [number, object])[];
    readonly evaluations: readonly (readonly [number, SeenEvaluation])[];
  };
}

/**
 * What the search operations read: process instances, with the latest ended ones, their elements,
 * variables, incidents, jobs, user tasks and messages, gathered from the engine's records. It lives in
 * memory, holds every running instance and at most `keepEnded` ended ones (and as many decisions).
 */
export class History {
  readonly #entries = new Map<number, InstanceHistory>();
  readonly #definitions = new Map<number, ProcessValue>();
  readonly #evaluations = new Map<number, SeenEvaluation>();
  readonly #ended: number[] = [];
  readonly #keepEnded: number;
  #position = 0;

  constructor(options: { readonly keepEnded: number }) {
    this.#keepEnded = options.keepEnded;
  }

  /** Position of the last record taken in. */
  get position(): number {
    return this.#position;
  }

  /** Number of process instances kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Takes in records in the order of the log; those it knows already are left out. */
  apply(records: readonly EngineRecord[]): void {
    for (const record of records) {
      if (record.position <= this.#position) {
        continue;
      }
      this.#position = record.position;
      if (record.recordType === 'EVENT') {
        this.#applyEvent(record);
      }
    }
  }

  /** All of it but the definitions, which the engine's state holds: plain data, copied. */
  dump(): object {
    const instances = [...this.#entries].map(([key, entry]) => [key, dumpFields(entry)]);
    const tables = { instances, evaluations: [...this.#evaluations] };
    return { position: this.#position, ended: [...this.#ended], tables };
  }

  /** Fills an empty history with what `dump` gave; does nothing with anything else. */
  restore(dump: unknown): void {
    if (!isDump(dump)) {
      return;
    }
    this.#position = dump.position;
    this.#ended.push(...dump.ended);
    for (const [key, fields] of dump.tables.instances) {
      restoreFields(this.#entry(key), fields);
    }
    for (const [key, evaluation] of dump.tables.evaluations) {
      this.#evaluations.set(key, evaluation);
    }
  }

  /** Adds what the engine's state holds and the records so far did not tell: what a snapshot kept. */
  seed(queries: EngineQueries): void {
    for (const definition of queries.definitions()) {
      this.#definitions.set(definition.processDefinitionKey, definition);
    }
    for (const { key, value } of queries.allElements()) {
      const entry = this.#entry(value.processInstanceKey);
      const seen = { value, state: 'ACTIVE', startedAt: undefined, endedAt: undefined } as const;
      if (value.bpmnElementType === 'PROCESS') {
        entry.instance ??= seen;
      } else {
        entry.elements ??= new Map();
        entry.elements.set(key, entry.elements.get(key) ?? seen);
      }
      this.#seedVariables(queries, key, value);
    }
    for (const { key, value, createdAt } of queries.incidents()) {
      const entry = this.#entry(value.processInstanceKey);
      (entry.incidents ??= new Map()).set(key, { value, state: 'ACTIVE', createdAt });
    }
    for (const { key, state, value } of queries.jobs()) {
      const entry = this.#entry(value.processInstanceKey);
      const shown = state === 'FAILED' || state === 'ERROR_THROWN' ? state : 'CREATED';
      (entry.jobs ??= new Map()).set(key, { value, state: shown, endedAt: undefined });
    }
    for (const { value } of queries.userTasks()) {
      const entry = this.#entry(value.processInstanceKey);
      const seen = { value, state: 'CREATED', endedAt: undefined };
      (entry.userTasks ??= new Map()).set(value.userTaskKey, seen);
    }
  }

  /** All instances kept, newest last; one of them when its key is given. */
  instances(instanceKey?: number): readonly InstanceWithIncident[] {
    return this.#of(instanceKey).flatMap(({ instance, incidents }) => {
      const hasIncident = [...(incidents?.values() ?? [])].some(({ state }) => state === 'ACTIVE');
      return instance === undefined ? [] : [{ ...instance, hasIncident }];
    });
  }

  /** Elements by key, processes left out; of one instance when its key is given. */
  elements(instanceKey?: number): Keyed<SeenInstance> {
    return this.#of(instanceKey).flatMap(({ elements }) => [...(elements ?? [])]);
  }

  /** Ids of the sequence flows that an instance took. */
  flows(instanceKey: number): readonly string[] {
    return this.#of(instanceKey).flatMap(({ flows }) => [...(flows ?? [])]);
  }

  /** Incidents by key; of one instance when its key is given. */
  incidents(instanceKey?: number): Keyed<SeenIncident> {
    return this.#of(instanceKey).flatMap(({ incidents }) => [...(incidents ?? [])]);
  }

  /** Variables by key; of one instance when its key is given. */
  variables(instanceKey?: number): Keyed<VariableValue> {
    return this.#of(instanceKey).flatMap(({ variables }) => [...(variables ?? [])]);
  }

  /** Jobs by key; of one instance when its key is given. */
  jobs(instanceKey?: number): Keyed<SeenJob> {
    return this.#of(instanceKey).flatMap(({ jobs }) => [...(jobs ?? [])]);
  }

  /** Native user tasks by key; of one instance when its key is given. */
  userTasks(instanceKey?: number): Keyed<SeenUserTask> {
    return this.#of(instanceKey).flatMap(({ userTasks }) => [...(userTasks ?? [])]);
  }

  /** Subscriptions to messages by key; of one instance when its key is given. */
  subscriptions(instanceKey?: number): Keyed<SeenSubscription> {
    return this.#of(instanceKey).flatMap(({ subscriptions }) => [...(subscriptions ?? [])]);
  }

  /** Messages that reached instances, oldest first; one of them when its key is given. */
  correlations(instanceKey?: number): readonly SeenCorrelation[] {
    return this.#of(instanceKey).flatMap(({ correlations }) => correlations ?? []);
  }

  /** Evaluations of decisions by key, oldest first. */
  evaluations(): ReadonlyMap<number, SeenEvaluation> {
    return this.#evaluations;
  }

  /** Deployed processes by key. */
  definitions(): ReadonlyMap<number, ProcessValue> {
    return this.#definitions;
  }

  #seedVariables(queries: EngineQueries, scopeKey: number, value: ProcessInstanceValue): void {
    const { tenantId, bpmnProcessId, processInstanceKey, processDefinitionKey } = value;
    const common = { tenantId, bpmnProcessId, processInstanceKey, processDefinitionKey };
    const entry = this.#entry(processInstanceKey);
    for (const { key, name, text } of queries.variables(scopeKey)) {
      (entry.variables ??= new Map()).set(key, { ...common, name, value: text, scopeKey });
    }
  }

  #of(instanceKey: number | undefined): readonly InstanceHistory[] {
    if (instanceKey === undefined) {
      return [...this.#entries.values()];
    }
    const entry = this.#entries.get(instanceKey);
    return entry === undefined ? [] : [entry];
  }

  #applyEvent(record: EngineRecord): void {
    // A record's value has the shape that its value type names.
    const { value } = record as { readonly value: unknown };
    switch (record.valueType) {
      case 'PROCESS_INSTANCE': {
        const instance = value as ProcessInstanceValue;
        if (this.#entry(instance.processInstanceKey).applyInstance(record, instance)) {
          this.#forgetOldest(record.key);
        }
        break;
      }
      case 'VARIABLE': {
        const variable = value as VariableValue;
        this.#entry(variable.processInstanceKey).applyVariable(record, variable);
        break;
      }
      case 'INCIDENT': {
        const incident = value as IncidentValue;
        this.#entry(incident.processInstanceKey).applyIncident(record, incident);
        break;
      }
      case 'JOB': {
        const job = value as JobValue;
        this.#entry(job.processInstanceKey).applyJob(record, job);
        break;
      }
      case 'USER_TASK': {
        const task = value as UserTaskValue;
        this.#entry(task.processInstanceKey).applyUserTask(record, task);
        break;
      }
      case 'PROCESS_MESSAGE_SUBSCRIPTION': {
        const subscription = value as ProcessMessageSubscriptionValue;
        this.#entry(subscription.processInstanceKey).applySubscription(record, subscription);
        break;
      }
      case 'DECISION_EVALUATION':
        this.#applyEvaluation(record, value as EvaluationValue);
        break;
      case 'PROCESS':
        this.#applyDefinition(record, value as ProcessValue);
        break;
      default:
    }
  }

  #applyEvaluation(record: EngineRecord, value: EvaluationValue): void {
    const isFailed = record.intent === 'FAILED';
    this.#evaluations.set(record.key, { value, isFailed, at: record.timestamp });
    const [oldest] = this.#evaluations.keys();
    if (this.#evaluations.size > this.#keepEnded && oldest !== undefined) {
      this.#evaluations.delete(oldest);
    }
  }

  #applyDefinition(record: EngineRecord, value: ProcessValue): void {
    if (record.intent === 'CREATED') {
      this.#definitions.set(value.processDefinitionKey, value);
    } else if (record.intent === 'DELETED') {
      this.#definitions.delete(value.processDefinitionKey);
    }
  }

  #entry(instanceKey: number): InstanceHistory {
    const known = this.#entries.get(instanceKey);
    if (known !== undefined) {
      return known;
    }
    const created = new InstanceHistory();
    this.#entries.set(instanceKey, created);
    return created;
  }

  #forgetOldest(endedKey: number): void {
    this.#ended.push(endedKey);
    if (this.#ended.length > this.#keepEnded * 1.1) {
      for (const key of this.#ended.splice(0, this.#ended.length - this.#keepEnded)) {
        this.#entries.delete(key);
      }
    }
  }
}

function isDump(value: unknown): value is Dump {
  return typeof value === 'object' && value !== null && 'position' in value && 'ended' in value;
}
