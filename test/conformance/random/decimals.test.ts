import type { TraceRecord } from '../trace.js';
import { differsByDecimals } from './decimals.js';
import type { CaseRun } from './play-batch.js';

function variable(intent: string, value: unknown): TraceRecord {
  return {
    position: 1,
    sourceRecordPosition: -1,
    key: 7,
    recordType: 'EVENT',
    valueType: 'VARIABLE',
    intent,
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    value: { name: 'n', scopeKey: 1, processInstanceKey: 1, value: JSON.stringify(value) },
  };
}

const run = (...values: readonly unknown[]): CaseRun => ({
  steps: [],
  answers: [],
  records: values.map((value, i) => variable(i === 0 ? 'CREATED' : 'UPDATED', value)),
  isBanned: false,
});

describe('runs that differ by decimals', () => {
  test.each([[2.5], [[1, 12.75]]])('are those that write %j again', (value) => {
    expect(differsByDecimals(run(value, value), run(value))).toBe(true);
  });

  test.each([[0.1], [3], ['2.5'], [{ x: 2.5 }]])('are not those that write %j again', (value) => {
    expect(differsByDecimals(run(value, value), run(value))).toBe(false);
  });

  test('are not those that differ in something else too', () => {
    expect(differsByDecimals(run(2.5, 2.5, 3), run(2.5))).toBe(false);
    expect(differsByDecimals(run(2.5, 3.5), run(2.5))).toBe(false);
    expect(differsByDecimals(run(2.5), run(2.5, 2.5))).toBe(false);
  });

  test('are not those that are equal', () => {
    expect(differsByDecimals(run(2.5), run(2.5))).toBe(false);
  });
});
