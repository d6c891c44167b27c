import type { ApiHandlers } from '../../../generated/api.gen.js';
import type { ServerSentEvent } from '../../../runtime/v1.js';
import type { BookingPorts } from '../ports.js';
import { bookingNotFound } from '../problems.js';
import { readBooking } from '../sql/booking.js';
import { readEvents } from '../sql/event.js';

const FINAL: ReadonlySet<string> = new Set(['CONFIRMED', 'REJECTED', 'CANCELLED']);
/** The second net, for a notification that got lost. */
const LOOK_AGAIN_MS = 5_000;

/** Streams the events of a booking from the first, or the one after Last-Event-ID, to the final one. */
export function streamBookingEvents(ports: BookingPorts): ApiHandlers['streamBookingEvents'] {
  return async ({ params, headers }, { signal }) => {
    const booking = await readBooking(ports.pool, params.bookingId);
    if (booking === undefined) {
      throw bookingNotFound(params.bookingId);
    }
    const after = headers['last-event-id'] ?? '0';
    return { status: 200, body: follow(ports, { bookingId: params.bookingId, after, signal }) };
  };
}

async function* follow(
  { pool, events }: BookingPorts,
  from: { readonly bookingId: string; readonly after: string; readonly signal: AbortSignal },
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const { bookingId, signal } = from;
  let { after } = from;
  while (!signal.aborted) {
    const change = events.expect(bookingId);
    try {
      const rows = await readEvents(pool, bookingId, after);
      for (const { id, type, at, data } of rows) {
        yield { id, event: type, data: { bookingId, type, at: at.toISOString(), data } };
        after = id;
        if (FINAL.has(type)) {
          return;
        }
      }
      if (rows.length === 0) {
        if (await isOver(pool, bookingId)) {
          return;
        }
        await change.wait(LOOK_AGAIN_MS, signal);
      }
    } finally {
      change.drop();
    }
  }
}

/** True for a reader who has the final event already. */
async function isOver(pool: BookingPorts['pool'], bookingId: string): Promise<boolean> {
  const booking = await readBooking(pool, bookingId);
  return booking?.status !== 'PENDING';
}
