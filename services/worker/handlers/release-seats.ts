import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { underClaim } from '../fence.js';
import type { WorkerPorts } from '../ports.js';
import { freeSeats } from '../sql/seat.js';
import { voidTickets } from '../sql/ticket.js';

/** Gives the seats of a booking back. */
export function releaseSeats(ports: WorkerPorts): TicketBookingHandlers['release-seats'] {
  return async (job) => {
    const { bookingId } = job.variables;
    await underClaim(ports.pool, { job, purpose: 'undo' }, async (client) => {
      // Compensation handlers run side by side: no seat may be free while a ticket for it is valid.
      await voidTickets(client, bookingId);
      await freeSeats(client, bookingId);
    });
    return {};
  };
}
