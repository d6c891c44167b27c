import type { PlanOptions } from '../options.js';
import type { Source } from '../source.js';
import type { DiffResult } from './diff.js';

export type { Change, ChangeKind, Compatibility, Party } from './change.js';
export type { Subject } from './subject.js';
export { diffCodes, type DiffCode } from './diff-codes.js';
export type { DiffResult } from './diff.js';
export type {
  ElementMigration,
  MappingInstruction,
  ProcessMigration,
  SubscriptionMigration,
} from './migration-types.js';

/**
 * Compares two versions of the sources by what they promise: to workers, to callers of the API, to
 * publishers of messages, and to instances that run. By value: no disk, no clock, no console; the same
 * result for the same sources in any order.
 */
export async function diff(
  before: readonly Source[],
  after: readonly Source[],
  options: PlanOptions = {},
): Promise<DiffResult> {
  const { compareSources } = await import('./diff.js');
  return compareSources(before, after, options);
}
