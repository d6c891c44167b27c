import { z } from 'zod';
import type { ChannelPayloads } from '../generated/channels.gen.js';
import type { QueueDefinition } from './bus/index.js';

/** Waits between deliveries: soon at first, so that a hiccup costs little, then patient. */
const retryDelaysMs = [250, 1_000, 5_000, 15_000] as const;

const paymentRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('charge'),
    paymentRequestId: z.string().min(1).max(100),
    bookingId: z.uuid(),
    /** Minor units of the currency. */
    amount: z.int().min(0),
    currency: z.string().regex(/^[A-Z]{3}$/),
    token: z.string().min(1).max(200),
  }),
  z.strictObject({
    kind: z.literal('refund'),
    paymentRequestId: z.string().min(1).max(100),
    bookingId: z.uuid(),
  }),
]);

/** What the worker asks of the payment provider. */
export type PaymentRequest = ChannelPayloads['payment-requests'];

/** Worker to payment provider. */
export const paymentRequests: QueueDefinition<PaymentRequest> = {
  name: 'payment-requests',
  deliveryLimit: 20,
  retryDelaysMs,
  parse: (body) => paymentRequest.parse(body),
};

const paymentResult = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('charge-result'),
    paymentRequestId: z.string().min(1).max(100),
    bookingId: z.uuid(),
    status: z.enum(['APPROVED', 'DECLINED']),
    reference: z.string().max(100).nullable(),
  }),
  z.strictObject({
    kind: z.literal('refund-result'),
    paymentRequestId: z.string().min(1).max(100),
    bookingId: z.uuid(),
    status: z.enum(['REFUNDED', 'NOTHING_CHARGED']),
  }),
]);

/** What the payment provider answers. */
export type PaymentResult = ChannelPayloads['payment-results'];

/** Payment provider to worker. */
export const paymentResults: QueueDefinition<PaymentResult> = {
  name: 'payment-results',
  deliveryLimit: 20,
  retryDelaysMs,
  parse: (body) => paymentResult.parse(body),
};

const money = z.strictObject({
  value: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const bookingEvent = z.strictObject({
  bookingId: z.uuid(),
  /** 1 for a booking's first event, then without gaps: tells order and duplicates. */
  sequence: z.int().min(1),
  type: z.enum([
    'SEATS_HELD',
    'PAYMENT_REQUESTED',
    'PAYMENT_APPROVED',
    'PAYMENT_DECLINED',
    'TICKET_ISSUED',
    'CONFIRMED',
    'REJECTED',
    'CANCELLED',
  ]),
  at: z.iso.datetime(),
  data: z.strictObject({
    seats: z.array(z.string()).optional(),
    cabin: z.enum(['economy', 'premium', 'business']).optional(),
    amount: money.optional(),
    paymentReference: z.string().optional(),
    ticketNumbers: z.array(z.string()).optional(),
    reason: z
      .enum(['SEATS_UNAVAILABLE', 'PAYMENT_DECLINED', 'PAYMENT_TIMEOUT', 'TICKETING_FAILED'])
      .optional(),
  }),
});

/** What the worker tells of a booking. */
export type BookingEventMessage = z.infer<typeof bookingEvent>;

/** Worker to booking service. */
export const bookingEvents: QueueDefinition<BookingEventMessage> = {
  name: 'booking-events',
  deliveryLimit: 50,
  retryDelaysMs,
  parse: (body) => bookingEvent.parse(body),
};
