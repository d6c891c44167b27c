import type { Queryable } from '../database/index.js';
import type { BookingEventMessage } from '../queues.js';
import { underClaim, type BookingJob } from './fence.js';
import type { WorkerPorts } from './ports.js';
import { requestRefund, waitForRefund } from './refund.js';
import { closeClaim } from './sql/claim.js';
import { freeSeats } from './sql/seat.js';
import { voidTickets } from './sql/ticket.js';
import { tellBooking } from './tell.js';

/**
 * Closes a booking for good with its last event, once nothing is charged, held or valid any more. It
 * does not trust the steps before: whatever a late one left behind is undone here.
 */
export async function finishUndone(
  ports: WorkerPorts,
  job: BookingJob,
  event: Pick<BookingEventMessage, 'type' | 'data'>,
): Promise<void> {
  const { bookingId } = job.variables;
  const close = async (client: Queryable): Promise<string | undefined> => {
    const waitFor = await requestRefund(client, bookingId);
    if (waitFor !== undefined) {
      return waitFor;
    }
    await voidTickets(client, bookingId);
    await freeSeats(client, bookingId);
    await closeClaim(client, bookingId);
    await tellBooking(client, bookingId, event);
    return undefined;
  };
  let waitFor = await underClaim(ports.pool, { job, purpose: 'undo' }, close);
  while (waitFor !== undefined) {
    await waitForRefund(ports, job, waitFor);
    waitFor = await underClaim(ports.pool, { job, purpose: 'undo' }, close);
  }
}
