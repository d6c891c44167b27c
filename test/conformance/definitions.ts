import type { TraceRecord } from './trace.js';
import { isObject } from './trace.js';

/** Which field holds the id that belongs to a definition key. */
const PAIRS = [
  ['processDefinitionKey', 'bpmnProcessId'],
  ['decisionKey', 'decisionId'],
  ['decisionRequirementsKey', 'decisionRequirementsId'],
] as const;

/** The definition keys that a stream mentions beside their ids: `bpmnProcessId order` to its key. */
export function definitionsIn(records: readonly TraceRecord[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(collect);
      return;
    }
    if (!isObject(value)) {
      return;
    }
    for (const [keyField, idField] of PAIRS) {
      const key = value[keyField];
      const id = value[idField];
      if (typeof key === 'number' && key > 0 && typeof id === 'string' && id !== '') {
        found.set(`${idField} ${id}`, key);
      }
    }
    Object.values(value).forEach(collect);
  };
  for (const record of records) {
    collect(record.value);
  }
  return found;
}
