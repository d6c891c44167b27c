import type { JsonObject } from '../../../runtime/v1.js';
import type { Queryable } from '../../database/index.js';

/** An event of a booking. */
export interface EventRow {
  /** Grows with every event of all bookings; PostgreSQL gives 64-bit numbers as text. */
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly data: JsonObject;
}

/** Events that `readEvents` answers at most. */
export const EVENTS_AT_ONCE = 100;

/** Reads events of a booking after the event `afterId`, oldest first. */
export async function readEvents(
  client: Queryable,
  bookingId: string,
  afterId: string,
): Promise<readonly EventRow[]> {
  const { rows } = await client.query<EventRow>({
    name: 'event-read',
    text: `
      SELECT id, type, at, data FROM booking.booking_event
      WHERE booking_id = $1 AND id > $2 ORDER BY id LIMIT ${EVENTS_AT_ONCE}`,
    values: [bookingId, afterId],
  });
  return rows;
}

/** Adds an event that happened now; its table's trigger wakes those who follow the booking. */
export async function insertEvent(
  client: Queryable,
  bookingId: string,
  event: { readonly type: string; readonly data: JsonObject },
): Promise<void> {
  await client.query({
    name: 'event-insert',
    text: `
      INSERT INTO booking.booking_event (booking_id, type, at, data)
      VALUES ($1, $2, now(), $3)`,
    values: [bookingId, event.type, JSON.stringify(event.data)],
  });
}

/** An event that came before its predecessor. */
export interface EarlyEvent {
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly data: JsonObject;
}

/** Keeps an event until its predecessors are there. */
export async function keepEarlyEvent(
  client: Queryable,
  bookingId: string,
  event: EarlyEvent,
): Promise<void> {
  await client.query({
    name: 'early-event-insert',
    text: `
      INSERT INTO booking.early_event (booking_id, sequence, type, at, data)
      VALUES ($1, $2, $3, $4, $5) ON CONFLICT (booking_id, sequence) DO NOTHING`,
    values: [bookingId, event.sequence, event.type, event.at, JSON.stringify(event.data)],
  });
}

/** Takes out the kept events of a booking, by number. */
export async function takeEarlyEvents(
  client: Queryable,
  bookingId: string,
): Promise<readonly EarlyEvent[]> {
  const { rows } = await client.query<Omit<EarlyEvent, 'at'> & { readonly at: Date }>({
    name: 'early-event-take',
    text: `
      DELETE FROM booking.early_event WHERE booking_id = $1 RETURNING sequence, type, at, data`,
    values: [bookingId],
  });
  return rows
    .map((row) => ({ ...row, at: row.at.toISOString() }))
    .sort((a, b) => a.sequence - b.sequence);
}
