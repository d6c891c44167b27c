import type { EngineRecord } from '../records/record.js';

/** Which records: every field that is given must be equal. */
export interface RecordFilter {
  readonly recordType?: EngineRecord['recordType'];
  /** `PROCESS_INSTANCE`, `JOB`, `VARIABLE`, … */
  readonly valueType?: string;
  /** `ELEMENT_COMPLETED`, `CREATED`, … */
  readonly intent?: string;
  readonly key?: number;
  /** A field of the value. */
  readonly elementId?: string;
  /** A field of the value. */
  readonly processInstanceKey?: number;
  /** A field of the value. */
  readonly bpmnProcessId?: string;
}

const none: readonly EngineRecord[] = [];

/** All records of a test engine, in order, and by the process instance that they are about. */
export class RecordLog {
  readonly #all: EngineRecord[] = [];
  readonly #byInstance = new Map<number, EngineRecord[]>();

  append(records: readonly EngineRecord[]): void {
    for (const record of records) {
      this.#all.push(record);
      const key = 'processInstanceKey' in record.value ? record.value.processInstanceKey : -1;
      if (typeof key === 'number' && key > 0) {
        const known = this.#byInstance.get(key);
        if (known === undefined) {
          this.#byInstance.set(key, [record]);
        } else {
          known.push(record);
        }
      }
    }
  }

  all(): readonly EngineRecord[] {
    return this.#all;
  }

  /** The records whose value names this process instance. */
  of(processInstanceKey: number): readonly EngineRecord[] {
    return this.#byInstance.get(processInstanceKey) ?? none;
  }
}

/** The records that fit a filter, in order. */
export function filterRecords(
  records: readonly EngineRecord[],
  filter: RecordFilter,
): readonly EngineRecord[] {
  const { elementId, processInstanceKey, bpmnProcessId, ...own } = filter;
  const inside = { elementId, processInstanceKey, bpmnProcessId };
  return records.filter((record) => fits(record, own) && fits(record.value, inside));
}

function fits(found: object, wanted: object): boolean {
  return Object.entries(wanted).every(
    ([name, value]) =>
      // A field that is not there is undefined.
      value === undefined || (found as Readonly<Record<string, unknown>>)[name] === value,
  );
}
