import { z } from 'zod';
import {
  publishBookingRequested,
  publishCancelRequested,
} from '../../generated/ticket-booking/messages.gen.js';
import type { ProcessClient } from '../../runtime/v1.js';
import { publishToEngine } from '../engine-messages.js';
import { eachMessage, type Route } from '../outbox/index.js';
import { topics } from './topics.js';

/** What the outbox holds; written by this service, read back as JSON. */
const bookingRequested = z.object({
  bookingId: z.string(),
  flightId: z.string(),
  requestedSeats: z.array(z.string()),
  passengers: z.array(z.object({ givenName: z.string(), familyName: z.string() })),
  paymentToken: z.string(),
  paymentTimeout: z.string(),
  simulate: z.enum(['seats', 'payment-declined', 'payment-silent', 'ticket']).nullable(),
});
const cancelRequested = z.object({ bookingId: z.string() });

/**
 * Where the messages of this service's outbox go: to the engine, under the booking's id. A message that
 * is sent twice, because the first answer was lost, counts once there.
 */
export function engineRoutes(engine: ProcessClient): Readonly<Record<string, Route>> {
  return {
    [topics.bookingRequested]: eachMessage((message) =>
      publishToEngine(() => {
        const payload = bookingRequested.parse(message.body);
        return publishBookingRequested(engine, {
          correlationKey: payload.bookingId,
          variables: payload,
        });
      }),
    ),
    [topics.cancelRequested]: eachMessage((message) =>
      publishToEngine(() => {
        const { bookingId } = cancelRequested.parse(message.body);
        return publishCancelRequested(engine, { bookingId, variables: {} });
      }),
    ),
  };
}
