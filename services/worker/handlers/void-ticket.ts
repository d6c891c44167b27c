import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { underClaim } from '../fence.js';
import type { WorkerPorts } from '../ports.js';
import { voidTickets } from '../sql/ticket.js';

/** Voids the tickets of a booking. */
export function voidTicket(ports: WorkerPorts): TicketBookingHandlers['void-ticket'] {
  return async (job) => {
    await underClaim(ports.pool, { job, purpose: 'undo' }, (client) =>
      voidTickets(client, job.variables.bookingId),
    );
    return {};
  };
}
