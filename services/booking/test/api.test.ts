import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { EnvironmentError, silentLogger } from '../../../runtime/index.js';
import type { RunningService } from '../../../runtime/index.js';
import { openPool, type Pool } from '../../database/index.js';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { rollSchedule } from '../../worker/schedule/roll.js';
import { start } from '../main.js';
import { problems } from '../problems.js';
import { takeBookingEvent } from '../take-booking-event.js';

/** Nothing listens there: the service must take bookings while the engine is away. */
const NO_ENGINE = 'grpc://127.0.0.1:1';

let postgres: TestPostgres;
let service: RunningService;
let pool: Pool;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createDatabase();
  pool = openPool({ url, name: 'api test', logger: silentLogger });
  await rollSchedule(pool);
  service = await start({
    DATABASE_URL: url,
    ZEEBE_GRPC_ADDRESS: NO_ENGINE,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ALLOW_SIMULATION: 'false',
  });
}, 60_000);
afterAll(async () => {
  await service.close();
  await pool.end();
  await postgres.close();
});

const request = {
  flightId: 'JW204-TUE',
  passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
  payment: { token: 'tok_visa' },
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function call(method: string, path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${service.address!}${path}`, { method, ...options });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

function post(body: unknown, key: string = randomUUID()): Promise<Answer> {
  return call('POST', '/bookings', {
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
}

test('accepts a booking while the engine is away, and shows it', async () => {
  const accepted = await post(request);
  expect(accepted.status).toBe(202);
  expect(accepted.body).toMatchObject({ status: 'PENDING' });
  const location = accepted.headers.get('location')!;
  expect(location).toBe(`/bookings/${String(accepted.body.bookingId)}`);
  const shown = await call('GET', location);
  expect(shown.status).toBe(200);
  expect(shown.body).toMatchObject({ ...accepted.body, seats: [], amount: null });
  const { rows } = await pool.query(
    `SELECT body FROM booking.outbox WHERE message_id = $1 AND topic = 'engine:booking-requested'`,
    [accepted.body.bookingId],
  );
  expect(rows).toHaveLength(1);
});

test('20 requests with one key at the same moment make one booking and get one answer', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(request, key)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  const { rows } = await pool.query(
    'SELECT count(*)::int AS count FROM booking.outbox WHERE message_id = $1',
    [answers[0]!.body.bookingId],
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test('the order of members does not make another request, other contents do', async () => {
  const key = randomUUID();
  const { payment, passengers, flightId } = request;
  const first = await post({ payment, passengers, flightId }, key);
  const same = await post({ flightId, passengers, payment }, key);
  expect(same.body).toEqual(first.body);
  const other = await post({ ...request, flightId: 'JW204-WED' }, key);
  expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('a refused request does not use its key up', async () => {
  const key = randomUUID();
  const refused = await post({ ...request, flightId: 'JW999-TUE' }, key);
  expect(refused).toMatchObject({ status: 404, body: { code: 'FLIGHT_NOT_FOUND' } });
  expect((await post(request, key)).status).toBe(202);
});

test('a replay is answered though its seat is taken by now', async () => {
  const key = randomUUID();
  const body = { ...request, seats: ['21A'] };
  const first = await post(body, key);
  await pool.query(
    `UPDATE inventory.seat SET booking_id = $1 WHERE flight_id = 'JW204-TUE' AND seat_no = '21A'`,
    [first.body.bookingId],
  );
  expect((await post(body, key)).body).toEqual(first.body);
  expect(await post(body)).toMatchObject({ status: 409, body: { code: 'SEAT_TAKEN' } });
});

test('says what is wrong with a booking that cannot come about', async () => {
  const cases: readonly (readonly [unknown, number, string])[] = [
    [{ ...request, seats: ['99F'] }, 422, 'SEAT_UNKNOWN'],
    [{ ...request, seats: ['20A', '20B'] }, 422, 'SEATS_PASSENGERS_MISMATCH'],
    [
      {
        ...request,
        seats: ['1A', '20B'],
        passengers: [...request.passengers, ...request.passengers],
      },
      422,
      'SEATS_MIXED_CABIN',
    ],
    [{ ...request, simulate: 'seats' }, 422, 'SIMULATION_DISABLED'],
    [{ ...request, extra: 1 }, 400, 'REQUEST_INVALID'],
    [{ ...request, passengers: [] }, 400, 'REQUEST_INVALID'],
  ];
  for (const [body, status, code] of cases) {
    expect(await post(body)).toMatchObject({ status, body: { code, status } });
  }
  await pool.query(`UPDATE inventory.seat SET booking_id = $1 WHERE flight_id = 'JW101-MON'`, [
    randomUUID(),
  ]);
  expect(await post({ ...request, flightId: 'JW101-MON' })).toMatchObject({
    status: 409,
    body: { code: 'FLIGHT_FULL' },
  });
  await pool.query(
    `UPDATE inventory.flight SET departs_at = now() - interval '1 second' WHERE flight_id = 'JW102-MON'`,
  );
  expect(await post({ ...request, flightId: 'JW102-MON' })).toMatchObject({
    status: 409,
    body: { code: 'FLIGHT_DEPARTED' },
  });
});

test('hostile text in names is kept as it is and harms nothing', async () => {
  const name = `Robert'); DROP TABLE booking.booking;-- <script>alert(1)</script> \u202e`;
  const accepted = await post({
    ...request,
    passengers: [{ givenName: name, familyName: '${7*7}' }],
  });
  const shown = await call('GET', `/bookings/${String(accepted.body.bookingId)}`);
  expect(shown.body.passengers).toEqual([{ givenName: name, familyName: '${7*7}' }]);
});

