import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import type { WorkerPorts } from '../ports.js';
import { cancelBooking } from './cancel-booking.js';
import { confirmBooking } from './confirm-booking.js';
import { issueTicket } from './issue-ticket.js';
import { refundPayment } from './refund-payment.js';
import { rejectBooking } from './reject-booking.js';
import { releaseSeats } from './release-seats.js';
import { reserveSeats } from './reserve-seats.js';
import { retrievePayment } from './retrieve-payment.js';
import { throughOutages } from './through-outages.js';
import { voidTicket } from './void-ticket.js';

/** One handler for each job type of the process; the compiler names what is missing. */
export function createHandlers(ports: WorkerPorts): TicketBookingHandlers {
  return throughOutages({
    'cancel-booking': cancelBooking(ports),
    'confirm-booking': confirmBooking(ports),
    'issue-ticket': issueTicket(ports),
    'refund-payment': refundPayment(ports),
    'reject-booking': rejectBooking(ports),
    'release-seats': releaseSeats(ports),
    'reserve-seats': reserveSeats(ports),
    'retrieve-payment': retrievePayment(ports),
    'void-ticket': voidTicket(ports),
  });
}
