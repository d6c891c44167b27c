import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { underClaim } from '../fence.js';
import type { WorkerPorts } from '../ports.js';
import { markConfirmed } from '../sql/claim.js';
import { readBookedSeats } from '../sql/seat.js';
import { tellBooking } from '../tell.js';

/**
 * Makes the booking final as confirmed. The claim stays open: a cancellation that the engine took
 * before this job's answer still undoes everything.
 */
export function confirmBooking(ports: WorkerPorts): TicketBookingHandlers['confirm-booking'] {
  return async (job) => {
    const { bookingId, amount, currency, ticketNumbers } = job.variables;
    await underClaim(ports.pool, { job, purpose: 'act' }, async (client, claim) => {
      if (claim.confirmed) {
        return;
      }
      const seats = await readBookedSeats(client, bookingId);
      await markConfirmed(client, bookingId);
      await tellBooking(client, bookingId, {
        type: 'CONFIRMED',
        data: {
          seats: seats.map((seat) => seat.seatNo),
          amount: { value: amount, currency },
          ticketNumbers: [...ticketNumbers],
        },
      });
    });
    return {};
  };
}