test('cancels a pending booking once, however often it is asked, and never a final one', async () => {
  const { body } = await post(request);
  const bookingId = String(body.bookingId);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => call('DELETE', `/bookings/${bookingId}`)),
  );
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
  const { rows } = await pool.query(
    `SELECT count(*)::int AS count FROM booking.outbox WHERE topic = 'engine:cancel-requested' AND key = $1`,
    [bookingId],
  );
  expect(rows).toEqual([{ count: 1 }]);
  await takeBookingEvent(pool, {
    bookingId,
    sequence: 1,
    type: 'CANCELLED',
    at: new Date().toISOString(),
    data: {},
  });
  expect(await call('DELETE', `/bookings/${bookingId}`)).toMatchObject({
    status: 409,
    body: { code: 'BOOKING_FINAL' },
  });
  expect(await call('DELETE', `/bookings/${randomUUID()}`)).toMatchObject({
    status: 404,
    body: { code: 'BOOKING_NOT_FOUND' },
  });
});

test('streams events as they happen, goes on after Last-Event-ID, and ends with the final one', async () => {
  const { body } = await post(request);
  const bookingId = String(body.bookingId);
  const at = new Date().toISOString();
  const stream = await fetch(`${service.address!}/bookings/${bookingId}/events`);
  const text = stream.text();
  await takeBookingEvent(pool, {
    bookingId,
    sequence: 1,
    type: 'SEATS_HELD',
    at,
    data: { seats: ['20A'], cabin: 'economy' },
  });
  await takeBookingEvent(pool, {
    bookingId,
    sequence: 2,
    type: 'REJECTED',
    at,
    data: { reason: 'PAYMENT_DECLINED' },
  });
  const events = (await text).match(/^event: .*$/gm);
  expect(events).toEqual(['event: ACCEPTED', 'event: SEATS_HELD', 'event: REJECTED']);
  const firstId = /^id: (\d+)$/m.exec(await text)![1]!;
  const rest = await fetch(`${service.address!}/bookings/${bookingId}/events`, {
    headers: { 'last-event-id': firstId },
  });
  expect((await rest.text()).match(/^event: .*$/gm)).toEqual([
    'event: SEATS_HELD',
    'event: REJECTED',
  ]);
  expect((await fetch(`${service.address!}/bookings/${randomUUID()}/events`)).status).toBe(404);
});

test('lists flights and seats, and refuses filters that are none', async () => {
  const { body } = await call('GET', '/flights?from=AMS&to=LIS');
  const flights = body.flights as { flightId: string; departsAt: string }[];
  expect(flights).toHaveLength(7);
  const day = flights[0]!.departsAt.slice(0, 10);
  const ofDay = await call('GET', `/flights?from=AMS&to=LIS&date=${day}`);
  expect(ofDay.body.flights).toEqual([flights[0]]);
  const seats = await call('GET', '/flights/JW204-WED/seats');
  expect(seats.body.seats).toHaveLength(180);
  expect(await call('GET', '/flights?date=tomorrow')).toMatchObject({ status: 400 });
  expect(await call('GET', '/flights/JW999-WED/seats')).toMatchObject({
    status: 404,
    body: { code: 'FLIGHT_NOT_FOUND' },
  });
});

test('serves health, metrics, its document and the pages', async () => {
  expect(await call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'up' } });
  expect(await call('GET', '/openapi.json')).toMatchObject({ body: { openapi: '3.1.0' } });
  const metrics = await (await fetch(`${service.address!}/metrics`)).text();
  expect(metrics).toContain('jobwright_http_requests_total');
  const page = await fetch(`${service.address!}/`);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await call('GET', '/nothing-here')).toMatchObject({ status: 404 });
});

test('docs/errors.md describes exactly the problems of this API', () => {
  const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const section = text.split('\n## Problem codes\n')[1]!.split('\n## ')[0]!;
  const found = [...section.matchAll(/^#### ([A-Z_]+)\n\n(.+)\n\nFix: .+$/gm)].map(
    ([, code, line]) => [code, line],
  );
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(
      Object.entries(problems).map(([code, { status, title }]) => [
        code,
        `${status}: \`${title}\``,
      ]),
    ),
  );
});

test('refuses to start with a configuration that is wrong, and names every fault', async () => {
  const failed = await start({
    DATABASE_URL: 'mysql://x',
    PORT: '99999',
    PAYMENT_TIMEOUT: '30 seconds',
  }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(EnvironmentError);
  expect((failed as EnvironmentError).faults.map(({ variable }) => variable).sort()).toEqual([
    'DATABASE_URL',
    'PAYMENT_TIMEOUT',
    'PORT',
  ]);
});
