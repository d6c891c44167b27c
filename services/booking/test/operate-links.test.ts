import { silentLogger } from '../../../runtime/index.js';
import type { RunningService } from '../../../runtime/index.js';
import { openPool, type Pool } from '../../database/index.js';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { rollSchedule } from '../../worker/schedule/roll.js';
import { start } from '../main.js';

const OPERATE = 'http://operate.example/operate';
const bookingId = '01a21432-bcf1-7a11-ba37-bbdd2f734e2e';

let postgres: TestPostgres;
let service: RunningService;
let pool: Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const url = await postgres.createDatabase();
  pool = openPool({ url, name: 'operate links test', logger: silentLogger });
  await rollSchedule(pool);
  service = await start({
    DATABASE_URL: url,
    ZEEBE_GRPC_ADDRESS: 'grpc://127.0.0.1:1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    OPERATE_URL: `${OPERATE}/`,
  });
}, 60_000);
afterAll(async () => {
  await service.close();
  await pool.end();
  await postgres.close();
});

async function whereTo(id: string): Promise<string | null> {
  const response = await fetch(`${service.address!}/operate/bookings/${id}`, {
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  return response.headers.get('location');
}

test('a booking leads to its process instance in Operate, or to the list while there is none', async () => {
  expect(await whereTo(bookingId)).toBe(`${OPERATE}/processes?active=true&incidents=true`);
  await pool.query(
    "INSERT INTO inventory.claim (booking_id, process_instance_key) VALUES ($1, '2251799813685249')",
    [bookingId],
  );
  expect(await whereTo(bookingId)).toBe(`${OPERATE}/processes/2251799813685249`);
});

test('what is no id leads nowhere else', async () => {
  expect(await whereTo("'; DROP TABLE x")).toBe(`${OPERATE}/processes?active=true&incidents=true`);
  expect(await whereTo(encodeURIComponent('//evil.example'))).toMatch(
    /^http:\/\/operate\.example\//,
  );
});

test('the API names the way in a Link header, and the pages are told where Operate is', async () => {
  const booked = await fetch(`${service.address!}/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'a-booking' },
    body: JSON.stringify({
      flightId: 'JW204-TUE',
      passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
      payment: { token: 'tok_visa' },
    }),
  });
  const path = booked.headers.get('location') ?? '';
  const answer = await fetch(`${service.address!}${path}`);
  const config = await fetch(`${service.address!}/inspector-config.json`);

  expect(answer.headers.get('link')).toBe(`</operate${path}>; rel="monitor"`);
  expect(await config.json()).toEqual({ operateUrl: `${OPERATE}/` });
});
