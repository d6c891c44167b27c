import type { TraceRecord } from './trace.js';
import { isObject } from './trace.js';

const FIRST_KEY = 2 ** 51;
/** What tells two entities of one kind apart, besides the order in which they came. */
const DISCRIMINATORS = [
  'bpmnProcessId',
  'elementId',
  'bpmnElementType',
  'targetElementId',
  'type',
  'name',
  'messageName',
  'correlationKey',
  'errorType',
];

/**
 * Finds for the keys of a recorded stream the keys that our engine gave to the same things. An entity
 * is known by its first event: kind, place in the model, and how many like it came before.
 */
export class KeyMap {
  readonly #recorded: readonly TraceRecord[];
  readonly #definitions = new Map<number, number>();

  constructor(recorded: readonly TraceRecord[]) {
    this.#recorded = recorded;
  }

  /** States which of our definitions a recorded definition key is. */
  define(recordedKey: number, ourKey: number): void {
    this.#definitions.set(recordedKey, ourKey);
  }

  /** A copy of a value with every recorded key replaced; keys that have no equal stay. */
  translate(value: unknown, ours: readonly TraceRecord[]): unknown {
    if (typeof value === 'number') {
      return this.key(value, ours);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.translate(item, ours));
    }
    if (isObject(value)) {
      const entries = Object.entries(value);
      return Object.fromEntries(entries.map(([name, each]) => [name, this.translate(each, ours)]));
    }
    return value;
  }

  /** Our key for a recorded one. */
  key(recorded: number, ours: readonly TraceRecord[]): number {
    if (!Number.isSafeInteger(recorded) || recorded < FIRST_KEY) {
      return recorded;
    }
    const definition = this.#definitions.get(recorded);
    if (definition !== undefined) {
      return definition;
    }
    const first = firstEvent(this.#recorded, recorded);
    if (first === undefined) {
      return recorded;
    }
    const index = likes(this.#recorded, first).indexOf(recorded);
    return likes(ours, first)[index] ?? recorded;
  }
}

function firstEvent(records: readonly TraceRecord[], key: number): TraceRecord | undefined {
  return records.find((each) => each.recordType === 'EVENT' && each.key === key);
}

/** Keys of all entities whose first event looks like `sample`, in order. */
function likes(records: readonly TraceRecord[], sample: TraceRecord): readonly number[] {
  const keys = new Set<number>();
  for (const record of records) {
    if (
      record.recordType === 'EVENT' &&
      record.valueType === sample.valueType &&
      record.intent === sample.intent &&
      DISCRIMINATORS.every((field) => record.value[field] === sample.value[field])
    ) {
      keys.add(record.key);
    }
  }
  return [...keys];
}
