import type { ApiHandlers } from '../../../generated/api.gen.js';
import type { ServerSentEvent } from '../../../runtime/v1.js';
import type { BookingPorts } from '../ports.js';
import { bookingNotFound } from '../problems.js';
import { readBooking } from '../sql/booking.js';
import { EVENTS_AT_ONCE, readEvents } from '../sql/event.js';

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
    // A reader who comes back with the final event would wait for nothing.
    const over = booking.status !== 'PENDING';
    return {
      status: 200,
      body: follow(ports, { bookingId: params.bookingId, after, over, signal }),
    };
  };
}

async function* follow(
  { pool, events }: BookingPorts,
  from: {
    readonly bookingId: string;
    readonly after: string;
    readonly over: boolean;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const { bookingId, over, signal } = from;
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
      if (over && rows.length === 0) {
        return;
      }
      if (rows.length < EVENTS_AT_ONCE) {
        await change.wait(LOOK_AGAIN_MS, signal);
      }
    } finally {
      change.drop();
    }
  }
}
