import type { TraceRecord } from '../trace.js';

/** Names a thing of a case on every engine: by what it is, its element, and how many came before. */
export interface Ref {
  readonly ref: 'JOB' | 'INCIDENT' | 'ELEMENT';
  readonly element: string;
  /** 0 for the first one. */
  readonly nth: number;
}

/** A job that is not done. */
export interface SeenJob {
  readonly key: number;
  readonly ref: Ref;
  readonly type: string;
  readonly state: 'activatable' | 'activated' | 'failed';
  readonly hasIncident: boolean;
}

/** An incident that is not resolved. */
export interface SeenIncident {
  readonly ref: Ref;
  readonly job?: Ref;
}

/** A running element instance. */
export interface SeenElement {
  readonly ref: Ref;
  readonly type: string;
  readonly isActive: boolean;
}

interface Subscription {
  readonly name: string;
  readonly correlationKey: string;
}

const JOB_STATES: Readonly<Record<string, SeenJob['state'] | 'done'>> = {
  CREATED: 'activatable',
  TIMED_OUT: 'activatable',
  RECURRED_AFTER_BACKOFF: 'activatable',
  ERROR_THROWN: 'failed',
  COMPLETED: 'done',
  CANCELED: 'done',
};

/** What can be seen of a case in the record stream: what it waits for, and where its tokens are. */
export class CaseView {
  readonly #prefix: string;
  readonly #records: TraceRecord[] = [];
  readonly #refs = new Map<number, Ref>();
  readonly #keys = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #jobs = new Map<number, SeenJob>();
  readonly #incidents = new Map<number, SeenIncident>();
  readonly #elements = new Map<number, SeenElement>();
  readonly #messages = new Map<number, Subscription>();
  readonly #signals = new Map<number, string>();

  /** Follows the records of the case whose names begin with `prefix`. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Takes the next event of the case. */
  follow(record: TraceRecord): void {
    if (record.valueType === 'JOB_BATCH') {
      this.#activated(record);
    } else {
      this.#records.push(record);
      this.#event(record);
    }
  }

  /** The events of the case so far. */
  get records(): readonly TraceRecord[] {
    return this.#records;
  }
  get jobs(): readonly SeenJob[] {
    return [...this.#jobs.values()];
  }
  get incidents(): readonly SeenIncident[] {
    return [...this.#incidents.values()];
  }
  get elements(): readonly SeenElement[] {
    return [...this.#elements.values()];
  }
  get messages(): readonly Subscription[] {
    return [...this.#messages.values()];
  }
  get signals(): readonly string[] {
    return [...new Set(this.#signals.values())];
  }
  /** Running process instances that nothing called. */
  get roots(): readonly Ref[] {
    return this.elements.filter(({ type }) => type === 'PROCESS').map(({ ref }) => ref);
  }

  /** The key of a thing on this engine; undefined when there was none. */
  keyOf(ref: Ref): number | undefined {
    return this.#keys.get(idOf(ref));
  }

  #event({ valueType, intent, key, value }: TraceRecord): void {
    switch (valueType) {
      case 'PROCESS_INSTANCE':
        if (intent !== 'SEQUENCE_FLOW_TAKEN') {
          this.#element(intent, key, value);
        }
        break;
      case 'JOB':
        this.#job(intent, key, value);
        break;
      case 'INCIDENT':
        this.#incident(intent, key, value);
        break;
      case 'PROCESS_MESSAGE_SUBSCRIPTION':
        if (intent === 'CREATED') {
          this.#messages.set(key, {
            name: String(value.messageName),
            correlationKey: String(value.correlationKey),
          });
        } else if (
          intent === 'DELETED' ||
          (intent === 'CORRELATED' && value.interrupting === true)
        ) {
          this.#messages.delete(key);
        }
        break;
      case 'SIGNAL_SUBSCRIPTION':
        if (intent === 'CREATED') {
          this.#signals.set(key, String(value.signalName));
        } else if (intent === 'DELETED') {
          this.#signals.delete(key);
        }
        break;
      default:
    }
  }

  #element(intent: string, key: number, value: TraceRecord['value']): void {
    if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') {
      this.#elements.delete(key);
      return;
    }
    const isCalled = value.bpmnElementType === 'PROCESS' && value.parentProcessInstanceKey !== -1;
    this.#elements.set(key, {
      ref: this.#ref('ELEMENT', key, value),
      type: isCalled ? 'CALLED_PROCESS' : String(value.bpmnElementType),
      isActive: intent === 'ELEMENT_ACTIVATED',
    });
  }

  #job(intent: string, key: number, value: TraceRecord['value']): void {
    const before = this.#jobs.get(key);
    const waits = Number(value.retries) > 0 && value.recurringTime === -1;
    const state =
      intent === 'FAILED'
        ? waits
          ? 'activatable'
          : 'failed'
        : (JOB_STATES[intent] ?? before?.state);
    if (state === undefined || state === 'done') {
      this.#jobs.delete(key);
      return;
    }
    const ref = this.#ref('JOB', key, value);
    const hasIncident = before?.hasIncident ?? false;
    this.#jobs.set(key, { key, ref, type: String(value.type), state, hasIncident });
  }

  #activated({ value }: TraceRecord): void {
    for (const key of Array.isArray(value.jobKeys) ? value.jobKeys.map(Number) : []) {
      const job = this.#jobs.get(key);
      if (job !== undefined) {
        this.#jobs.set(key, { ...job, state: 'activated' });
      }
    }
  }

  #incident(intent: string, key: number, value: TraceRecord['value']): void {
    const jobKey = Number(value.jobKey);
    const job = this.#jobs.get(jobKey);
    if (intent === 'CREATED') {
      const ref = this.#ref('INCIDENT', key, value);
      this.#incidents.set(key, { ref, ...(job === undefined ? {} : { job: job.ref }) });
    } else {
      this.#incidents.delete(key);
    }
    if (job !== undefined) {
      const state = intent === 'CREATED' ? job.state : 'activatable';
      this.#jobs.set(jobKey, { ...job, state, hasIncident: intent === 'CREATED' });
    }
  }

  #ref(kind: Ref['ref'], key: number, value: TraceRecord['value']): Ref {
    const known = this.#refs.get(key);
    if (known !== undefined) {
      return known;
    }
    // A process and what it consists of may be named alike in two runs only without the prefix.
    const element = String(value.elementId).replace(this.#prefix, 'R_');
    const nth = this.#counts.get(`${kind} ${element}`) ?? 0;
    this.#counts.set(`${kind} ${element}`, nth + 1);
    const ref = { ref: kind, element, nth };
    this.#refs.set(key, ref);
    this.#keys.set(idOf(ref), key);
    return ref;
  }
}

function idOf({ ref, element, nth }: Ref): string {
  return `${ref} ${element} ${String(nth)}`;
}
