import type { JsonObject } from '../../../runtime/v1.js';
import type { Queryable } from '../../database/index.js';

/**
 * Puts an event of a booking into the outbox, with the booking's next event number and the database's
 * time: one statement, because every step ends with it.
 */
export async function insertBookingEvent(
  client: Queryable,
  bookingId: string,
  event: { readonly topic: string; readonly type: string; readonly data: JsonObject },
): Promise<void> {
  const { rowCount } = await client.query({
    name: 'booking-event-insert',
    text: `
      WITH numbered AS (
        UPDATE inventory.claim SET event_sequence = event_sequence + 1 WHERE booking_id = $1
        RETURNING event_sequence, to_char(
          clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at)
      INSERT INTO inventory.outbox (topic, key, message_id, body)
      SELECT $2, 'events:' || $1::text, $1::text || ':' || event_sequence,
        jsonb_build_object('bookingId', $1::text, 'sequence', event_sequence, 'type', $3::text,
          'at', at, 'data', $4::jsonb)
      FROM numbered`,
    values: [bookingId, event.topic, event.type, JSON.stringify(event.data)],
  });
  if (rowCount !== 1) {
    throw new Error(`booking ${bookingId} has no claim`);
  }
}
