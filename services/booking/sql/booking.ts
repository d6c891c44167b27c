import type { JsonObject } from '../../../runtime/v1.js';
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
  /** The status changes only from one of these. */
  readonly from?: readonly BookingRow['status'][];
  readonly reason?: string;
  readonly seats?: readonly string[];
  readonly amount?: { readonly value: number; readonly currency: string };
  readonly ticketNumbers?: readonly string[];
}

/** An event with what it changes. */
export interface AppliedEvent {
  readonly bookingId: string;
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly data: JsonObject;
  readonly change: BookingChange;
}

/** A booking after an event. */
export interface ChangedBooking {
  readonly status: BookingRow['status'];
  readonly reason: string | null;
  /** Minor units; a 64-bit number, so PostgreSQL gives it as text. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly createdAt: Date;
}

/**
 * Applies the event that comes next and shows it to those who follow the booking, in one statement.
 * Answers `undefined`, having done nothing, when it is not the next one, or others wait for it.
 */
export async function applyNextEvent(
  client: Queryable,
  event: AppliedEvent,
  options: { readonly withEarlyEvents: boolean },
): Promise<ChangedBooking | undefined> {
  const { bookingId, sequence, type, at, data, change } = event;
  const { rows } = await client.query<ChangedBooking>({
    name: 'booking-apply-event',
    text: `
      WITH changed AS (
        UPDATE booking.booking
        SET last_sequence = $2, updated_at = now(),
            status = CASE WHEN status = ANY ($4::text[]) THEN $3 ELSE status END,
            reason = coalesce($5, reason), seats = coalesce($6, seats),
            amount = coalesce($7, amount), currency = coalesce($8, currency),
            ticket_numbers = coalesce($9, ticket_numbers)
        WHERE booking_id = $1 AND last_sequence = $2 - 1 AND ($10 OR early_events = 0)
        RETURNING booking_id, status, reason, amount, currency, created_at),
      shown AS (
        INSERT INTO booking.booking_event (booking_id, type, at, data)
        SELECT booking_id, $11, $12::timestamptz, $13::jsonb FROM changed)
      SELECT status, reason, amount, currency, created_at AS "createdAt" FROM changed`,
    values: [
      bookingId,
      sequence,
      change.status,
      change.from ?? [],
      change.reason,
      change.seats,
      change.amount?.value,
      change.amount?.currency,
      change.ticketNumbers,
      options.withEarlyEvents,
      type,
      at,
      JSON.stringify(data),
    ],
  });
  return rows[0];
}

/** Notes how many events of a booking wait for their predecessors. */
export async function setEarlyEvents(
  client: Queryable,
  bookingId: string,
  count: number,
): Promise<void> {
  await client.query({
    name: 'booking-early-events',
    text: `UPDATE booking.booking SET early_events = $2 WHERE booking_id = $1`,
    values: [bookingId, count],
  });
}
