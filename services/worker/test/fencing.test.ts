import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { takePaymentResult } from '../payment-results.js';
import { anySeats, openWorker, payment, tickets, type WorkerUnderTest } from './run-handler.js';

let postgres: TestPostgres;
let worker: WorkerUnderTest;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  worker = await openWorker(await postgres.createDatabase());
});
afterEach(() => worker.close());

/** Everything a booking has or had, to compare before and after. */
async function effectsOf(bookingId: string): Promise<unknown> {
  const count = async (sql: string): Promise<number> => {
    const { rows } = await worker.pool.query<{ count: number }>(sql, [bookingId]);
    return rows[0]!.count;
  };
  return {
    seats: await count(
      'SELECT count(*)::int AS count FROM inventory.seat WHERE booking_id = $1::uuid',
    ),
    payments: await count(
      'SELECT count(*)::int AS count FROM inventory.payment WHERE booking_id = $1::uuid',
    ),
    tickets: await count(
      `SELECT count(*)::int AS count FROM inventory.ticket WHERE booking_id = $1::uuid AND status = 'issued'`,
    ),
    messages: await count(
      `SELECT count(*)::int AS count FROM inventory.outbox WHERE body->>'bookingId' = $1::text`,
    ),
  };
}

test('a second process instance of a booking ends itself and touches nothing', async () => {
  const bookingId = randomUUID();
  await worker.run('reserve-seats', anySeats(bookingId), '1');
  const before = await effectsOf(bookingId);
  await expect(worker.run('reserve-seats', anySeats(bookingId), '2')).rejects.toMatchObject({
    code: 'DUPLICATE_INSTANCE',
  });
  await expect(worker.run('retrieve-payment', payment(bookingId), '2')).rejects.toMatchObject({
    retryable: false,
  });
  await worker.run('release-seats', { bookingId }, '2');
  await worker.run('cancel-booking', { bookingId }, '2');
  expect(await effectsOf(bookingId)).toEqual(before);
});

