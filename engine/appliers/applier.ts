import type { ProcessCatalog } from '../model/process-catalog.js';
import type { EngineRecord } from '../records/record.js';
import type { EngineState } from '../state/engine-state.js';

/** Changes the state as one event says. Reads nothing but state, event and compiled processes. */
export type Applier = (state: EngineState, record: EngineRecord, catalog: ProcessCatalog) => void;

/** Appliers by intent, for one value type. */
export type Appliers = Readonly<Record<string, Applier>>;

/**
 * The value of a record. Records are written by processors of the same value type, or read back from
 * our own journal, so the shape is the one that the value type has.
 */
// The one place where a record's value gets its type.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function valueOf<Value>(record: EngineRecord): Value {
  return record.value as Value;
}
