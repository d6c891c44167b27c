import type { Booking, RejectionReason } from '../../generated/api.gen.js';
import type { BookingRow } from './sql/booking.js';

const reasons: ReadonlySet<string> = new Set<RejectionReason>([
  'SEATS_UNAVAILABLE',
  'PAYMENT_DECLINED',
  'PAYMENT_TIMEOUT',
  'TICKETING_FAILED',
]);

/** A booking as the API shows it. */
export function showBooking(row: BookingRow): Booking {
  return {
    bookingId: row.bookingId,
    reference: row.reference,
    status: row.status,
    reason: isReason(row.reason) ? row.reason : null,
    flightId: row.flightId,
    seats: row.seats,
    passengers: row.passengers,
    amount:
      row.amount === null || row.currency === null
        ? null
        : { value: Number(row.amount), currency: row.currency },
    ticketNumbers: row.ticketNumbers,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function isReason(reason: string | null): reason is RejectionReason {
  return reason !== null && reasons.has(reason);
}
