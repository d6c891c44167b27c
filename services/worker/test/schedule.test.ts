import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { rollSchedule } from '../schedule/roll.js';
import { routes } from '../schedule/routes.js';
import { freeExpiredSeats } from '../sql/seat.js';
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

test('every route is on sale once for each day of the next week, with 180 seats', async () => {
  const { rows } = await worker.pool.query<{ flights: number; days: number; seats: number }>(`
    SELECT count(DISTINCT flight_id)::int AS flights,
           count(DISTINCT right(flight_id, 3))::int AS days, count(*)::int AS seats
    FROM inventory.flight JOIN inventory.seat USING (flight_id)
    WHERE departs_at > now() AND departs_at <= now() + interval '7 days'
      AND flight_id = flight_number || '-' || upper(to_char(departs_at AT TIME ZONE 'UTC', 'DY'))`);
  expect(rows[0]).toEqual({ flights: routes.length * 7, days: 7, seats: routes.length * 7 * 180 });
});

test('rolling again changes nothing', async () => {
  expect(await rollSchedule(worker.pool)).toEqual({ departed: 0, added: 0 });
});

test('two workers that roll at the same moment do not meet', async () => {
  await worker.pool.query(`UPDATE inventory.flight SET departs_at = departs_at - interval '7 days',
    arrives_at = arrives_at - interval '7 days'`);
  const rolled = await Promise.all(Array.from({ length: 3 }, () => rollSchedule(worker.pool)));
  expect(rolled.reduce((sum, { added }) => sum + added, 0)).toBe(routes.length * 7);
});

test('a flight that left keeps its tickets under its date, and the next one is on sale', async () => {
  // given a ticket for a flight that leaves now
  const bookingId = randomUUID();
  const { seats } = await worker.run('reserve-seats', anySeats(bookingId));
  await worker.run('issue-ticket', tickets(bookingId, seats));
  await worker.pool.query(
    `UPDATE inventory.flight SET departs_at = departs_at - interval '7 days',
       arrives_at = arrives_at - interval '7 days' WHERE flight_id = 'JW204-TUE'`,
  );
  // when
  expect(await rollSchedule(worker.pool)).toEqual({ departed: 1, added: 1 });
  // then
  const { rows } = await worker.pool.query<{ flight_id: string; seat_no: string }>(
    'SELECT flight_id, seat_no FROM inventory.ticket',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.flight_id).toMatch(/^JW204-\d{4}-\d\d-\d\d$/);
  expect(rows[0]?.seat_no).toBe(seats[0]);
  const next = await worker.pool.query<{ free: number }>(
    `SELECT free_economy + free_premium + free_business AS free FROM inventory.flight_view
     WHERE flight_id = 'JW204-TUE' AND departs_at > now()`,
  );
  expect(next.rows[0]?.free).toBe(180);
});

test('the sweep frees seats whose hold has ended and no others', async () => {
  const [ended, lasting] = [randomUUID(), randomUUID()];
  await worker.run('reserve-seats', anySeats(ended, 3), '1');
  await worker.run('reserve-seats', anySeats(lasting, 2), '2');
  await worker.pool.query(
    `UPDATE inventory.seat SET hold_until = now() - interval '1 second' WHERE booking_id = $1`,
    [ended],
  );
  expect(await freeExpiredSeats(worker.pool)).toBe(3);
  const { rows } = await worker.pool.query<{ booking_id: string }>(
    'SELECT DISTINCT booking_id FROM inventory.seat WHERE booking_id IS NOT NULL',
  );
  expect(rows).toEqual([{ booking_id: lasting }]);
});
