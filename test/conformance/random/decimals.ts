import type { TraceRecord } from '../trace.js';
import { caseDifference } from './case-difference.js';
import type { CaseRun } from './play-batch.js';

/**
 * Whether a run differs from a real broker's only by this: that writes a variable again without a
 * change, because it keeps a decimal from a client in four bytes where that is exact and one from FEEL
 * in eight.
 */
export function differsByDecimals(expected: CaseRun, actual: CaseRun): boolean {
  const records = withoutRepeats(expected.records);
  return (
    records.length < expected.records.length &&
    caseDifference({ ...expected, records }, actual) === undefined
  );
}

/** Without the updates that leave a variable with such a decimal as it was. */
function withoutRepeats(records: readonly TraceRecord[]): readonly TraceRecord[] {
  const known = new Map<number, unknown>();
  return records.filter(({ valueType, intent, key, value: { value } }) => {
    if (valueType !== 'VARIABLE') {
      return true;
    }
    const isRepeat = intent === 'UPDATED' && known.get(key) === value;
    known.set(key, value);
    return !(isRepeat && typeof value === 'string' && hasShortDecimal(JSON.parse(value)));
  });
}

function hasShortDecimal(value: unknown): boolean {
  if (typeof value === 'number') {
    return !Number.isInteger(value) && Math.fround(value) === value;
  }
  return Array.isArray(value) && value.some(hasShortDecimal);
}
