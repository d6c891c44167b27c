import type {
  IssueTicketInput,
  TicketBookingHandlers,
} from '../../../generated/ticket-booking/contract.gen.js';
import type { Queryable } from '../../database/index.js';
import { underClaim } from '../fence.js';
import type { WorkerPorts } from '../ports.js';
import { sellHeldSeats } from '../sql/seat.js';
import { insertTickets, readTickets } from '../sql/ticket.js';
import { tellBooking } from '../tell.js';

/** Sells the held seats and issues one ticket for each passenger, in their order. */
export function issueTicket(ports: WorkerPorts): TicketBookingHandlers['issue-ticket'] {
  return async (job, context) => {
    const { simulate } = job.variables;
    if (simulate === 'ticket') {
      throw context.error('TICKETING_FAILED', 'simulated: the ticket office refuses');
    }
    const ticketNumbers = await underClaim(ports.pool, { job, purpose: 'act' }, async (client) => {
      const issued = await readTickets(client, job.variables.bookingId);
      if (issued.length > 0) {
        return issued;
      }
      const numbers = await issue(client, job.variables);
      if (numbers === undefined) {
        // Thrown inside, so that a hold that ended in part sells nothing.
        throw context.error('TICKETING_FAILED', 'the hold on the seats has ended');
      }
      return numbers;
    });
    return { ticketNumbers: ticketNumbers ?? [] };
  };
}

async function issue(
  client: Queryable,
  { bookingId, seats, passengers }: IssueTicketInput,
): Promise<readonly string[] | undefined> {
  const sold = new Set(await sellHeldSeats(client, bookingId));
  const tickets = passengers.flatMap((passenger, index) => {
    const seatNo = seats[index];
    return seatNo !== undefined && sold.has(seatNo) ? [{ seatNo, ...passenger }] : [];
  });
  if (tickets.length !== passengers.length) {
    return undefined;
  }
  const numbers = await insertTickets(client, bookingId, tickets);
  await tellBooking(client, bookingId, {
    type: 'TICKET_ISSUED',
    data: { ticketNumbers: [...numbers] },
  });
  return numbers;
}
