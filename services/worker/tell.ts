import type { Queryable } from '../database/index.js';
import { addToOutbox } from '../outbox/index.js';
import type { BookingEventMessage, PaymentRequest } from '../queues.js';
import { insertBookingEvent } from './sql/event.js';

/** Topics of the worker's outbox. */
export const topics = {
  /** To the booking service, over the bus. */
  bookingEvents: 'bus:booking-events',
  /** To the payment provider, over the bus. */
  paymentRequests: 'bus:payment-requests',
  /** To the engine: the message `payment-result`. */
  paymentResult: 'engine:payment-result',
} as const;

/** Tells the booking service what happened, in the transaction in which it happened. */
export async function tellBooking(
  client: Queryable,
  bookingId: string,
  event: Pick<BookingEventMessage, 'type' | 'data'>,
): Promise<void> {
  await insertBookingEvent(client, bookingId, { topic: topics.bookingEvents, ...event });
}

/** Asks the payment provider, in the transaction that notes the question. */
export async function askProvider(
  client: Queryable,
  request: PaymentRequest,
  messageId: string,
): Promise<void> {
  await addToOutbox(client, 'inventory', [
    {
      topic: topics.paymentRequests,
      key: `payment:${request.bookingId}`,
      messageId,
      body: request,
    },
  ]);
}
