import type { TraceRecord } from '../trace.js';
import { isObject } from '../trace.js';

const ENDED = new Set(['ELEMENT_COMPLETED', 'ELEMENT_TERMINATED']);
const TIMER_ENDS = new Set(['TRIGGERED', 'CANCELED']);
const JOB_ENDS = new Set(['COMPLETED', 'ERROR_THROWN', 'CANCELED', 'TIMED_OUT', 'YIELDED']);

/** When something falls due, and the process instance it belongs to. */
interface Due {
  readonly at: number;
  readonly instance: unknown;
}

/**
 * Follows a record stream and knows what is still open in it: what time will bring and when, which
 * instances run, which definitions and messages are there.
 */
export class OpenEnds {
  readonly #due = new Map<string, Due>();
  readonly #messages = new Map<number, number>();
  readonly #instances = new Set<number>();
  readonly #definitions = new Set<number>();
  readonly #processes = new Map<number, string>();
  readonly #starting = new Map<string, string>();

  /** Takes the next records of the stream. */
  follow(records: readonly TraceRecord[]): void {
    for (const record of records) {
      if (record.recordType === 'EVENT') {
        this.#event(record);
      }
    }
  }

  /** Whether something had to happen at `time` or before, and did not happen yet. */
  isDue(time: number): boolean {
    const due = [...this.#due.values()].map(({ at }) => at);
    return [...due, ...this.#messages.values()].some((at) => at <= time);
  }

  /** Expects no longer what had to happen at `time` or before. */
  forgetDue(time: number): void {
    this.#forget(({ at }) => at <= time);
    for (const [key, due] of this.#messages) {
      if (due <= time) {
        this.#messages.delete(key);
      }
    }
  }

  #forget(isOver: (due: Due) => boolean): void {
    for (const [name, due] of this.#due) {
      if (isOver(due)) {
        this.#due.delete(name);
      }
    }
  }

  /** Keys of the running root instances. */
  get instances(): readonly number[] {
    return [...this.#instances];
  }

  /** Keys of the deployed processes and decision requirements, forms and the like. */
  get definitions(): readonly number[] {
    return [...this.#definitions];
  }

  /** Ids of the processes that a message, signal or timer can start. */
  get startable(): readonly string[] {
    return [...new Set(this.#starting.values())];
  }

  /** When the last message that is kept expires, epoch milliseconds; 0 when there is none. */
  get lastMessageExpires(): number {
    return Math.max(0, ...this.#messages.values());
  }

  #event({ valueType, intent, key, value }: TraceRecord): void {
    switch (valueType) {
      case 'MESSAGE_START_EVENT_SUBSCRIPTION':
      case 'SIGNAL_SUBSCRIPTION':
        this.#starter(intent, key, value);
        break;
      case 'ERROR':
        // The engine has given the instance up: it does nothing for it any more.
        this.#instances.delete(Number(value.processInstanceKey));
        this.#forget(({ instance }) => instance === value.processInstanceKey);
        break;
      case 'TIMER':
        this.#set(
          `TIMER ${String(key)}`,
          TIMER_ENDS.has(intent) ? undefined : value.dueDate,
          value.processInstanceKey,
        );
        if (value.processInstanceKey === -1 && typeof value.processDefinitionKey === 'number') {
          const bpmnProcessId = this.#processes.get(value.processDefinitionKey);
          this.#starter(TIMER_ENDS.has(intent) ? 'DELETED' : intent, key, { bpmnProcessId });
        }
        break;
      case 'JOB_BATCH':
        if (intent === 'ACTIVATED') {
          this.#activated(value);
        }
        break;
      case 'JOB':
        this.#job(intent, key, value);
        break;
      case 'MESSAGE':
        if (
          intent === 'PUBLISHED' &&
          typeof value.deadline === 'number' &&
          value.timeToLive !== 0
        ) {
          this.#messages.set(key, value.deadline);
        } else if (intent === 'EXPIRED') {
          this.#messages.delete(key);
        }
        break;
      case 'PROCESS_INSTANCE':
        if (ENDED.has(intent)) {
          this.#instances.delete(key);
        } else if (value.bpmnElementType === 'PROCESS' && value.parentProcessInstanceKey === -1) {
          this.#instances.add(key);
        }
        break;
      case 'PROCESS':
        if (value.processDefinitionKey !== undefined && intent === 'CREATED') {
          this.#processes.set(key, String(value.bpmnProcessId));
        }
        this.#definition(intent, key);
        break;
      case 'DECISION_REQUIREMENTS':
      case 'FORM':
        this.#definition(intent, key);
        break;
      default:
    }
  }

  #definition(intent: string, key: number): void {
    if (intent === 'DELETED') {
      this.#definitions.delete(key);
    } else if (intent === 'CREATED') {
      this.#definitions.add(key);
    }
  }

  /** Subscriptions and timers of start events belong to no instance. */
  #starter(intent: string, key: number, value: TraceRecord['value']): void {
    const instance = value.catchEventInstanceKey ?? -1;
    if (intent === 'CREATED' && instance === -1) {
      this.#starting.set(String(key), String(value.bpmnProcessId));
    } else if (intent === 'DELETED') {
      this.#starting.delete(String(key));
    }
  }

  #activated(value: TraceRecord['value']): void {
    const keys = Array.isArray(value.jobKeys) ? value.jobKeys : [];
    const jobs = Array.isArray(value.jobs) ? value.jobs : [];
    jobs.forEach((job: unknown, i) => {
      const { deadline, processInstanceKey }: Readonly<Record<string, unknown>> = isObject(job)
        ? job
        : {};
      this.#set(`JOB ${String(keys[i])}`, deadline, processInstanceKey);
    });
  }

  #job(intent: string, key: number, value: TraceRecord['value']): void {
    const name = `JOB ${String(key)}`;
    if (intent === 'FAILED') {
      const waits = typeof value.retries === 'number' && value.retries > 0;
      const due = waits && value.recurringTime !== -1 ? value.recurringTime : undefined;
      this.#set(name, due, value.processInstanceKey);
    } else if (intent === 'TIMEOUT_UPDATED') {
      this.#set(name, value.deadline, value.processInstanceKey);
    } else if (JOB_ENDS.has(intent) || intent === 'RECURRED_AFTER_BACKOFF') {
      this.#due.delete(name);
    }
  }

  #set(name: string, due: unknown, instance: unknown): void {
    if (typeof due === 'number' && due >= 0) {
      this.#due.set(name, { at: due, instance });
    } else {
      this.#due.delete(name);
    }
  }
}
