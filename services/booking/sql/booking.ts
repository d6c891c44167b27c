import type { Queryable } from '../../database/index.js';

/** A booking as the table has it. */
export interface BookingRow {
  readonly bookingId: string;
  readonly reference: string;
  readonly status: 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'CANCELLED';
  readonly reason: string | null;
  readonly flightId: string;
  readonly seats: readonly string[];
  readonly passengers: readonly { readonly givenName: string; readonly familyName: string }[];
  /** Minor units; a 64-bit number, so PostgreSQL gives it as text. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly ticketNumbers: readonly string[];
  readonly cancelRequested: boolean;
  readonly lastSequence: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = `
  booking_id AS "bookingId", reference, status, reason, flight_id AS "flightId", seats, passengers,
  amount, currency, ticket_numbers AS "ticketNumbers", cancel_requested_at IS NOT NULL AS "cancelRequested",
  last_sequence AS "lastSequence", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Reads a booking. */
export async function readBooking(
  client: Queryable,
  bookingId: string,
): Promise<BookingRow | undefined> {
  const { rows } = await client.query<BookingRow>({
    name: 'booking-read',
    text: `SELECT ${columns} FROM booking.booking WHERE booking_id = $1`,
    values: [bookingId],
  });
  return rows[0];
}

/** Reads a booking and locks it until the transaction ends. */
export async function lockBooking(
  client: Queryable,
  bookingId: string,
): Promise<BookingRow | undefined> {
  const { rows } = await client.query<BookingRow>({
    name: 'booking-lock',
    text: `SELECT ${columns} FROM booking.booking WHERE booking_id = $1 FOR UPDATE`,
    values: [bookingId],
  });
  return rows[0];
}

/** Notes that a cancellation was accepted; answers the booking as it is then. */
export async function setCancelRequested(client: Queryable, bookingId: string): Promise<void> {
  await client.query({
    name: 'booking-cancel-requested',
    text: `
      UPDATE booking.booking SET cancel_requested_at = now(), updated_at = now()
      WHERE booking_id = $1`,
    values: [bookingId],
  });
}

/** What an event changes in a booking; absent members stay as they are. */
export interface BookingChange {
  readonly status?: BookingRow['status'];
  readonly reason?: string;
  readonly seats?: readonly string[];
  readonly amount?: { readonly value: number; readonly currency: string };
  readonly ticketNumbers?: readonly string[];
}

/** Applies a change and counts the event that made it. */
export async function updateBooking(
  client: Queryable,
  { bookingId, sequence }: { readonly bookingId: string; readonly sequence: number },
  change: BookingChange,
): Promise<void> {
  await client.query({
    name: 'booking-update',
    text: `
      UPDATE booking.booking
      SET last_sequence = $2, updated_at = now(),
          status = coalesce($3, status), reason = coalesce($4, reason), seats = coalesce($5, seats),
          amount = coalesce($6, amount), currency = coalesce($7, currency),
          ticket_numbers = coalesce($8, ticket_numbers)
      WHERE booking_id = $1`,
    values: [
      bookingId,
      sequence,
      change.status,
      change.reason,
      change.seats,
      change.amount?.value,
      change.amount?.currency,
      change.ticketNumbers,
    ],
  });
}
