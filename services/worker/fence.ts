import { nonRetryable, type Job } from '../../runtime/v1.js';
import { inTransaction, type Pool, type Queryable } from '../database/index.js';
import { insertClaim, lockClaim, markUndoing, type ClaimRow } from './sql/claim.js';

/** A job of any type of the process: all of them carry the booking's id. */
export type BookingJob = Job<{ readonly bookingId: string }>;

/** What a step wants to do: something new, or undo what was done. */
export type Purpose = 'act' | 'undo';

/**
 * Runs a step's effect in one transaction under the lock of the booking's claim, which makes late
 * steps harmless: the job may have been given to another worker, its instance may be long over. The
 * effect runs only if the claim belongs to the job's process instance and is not closed; something
 * new only if nothing was undone yet. Otherwise nothing is touched: for `undo` the answer is
 * `undefined` (there is nothing left to undo), for `act` the step fails for good.
 */
export async function underClaim<Result>(
  pool: Pool,
  { job, purpose }: { readonly job: BookingJob; readonly purpose: Purpose },
  effect: (client: Queryable, claim: ClaimRow) => Promise<Result>,
): Promise<Result | undefined> {
  const { bookingId } = job.variables;
  return inTransaction(pool, async (client) => {
    if (purpose === 'undo') {
      // Cancelling can come before anything was claimed: later steps must find the claim.
      await insertClaim(client, bookingId, job.processInstanceKey);
    }
    const claim = await lockClaim(client, bookingId);
    const refusal = refuse(claim, job, purpose);
    if (claim !== undefined && refusal === undefined) {
      if (purpose === 'undo' && !claim.undoing) {
        await markUndoing(client, bookingId);
      }
      return effect(client, claim);
    }
    if (purpose === 'undo') {
      return undefined;
    }
    throw nonRetryable(`booking ${bookingId}: ${refusal ?? 'it was never claimed'}`);
  });
}

function refuse(
  claim: ClaimRow | undefined,
  job: BookingJob,
  purpose: Purpose,
): string | undefined {
  if (claim === undefined) {
    return 'it was never claimed';
  }
  if (claim.processInstanceKey !== job.processInstanceKey) {
    return `it belongs to process instance ${claim.processInstanceKey}`;
  }
  if (claim.closed) {
    return 'it is closed';
  }
  return purpose === 'act' && claim.undoing ? 'it is being undone' : undefined;
}
