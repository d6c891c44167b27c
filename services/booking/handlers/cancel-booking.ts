import type { ApiHandlers } from '../../../generated/api.gen.js';
import { inTransaction, type Queryable } from '../../database/index.js';
import { addToOutbox } from '../../outbox/index.js';
import type { BookingPorts } from '../ports.js';
import { bookingNotFound, problem } from '../problems.js';
import { showBooking } from '../show-booking.js';
import { lockBooking, readBooking, setCancelRequested, type BookingRow } from '../sql/booking.js';
import { insertEvent } from '../sql/event.js';
import { topics } from '../topics.js';

/** Accepts a cancellation while the booking is not final. Asking twice asks the process once. */
export function cancelBooking(ports: BookingPorts): ApiHandlers['cancelBooking'] {
  return async ({ params }) => {
    const { bookingId } = params;
    const booking = await inTransaction(ports.pool, (client) => requestCancel(client, bookingId));
    return { status: 202, body: showBooking(booking) };
  };
}

async function requestCancel(client: Queryable, bookingId: string): Promise<BookingRow> {
  const booking = await lockBooking(client, bookingId);
  if (booking === undefined) {
    throw bookingNotFound(bookingId);
  }
  if (booking.status !== 'PENDING') {
    throw problem(
      'BOOKING_FINAL',
      `The booking is ${booking.status} and can no longer be cancelled.`,
    );
  }
  if (booking.cancelRequested) {
    return booking;
  }
  await setCancelRequested(client, bookingId);
  await insertEvent(client, bookingId, { type: 'CANCELLATION_REQUESTED', data: {} });
  // The same key as the message that starts the process, so it cannot overtake it.
  await addToOutbox(client, 'booking', [
    {
      topic: topics.cancelRequested,
      key: bookingId,
      messageId: `cancel:${bookingId}`,
      body: { bookingId },
    },
  ]);
  return (await readBooking(client, bookingId)) ?? booking;
}
