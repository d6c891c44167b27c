import type { JsonObject } from '../../../runtime/v1.js';
import type { Queryable } from '../../database/index.js';

/** A booking to accept. */
export interface NewBooking {
  readonly bookingId: string;
  readonly reference: string;
  readonly flightId: string;
  readonly passengers: readonly JsonObject[];
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  /** For the outbox: what starts the process. */
  readonly topic: string;
  readonly message: JsonObject;
}

/**
 * Writes the idempotency key, the booking, its first event and the message that starts the process:
 * one statement, so one round trip, and all or nothing. Answers false when the key is taken; a
 * request with the same key at the same moment waits here until the other one is through.
 */
export async function acceptBooking(client: Queryable, booking: NewBooking): Promise<boolean> {
  const { rows } = await client.query<{ accepted: number }>({
    name: 'booking-accept',
    text: `
      WITH key AS (
        INSERT INTO booking.idempotency_key (key, fingerprint, booking_id) VALUES ($5, $6, $1)
        ON CONFLICT (key) DO NOTHING RETURNING booking_id),
      accepted AS (
        INSERT INTO booking.booking (booking_id, reference, flight_id, passengers)
        SELECT booking_id, $2, $3, $4::jsonb FROM key RETURNING booking_id, created_at),
      event AS (
        INSERT INTO booking.booking_event (booking_id, type, at, data)
        SELECT booking_id, 'ACCEPTED', created_at, '{}' FROM accepted),
      message AS (
        INSERT INTO booking.outbox (topic, key, message_id, body)
        SELECT $7, booking_id::text, booking_id::text, $8::jsonb FROM accepted)
      SELECT count(*)::int AS accepted FROM accepted`,
    values: [
      booking.bookingId,
      booking.reference,
      booking.flightId,
      JSON.stringify(booking.passengers),
      booking.idempotencyKey,
      booking.fingerprint,
      booking.topic,
      JSON.stringify(booking.message),
    ],
  });
  return rows[0]?.accepted === 1;
}

/** The booking that an idempotency key stands for. */
export interface KeyedBooking {
  readonly fingerprint: string;
  readonly bookingId: string;
  readonly reference: string;
}

/** Looks an idempotency key up. */
export async function readKey(client: Queryable, key: string): Promise<KeyedBooking | undefined> {
  const { rows } = await client.query<KeyedBooking>({
    name: 'idempotency-read',
    text: `
      SELECT fingerprint, booking_id AS "bookingId", reference
      FROM booking.idempotency_key JOIN booking.booking USING (booking_id) WHERE key = $1`,
    values: [key],
  });
  return rows[0];
}

/** Forgets idempotency keys after a week. */
export async function purgeKeys(client: Queryable): Promise<void> {
  await client.query({
    name: 'idempotency-purge',
    text: `DELETE FROM booking.idempotency_key WHERE created_at < now() - interval '7 days'`,
  });
}
