import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { underClaim } from '../fence.js';
import type { WorkerPorts } from '../ports.js';
import { requestRefund, waitForRefund } from '../refund.js';

/** Has the charge refunded or voided; done when the provider says so. */
export function refundPayment(ports: WorkerPorts): TicketBookingHandlers['refund-payment'] {
  return async (job) => {
    const waitFor = await underClaim(ports.pool, { job, purpose: 'undo' }, (client) =>
      requestRefund(client, job.variables.bookingId),
    );
    if (waitFor !== undefined) {
      await waitForRefund(ports, job, waitFor);
    }
    return {};
  };
}