test('two instances that start at the same moment: one gets the booking', async () => {
  for (let round = 0; round < 10; round += 1) {
    const bookingId = randomUUID();
    const outcomes = await Promise.allSettled(
      ['1', '2', '3'].map((instance) => worker.run('reserve-seats', anySeats(bookingId), instance)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});

test('jobs that come after the booking was closed do nothing', async () => {
  const bookingId = randomUUID();
  const { seats } = await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('reject-booking', { bookingId, reason: 'PAYMENT_TIMEOUT' });
  const closed = await effectsOf(bookingId);
  expect(closed).toMatchObject({ seats: 0, payments: 0, tickets: 0 });

  // when a worker that was asleep comes back with its jobs
  const late = [
    () => worker.run('reserve-seats', anySeats(bookingId)),
    () => worker.run('retrieve-payment', payment(bookingId)),
    () => worker.run('issue-ticket', tickets(bookingId, seats)),
    () =>
      worker.run('confirm-booking', {
        bookingId,
        amount: 1,
        currency: 'EUR',
        ticketNumbers: ['8900000000001'],
      }),
  ];
  for (const job of late) {
    await expect(job()).rejects.toMatchObject({ name: 'JobFailure', retryable: false });
  }
  await worker.run('release-seats', { bookingId });
  await worker.run('void-ticket', { bookingId });
  await worker.run('refund-payment', { bookingId, paymentRequestId: `pay-${bookingId}` });
  await worker.run('reject-booking', { bookingId, reason: 'PAYMENT_TIMEOUT' });
  expect(await effectsOf(bookingId)).toEqual(closed);
});

test('once undoing has begun nothing new is done', async () => {
  const bookingId = randomUUID();
  const { seats } = await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('release-seats', { bookingId });
  await expect(worker.run('retrieve-payment', payment(bookingId))).rejects.toMatchObject({
    retryable: false,
  });
  await expect(worker.run('issue-ticket', tickets(bookingId, seats))).rejects.toMatchObject({
    retryable: false,
  });
  await expect(worker.run('reserve-seats', anySeats(bookingId))).rejects.toMatchObject({
    retryable: false,
  });
});

test('a cancellation before anything was reserved shuts later steps out', async () => {
  const bookingId = randomUUID();
  await worker.run('cancel-booking', { bookingId });
  await expect(worker.run('reserve-seats', anySeats(bookingId))).rejects.toMatchObject({
    retryable: false,
  });
  expect(await worker.outbox('bus:booking-events')).toMatchObject([{ type: 'CANCELLED' }]);
});

test('every job done twice leaves what it leaves done once', async () => {
  const bookingId = randomUUID();
  const { seats } = await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('retrieve-payment', payment(bookingId));
  await worker.run('retrieve-payment', payment(bookingId));
  const [first, second] = await Promise.all([
    worker.run('issue-ticket', tickets(bookingId, seats)),
    worker.run('issue-ticket', tickets(bookingId, seats)),
  ]);
  expect(second).toEqual(first);
  const confirm = { bookingId, amount: 12_000, currency: 'EUR', ...first };
  await worker.run('confirm-booking', confirm);
  await worker.run('confirm-booking', confirm);
  expect(await worker.outbox('bus:payment-requests')).toHaveLength(1);
  const events = await worker.outbox('bus:booking-events');
  expect(events.map(({ type, sequence }) => [sequence, type])).toEqual([
    [1, 'SEATS_HELD'],
    [2, 'PAYMENT_REQUESTED'],
    [3, 'TICKET_ISSUED'],
    [4, 'CONFIRMED'],
  ]);
});

test('a payment result counts once, and not at all once its refund was asked for', async () => {
  const bookingId = randomUUID();
  const paymentRequestId = `pay-${bookingId}`;
  const body = {
    kind: 'charge-result',
    paymentRequestId,
    bookingId,
    status: 'APPROVED',
    reference: 'ch_1',
  } as const;
  const message = { id: 'charge-result', body, attempt: 1 };
  await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('retrieve-payment', payment(bookingId));

  // when it comes five times at once
  const taken = await Promise.all(
    Array.from({ length: 5 }, () => takePaymentResult(worker.pool, message)),
  );
  expect(taken.filter(Boolean)).toHaveLength(1);
  expect(await worker.outbox('engine:payment-result')).toEqual([
    { paymentRequestId, paymentStatus: 'APPROVED', paymentReference: 'ch_1' },
  ]);

  // and when another answer comes after the refund was asked for
  await expect(worker.run('refund-payment', { bookingId, paymentRequestId })).rejects.toMatchObject(
    { retryable: true },
  );
  await takePaymentResult(worker.pool, { ...message, id: 'charge-result-again' });
  expect(await worker.outbox('engine:payment-result')).toHaveLength(1);
});

test('refund and rejection are done only when the provider has said so', async () => {
  const bookingId = randomUUID();
  const paymentRequestId = `pay-${bookingId}`;
  await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('retrieve-payment', payment(bookingId));
  // given the provider is silent
  for (let round = 0; round < 2; round += 1) {
    await expect(
      worker.run('refund-payment', { bookingId, paymentRequestId }),
    ).rejects.toMatchObject({ retryable: true });
  }
  await expect(
    worker.run('reject-booking', { bookingId, reason: 'PAYMENT_TIMEOUT' }),
  ).rejects.toMatchObject({ retryable: true });
  // then it was asked once, and the booking is not final
  const requests = await worker.outbox('bus:payment-requests');
  expect(requests.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  const types = (await worker.outbox('bus:booking-events')).map(({ type }) => type);
  expect(types).not.toContain('REJECTED');

  // when its word comes while a job waits for it
  const rejecting = worker.run('reject-booking', { bookingId, reason: 'PAYMENT_TIMEOUT' });
  await takePaymentResult(worker.pool, {
    id: 'refund-result',
    attempt: 1,
    body: { kind: 'refund-result', paymentRequestId, bookingId, status: 'NOTHING_CHARGED' },
  });
  await rejecting;
  const last = (await worker.outbox('bus:booking-events')).at(-1);
  expect(last).toMatchObject({ type: 'REJECTED', data: { reason: 'PAYMENT_TIMEOUT' } });
});

test('what a late step left behind is undone when the booking is closed', async () => {
  // given everything was done, but the process knows of nothing to compensate
  const bookingId = randomUUID();
  const paymentRequestId = `pay-${bookingId}`;
  const { seats } = await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('retrieve-payment', payment(bookingId));
  await worker.run('issue-ticket', tickets(bookingId, seats));
  // when
  const cancelling = worker.run('cancel-booking', { bookingId });
  await expect(cancelling).rejects.toMatchObject({ retryable: true });
  await takePaymentResult(worker.pool, {
    id: 'refund-result',
    attempt: 1,
    body: { kind: 'refund-result', paymentRequestId, bookingId, status: 'REFUNDED' },
  });
  await worker.run('cancel-booking', { bookingId });
  // then
  expect(await effectsOf(bookingId)).toMatchObject({ seats: 0, tickets: 0 });
});
