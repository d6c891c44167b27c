import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Bed } from './bed.js';

const file = (name: string): readonly [string, string] => [
  name,
  readFileSync(fileURLToPath(new URL(`../../bpmn/${name}`, import.meta.url)), 'utf8'),
];

const request = {
  bookingId: 'b-1',
  flightId: 'JW204-TUE',
  requestedSeats: [],
  passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
  paymentToken: 'tok_visa',
  paymentTimeout: 'PT30S',
  simulate: null,
};
const hold = {
  seats: ['12A'],
  cabin: 'economy',
  daysToDeparture: 40,
  baseFare: 10_000,
  currency: 'EUR',
  holdExpiresAt: '2026-01-01T00:15:00Z',
};

let bed: Bed;
beforeEach(async () => {
  bed = await Bed.open();
  await bed.deploy(file('ticket-booking.bpmn'), file('fare.dmn'));
  await bed.publish('booking-requested', 'b-1', { messageId: 'b-1', variables: request });
});
afterEach(async () => {
  await bed.engine.close();
  expect(bed.defects).toEqual([]);
});

async function untilPayment(): Promise<void> {
  await bed.complete('reserve-seats', hold);
  await bed.complete('retrieve-payment', { paymentRequestId: 'pay-b-1' });
}

const pay = (paymentStatus: string) =>
  bed.publish('payment-result', 'pay-b-1', {
    messageId: 'pay-b-1',
    variables: { paymentStatus, paymentReference: 'ref-1' },
  });

test('a paid booking is ticketed and confirmed', async () => {
  await untilPayment();
  await pay('APPROVED');
  await bed.complete('issue-ticket', { ticketNumbers: ['1234567890123'] });
  const confirm = await bed.complete('confirm-booking');
  expect(confirm.value.variables).toMatchObject({ bookingId: 'b-1', currency: 'EUR' });
  expect(bed.variable('amount')).toEqual(expect.any(Number));
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['BookingConfirmed']);
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a silent payment provider makes the timer fire; hold and payment are undone, then the booking is rejected', async () => {
  await untilPayment();
  await bed.advance(30_000);
  await bed.complete('release-seats');
  expect(await bed.jobs('reject-booking')).toEqual([]);
  await bed.complete('refund-payment');
  const reject = await bed.complete('reject-booking');
  expect(reject.value.variables).toMatchObject({ reason: 'PAYMENT_TIMEOUT' });
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['BookingRejected']);
});

test('a declined payment is rejected with its reason', async () => {
  await untilPayment();
  await pay('DECLINED');
  await bed.complete('release-seats');
  await bed.complete('refund-payment');
  const reject = await bed.complete('reject-booking');
  expect(reject.value.variables).toMatchObject({ reason: 'PAYMENT_DECLINED' });
});

test('seats that are gone need no compensation', async () => {
  const job = await bed.job('reserve-seats');
  await bed.run('JOB', 'THROW_ERROR', { errorCode: 'SEATS_UNAVAILABLE' }, job.key);
  const reject = await bed.complete('reject-booking');
  expect(reject.value.variables).toMatchObject({ reason: 'SEATS_UNAVAILABLE' });
  expect(bed.count('COMPENSATION_SUBSCRIPTION', 'CREATED')).toBe(0);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['BookingRejected']);
});

test('a customer who cancels while payment is awaited interrupts the booking and gets it undone', async () => {
  await untilPayment();
  await bed.publish('cancel-requested', 'b-1', { variables: { bookingId: 'b-1' } });
  expect(bed.elements('TERMINATED')).toContain('AwaitPayment');
  await bed.complete('release-seats');
  await bed.complete('refund-payment');
  await bed.complete('cancel-booking');
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['BookingCancelled']);
  expect(bed.engine.queries.instances()).toEqual([]);
});

test('a second instance for one booking ends itself and touches nothing', async () => {
  const job = await bed.job('reserve-seats');
  await bed.run('JOB', 'THROW_ERROR', { errorCode: 'DUPLICATE_INSTANCE' }, job.key);
  expect(bed.elements('COMPLETED', 'END_EVENT')).toEqual(['DuplicateEnded']);
  expect(bed.engine.queries.instances()).toEqual([]);
});
