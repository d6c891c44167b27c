import { FeelFailure } from './evaluation.js';

/** Most values that a result may hold when nothing in it is shared: as JSON has it. */
const largestResult = 2_000_000;

/**
 * Refuses a result that is small only while its parts are shared: written out as JSON, every further
 * level of `{a: x, b: x}` doubles it.
 * @throws FeelFailure when it would hold more than two million values
 */
export function refuseLargeResult(result: unknown): void {
  const sizes = new Map<object, number>();
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) {
      return 1;
    }
    const known = sizes.get(value);
    if (known !== undefined) {
      return known;
    }
    let size = 1;
    for (const part of Object.values(value)) {
      size += sizeOf(part);
    }
    if (size > largestResult) {
      throw new FeelFailure(`the result has more than ${largestResult} values`);
    }
    sizes.set(value, size);
    return size;
  };
  sizeOf(result);
}
