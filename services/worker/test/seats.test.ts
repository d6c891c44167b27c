import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { createBookingId } from '../../booking/booking-identity.js';
import { anySeats, openWorker, tickets, type WorkerUnderTest } from './run-handler.js';

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

async function seatsOfMoreThanOne(): Promise<number> {
  const { rows } = await worker.pool.query(
    `SELECT 1 FROM inventory.ticket WHERE status = 'issued' GROUP BY flight_id, seat_no HAVING count(*) > 1`,
  );
  return rows.length;
}

/** Books one seat to the end; answers the seats, none when there were none left. */
async function buy(instance: string): Promise<readonly string[]> {
  const bookingId = randomUUID();
  try {
    const held = await worker.run('reserve-seats', anySeats(bookingId), instance);
    await worker.run('issue-ticket', tickets(bookingId, held.seats), instance);
    return held.seats;
  } catch (error) {
    expect(error).toMatchObject({ name: 'BpmnError', code: 'SEATS_UNAVAILABLE' });
    return [];
  }
}

test('300 buyers of one flight get its 180 seats, none twice, and none is left over', async () => {
  // when 50 at a time buy
  const sold: string[] = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, lane) => {
      for (let round = 0; round < 6; round += 1) {
        sold.push(...(await buy(`${lane}-${round}`)));
      }
    }),
  );

  // then
  expect(sold).toHaveLength(180);
  expect(new Set(sold).size).toBe(180);
  expect(await seatsOfMoreThanOne()).toBe(0);
}, 60_000);

test('50 buyers of the same two seats, asked for in either order: one gets both', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const requestedSeats = index % 2 === 0 ? ['20A', '20B'] : ['20B', '20A'];
      const input = { ...anySeats(randomUUID(), 2), requestedSeats };
      return worker.run('reserve-seats', input, String(index)).then(
        (held) => held.seats,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'SEATS_UNAVAILABLE' });
          return undefined;
        },
      );
    }),
  );
  const winners = outcomes.filter((seats) => seats !== undefined);
  expect(winners).toHaveLength(1);
  expect([...winners[0]!].sort()).toEqual(['20A', '20B']);
});

test('a party gets seats of one cabin, the cheapest that has enough, at its price', async () => {
  // given 137 of the 138 economy seats are gone
  await worker.pool.query(
    `UPDATE inventory.seat SET booking_id = $1
     WHERE flight_id = 'JW204-TUE' AND cabin = 'economy' AND seat_no <> '30F'`,
    [randomUUID()],
  );
  // when
  const held = await worker.run('reserve-seats', anySeats(randomUUID(), 2));
  // then
  expect(held).toMatchObject({ cabin: 'premium', baseFare: 21_000, currency: 'EUR' });
  expect(held.seats).toEqual(['3A', '3B']);
  // and the one economy seat was let go
  const single = await worker.run('reserve-seats', anySeats(randomUUID()), '2');
  expect(single.seats).toEqual(['30F']);
});

test('repeating a reservation gives the same answer and holds nothing more', async () => {
  const input = { ...anySeats(randomUUID(), 2), requestedSeats: ['12C', '12A'] };
  const first = await worker.run('reserve-seats', input);
  const second = await worker.run('reserve-seats', input);
  expect(second).toEqual(first);
  expect(first.seats).toEqual(['12C', '12A']);
  const { rowCount } = await worker.pool.query(
    'SELECT 1 FROM inventory.seat WHERE booking_id IS NOT NULL',
  );
  expect(rowCount).toBe(2);
  expect(await worker.outbox('bus:booking-events')).toHaveLength(1);
});

test('seats whose hold has ended are for sale again, and the late ticket fails', async () => {
  // given a hold that ended
  const late = randomUUID();
  const input = { ...anySeats(late), requestedSeats: ['20A'] };
  const held = await worker.run('reserve-seats', input, '1');
  await worker.pool.query(
    `UPDATE inventory.seat SET hold_until = clock_timestamp() WHERE booking_id = $1`,
    [late],
  );
  // when another takes the seat
  const quick = randomUUID();
  await worker.run('reserve-seats', { ...input, bookingId: quick }, '2');
  // then
  await expect(worker.run('issue-ticket', tickets(late, held.seats), '1')).rejects.toMatchObject({
    code: 'TICKETING_FAILED',
  });
  const { ticketNumbers } = await worker.run('issue-ticket', tickets(quick, ['20A']), '2');
  expect(ticketNumbers).toHaveLength(1);
});

test('a ticket is not sold on a hold that has ended, though nobody took the seat', async () => {
  const bookingId = randomUUID();
  const held = await worker.run('reserve-seats', anySeats(bookingId, 2));
  await worker.pool.query(
    `UPDATE inventory.seat SET hold_until = clock_timestamp() WHERE seat_no = $1 AND booking_id = $2`,
    [held.seats[0], bookingId],
  );
  await expect(worker.run('issue-ticket', tickets(bookingId, held.seats))).rejects.toMatchObject({
    code: 'TICKETING_FAILED',
  });
  // and the other seat, whose hold lasts, was not sold either
  const { rows } = await worker.pool.query<{ sold: number }>(
    `SELECT count(*)::int AS sold FROM inventory.seat WHERE booking_id IS NOT NULL AND hold_until IS NULL`,
  );
  expect(rows[0]?.sold).toBe(0);
});

test('a booking made last week does not get this week’s departure', async () => {
  const eightDaysAgo = createBookingId(Date.now() - 8 * 86_400_000);
  await expect(worker.run('reserve-seats', anySeats(eightDaysAgo))).rejects.toMatchObject({
    code: 'SEATS_UNAVAILABLE',
    message: 'the flight has departed',
  });
  const now = createBookingId();
  await expect(worker.run('reserve-seats', anySeats(now))).resolves.toHaveProperty('seats');
});

test('seats of different cabins, unknown seats and unknown flights cannot be held', async () => {
  for (const input of [
    { ...anySeats(randomUUID(), 2), requestedSeats: ['1A', '20A'] },
    { ...anySeats(randomUUID(), 1), requestedSeats: ['99F'] },
    anySeats(randomUUID(), 1, 'JW999-TUE'),
  ]) {
    await expect(worker.run('reserve-seats', input)).rejects.toMatchObject({
      code: 'SEATS_UNAVAILABLE',
    });
  }
});
