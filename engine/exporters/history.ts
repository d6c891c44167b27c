import type { EngineQueries } from '../queries/engine-queries.js';
import type { EngineRecord } from '../records/record.js';
import type {
  IncidentValue,
  JobValue,
  ProcessInstanceValue,
  ProcessValue,
  VariableValue,
} from '../records/values.js';

/** A process instance as searches show it; dates are epoch milliseconds. */
export interface SeenInstance {
  readonly value: ProcessInstanceValue;
  readonly state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  /** Undefined for instances that began before what the history has seen. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}
/** An incident as searches show it. */
export interface SeenIncident {
  readonly value: IncidentValue;
  readonly state: 'ACTIVE' | 'RESOLVED';
  readonly createdAt: number;
}
/** A job as searches show it; `state` is the protocol's name of what happened to it last. */
export interface SeenJob {
  readonly value: JobValue;
  readonly state: string;
  readonly endedAt: number | undefined;
}

/** Everything that is kept about one process instance. */
interface InstanceEntry {
  instance: SeenInstance | undefined;
  readonly variables: Map<number, VariableValue>;
  readonly incidents: Map<number, SeenIncident>;
  readonly jobs: Map<number, SeenJob>;
}

const instanceStates: Readonly<Record<string, SeenInstance['state']>> = {
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

/**
 * What the search operations read: process instances, with the latest ended ones, their variables,
 * incidents and jobs, gathered from the engine's records. It lives in memory, holds every running
 * instance and at most `keepEnded` ended ones.
 */
export class History {
  readonly #entries = new Map<number, InstanceEntry>();
  readonly #definitions = new Map<number, ProcessValue>();
  readonly #ended: number[] = [];
  readonly #keepEnded: number;

  constructor(options: { readonly keepEnded: number }) {
    this.#keepEnded = options.keepEnded;
  }

  /** Takes in records in the order of the log. */
  apply(records: readonly EngineRecord[]): void {
    for (const record of records) {
      if (record.recordType === 'EVENT') {
        this.#applyEvent(record);
      }
    }
  }

  /** Adds what the engine's state holds and the records so far did not tell: what a snapshot kept. */
  seed(queries: EngineQueries): void {
    for (const definition of queries.definitions()) {
      this.#definitions.set(definition.processDefinitionKey, definition);
    }
    for (const { key, value } of queries.instances()) {
      const entry = this.#entry(key);
      const unknown = { startedAt: undefined, endedAt: undefined };
      entry.instance ??= { value, state: 'ACTIVE', ...unknown };
    }
    for (const { key, value, createdAt } of queries.incidents()) {
      const { incidents } = this.#entry(value.processInstanceKey);
      incidents.set(key, { value, state: 'ACTIVE', createdAt });
    }
    for (const { key, state, value } of queries.jobs()) {
      const { jobs } = this.#entry(value.processInstanceKey);
      jobs.set(key, { value, state: jobStates[state] ?? 'CREATED', endedAt: undefined });
    }
    this.#seedVariables(queries);
  }

  /** All instances kept, newest last. */
  instances(): readonly (SeenInstance & { readonly hasIncident: boolean })[] {
    return [...this.#entries.values()].flatMap(({ instance, incidents }) => {
      const hasIncident = [...incidents.values()].some(({ state }) => state === 'ACTIVE');
      return instance === undefined ? [] : [{ ...instance, hasIncident }];
    });
  }

  /** Incidents by key; of one instance when its key is given. */
  incidents(instanceKey?: number): readonly (readonly [number, SeenIncident])[] {
    return this.#of(instanceKey).flatMap(({ incidents }) => [...incidents]);
  }

  /** Variables by key; of one instance when its key is given. */
  variables(instanceKey?: number): readonly (readonly [number, VariableValue])[] {
    return this.#of(instanceKey).flatMap(({ variables }) => [...variables]);
  }

  /** Jobs by key; of one instance when its key is given. */
  jobs(instanceKey?: number): readonly (readonly [number, SeenJob])[] {
    return this.#of(instanceKey).flatMap(({ jobs }) => [...jobs]);
  }

  /** Deployed processes by key. */
  definitions(): ReadonlyMap<number, ProcessValue> {
    return this.#definitions;
  }

  #seedVariables(queries: EngineQueries): void {
    for (const { key: scopeKey, value } of queries.allElements()) {
      const { variables } = this.#entry(value.processInstanceKey);
      const { tenantId, bpmnProcessId, processInstanceKey, processDefinitionKey } = value;
      const common = { tenantId, bpmnProcessId, processInstanceKey, processDefinitionKey };
      for (const { key, name, text } of queries.variables(scopeKey)) {
        variables.set(key, { ...common, name, value: text, scopeKey });
      }
    }
  }

  #of(instanceKey: number | undefined): readonly InstanceEntry[] {
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
      case 'PROCESS_INSTANCE':
        this.#applyInstance(record, value as ProcessInstanceValue);
        break;
      case 'VARIABLE': {
        const variable = value as VariableValue;
        this.#entry(variable.processInstanceKey).variables.set(record.key, variable);
        break;
      }
      case 'INCIDENT':
        this.#applyIncident(record, value as IncidentValue);
        break;
      case 'JOB':
        this.#applyJob(record, value as JobValue);
        break;
      case 'PROCESS':
        this.#applyDefinition(record, value as ProcessValue);
        break;
      default:
    }
  }

  #applyInstance(record: EngineRecord, value: ProcessInstanceValue): void {
    const state = instanceStates[record.intent];
    if (value.bpmnElementType !== 'PROCESS' || state === undefined) {
      return;
    }
    const entry = this.#entry(record.key);
    const began = record.intent === 'ELEMENT_ACTIVATING' ? record.timestamp : undefined;
    const startedAt = entry.instance?.startedAt ?? began;
    const endedAt = state === 'ACTIVE' ? undefined : record.timestamp;
    entry.instance = { value, state, startedAt, endedAt };
    if (endedAt !== undefined) {
      this.#forgetOldest(record.key);
    }
  }

  #applyIncident(record: EngineRecord, value: IncidentValue): void {
    const { incidents } = this.#entry(value.processInstanceKey);
    const createdAt = incidents.get(record.key)?.createdAt ?? record.timestamp;
    const state = record.intent === 'RESOLVED' ? 'RESOLVED' : 'ACTIVE';
    incidents.set(record.key, { value, state, createdAt });
  }

  #applyJob(record: EngineRecord, value: JobValue): void {
    const { jobs } = this.#entry(value.processInstanceKey);
    const state = jobStates[record.intent] ?? jobs.get(record.key)?.state ?? 'CREATED';
    const endedAt = endedJobStates.has(state) ? record.timestamp : undefined;
    jobs.set(record.key, { value, state, endedAt });
  }

  #applyDefinition(record: EngineRecord, value: ProcessValue): void {
    if (record.intent === 'CREATED') {
      this.#definitions.set(value.processDefinitionKey, value);
    } else if (record.intent === 'DELETED') {
      this.#definitions.delete(value.processDefinitionKey);
    }
  }

  #entry(instanceKey: number): InstanceEntry {
    const known = this.#entries.get(instanceKey);
    if (known !== undefined) {
      return known;
    }
    const created: InstanceEntry = {
      instance: undefined,
      variables: new Map(),
      incidents: new Map(),
      jobs: new Map(),
    };
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
