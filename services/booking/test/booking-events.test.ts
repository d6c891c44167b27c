import { silentLogger } from '../../../runtime/index.js';
import { openPool, type Pool } from '../../database/index.js';
import type { BookingEventMessage } from '../../queues.js';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { createBookingId, createReference } from '../booking-identity.js';
import { acceptBooking } from '../sql/accept.js';
import { readBooking } from '../sql/booking.js';
import { readEvents } from '../sql/event.js';
import { takeBookingEvent } from '../take-booking-event.js';

let postgres: TestPostgres;
let pool: Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  pool = openPool({
    url: await postgres.createDatabase(),
    name: 'booking test',
    logger: silentLogger,
  });
});
afterAll(async () => {
  await pool.end();
  await postgres.close();
});

async function newBooking(): Promise<string> {
  const bookingId = createBookingId();
  await acceptBooking(pool, {
    bookingId,
    reference: createReference(),
    flightId: 'JW204-TUE',
    passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
    idempotencyKey: bookingId,
    fingerprint: 'f',
    topic: 't',
    message: {},
  });
  return bookingId;
}

function story(bookingId: string): readonly BookingEventMessage[] {
  const at = '2030-05-01T10:00:00.000Z';
  const amount = { value: 12_000, currency: 'EUR' };
  const ticketNumbers = ['8900000000001'];
  const steps: readonly Pick<BookingEventMessage, 'type' | 'data'>[] = [
    { type: 'SEATS_HELD', data: { seats: ['20A'], cabin: 'economy' } },
    { type: 'PAYMENT_REQUESTED', data: { amount } },
    { type: 'PAYMENT_APPROVED', data: { paymentReference: 'ch_1' } },
    { type: 'TICKET_ISSUED', data: { ticketNumbers } },
    { type: 'CONFIRMED', data: { seats: ['20A'], amount, ticketNumbers } },
  ];
  return steps.map((step, index) => ({ bookingId, sequence: index + 1, at, ...step }));
}

async function typesOf(bookingId: string): Promise<readonly string[]> {
  return (await readEvents(pool, bookingId, '0')).map((event) => event.type);
}

const inOrder = [
  'ACCEPTED',
  'SEATS_HELD',
  'PAYMENT_REQUESTED',
  'PAYMENT_APPROVED',
  'TICKET_ISSUED',
  'CONFIRMED',
];

test('events count once and in order, however often and in whatever order they come', async () => {
  for (let round = 0; round < 10; round += 1) {
    const bookingId = await newBooking();
    const events = story(bookingId);
    const deliveries = [...events, ...events, ...events]
      .map((event) => ({ event, place: Math.random() }))
      .sort((a, b) => a.place - b.place);
    await Promise.all(deliveries.map(({ event }) => takeBookingEvent(pool, event)));
    expect(await typesOf(bookingId)).toEqual(inOrder);
    expect(await readBooking(pool, bookingId)).toMatchObject({
      status: 'CONFIRMED',
      seats: ['20A'],
      amount: '12000',
      currency: 'EUR',
      ticketNumbers: ['8900000000001'],
    });
  }
});

test('an event that is ahead is not shown before its predecessors', async () => {
  const bookingId = await newBooking();
  const [first, second, third] = story(bookingId);
  await takeBookingEvent(pool, third!);
  await takeBookingEvent(pool, second!);
  expect(await typesOf(bookingId)).toEqual(['ACCEPTED']);
  await takeBookingEvent(pool, first!);
  expect(await typesOf(bookingId)).toEqual(inOrder.slice(0, 4));
});

test('a cancellation that won the race undoes a confirmation, a rejection stays', async () => {
  const at = '2030-05-01T10:00:00.000Z';
  const confirmed = await newBooking();
  for (const event of story(confirmed)) {
    await takeBookingEvent(pool, event);
  }
  await takeBookingEvent(pool, {
    bookingId: confirmed,
    sequence: 6,
    at,
    type: 'CANCELLED',
    data: {},
  });
  expect(await readBooking(pool, confirmed)).toMatchObject({
    status: 'CANCELLED',
    seats: [],
    ticketNumbers: [],
  });

  const rejected = await newBooking();
  await takeBookingEvent(pool, {
    bookingId: rejected,
    sequence: 1,
    at,
    type: 'REJECTED',
    data: { reason: 'SEATS_UNAVAILABLE' },
  });
  expect(await readBooking(pool, rejected)).toMatchObject({
    status: 'REJECTED',
    reason: 'SEATS_UNAVAILABLE',
  });
});

test('an event of an unknown booking is given up at once', async () => {
  const [first] = story(createBookingId());
  await expect(takeBookingEvent(pool, first!)).rejects.toMatchObject({
    name: 'RejectedMessageError',
  });
});
