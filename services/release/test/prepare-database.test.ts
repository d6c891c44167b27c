import pg from 'pg';
import { startPostgres } from '../../../cli/dev/postgres.js';
import { silentLogger } from '../../../runtime/index.js';
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../prepare-database.js';

describe('preparing a database', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startPostgres>>;
  const passwords = (suffix: string) => ({
    BOOKING_DATABASE_PASSWORD: `booking${suffix}`,
    WORKER_DATABASE_PASSWORD: `worker${suffix}`,
    PAYMENTS_DATABASE_PASSWORD: `payments${suffix}`,
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jobwright-release-'));
    await chmod(folder, 0o755);
    server = await startPostgres({ directory: folder, settings: { fsync: 'off' } });
    await prepareDatabase({ DATABASE_URL: server.url, ...passwords('1') }, silentLogger);
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function as<Result>(
    user: string,
    password: string,
    act: (client: pg.Client) => Promise<Result>,
  ): Promise<Result> {
    const url = new URL(server.url);
    url.username = user;
    url.password = password;
    const client = new pg.Client({ connectionString: url.toString() });
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  }

  test('gives each service its own tables', async () => {
    for (const [user, table] of [
      ['booking', 'booking.booking'],
      ['worker', 'inventory.seat'],
      ['payments', 'payments.outbox'],
    ] as const) {
      await expect(
        as(user, `${user}1`, (client) => client.query(`SELECT FROM ${table} LIMIT 1`)),
      ).resolves.toBeDefined();
    }
  });

  test.each([
    ['booking', 'SELECT FROM inventory.seat'],
    ['booking', 'SELECT FROM inventory.claim'],
    ['booking', 'CREATE TABLE booking.more (id int)'],
    ['booking', 'DROP TABLE booking.outbox'],
    ['booking', 'CREATE SCHEMA more'],
    ['worker', 'SELECT FROM booking.booking'],
    ['worker', 'SELECT FROM payments.outbox'],
    ['payments', 'SELECT FROM inventory.seat'],
  ])('denies %s: %s', async (user, statement) => {
    await expect(as(user, `${user}1`, (client) => client.query(statement))).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('shows the booking service the three views of the inventory', async () => {
    const { rows } = await as('booking', 'booking1', (client) =>
      client.query(
        'SELECT (SELECT flight_id FROM inventory.flight_view LIMIT 1), (SELECT min(process_instance_key) FROM inventory.process_view) AS key',
      ),
    );

    expect(rows).toEqual([{ flight_id: null, key: null }]);
  });

  test('changes passwords when it runs again, and keeps them out of what PostgreSQL stores', async () => {
    await prepareDatabase({ DATABASE_URL: server.url, ...passwords('2') }, silentLogger);

    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<{ rolpassword: string }>(
      "SELECT rolpassword FROM pg_authid WHERE rolname = 'worker'",
    );
    await client.end();
    expect(rows[0]?.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
    expect(rows[0]?.rolpassword).not.toContain('worker2');
  });

  test('without passwords makes no users', async () => {
    await expect(
      prepareDatabase({ DATABASE_URL: server.url }, silentLogger),
    ).resolves.toBeUndefined();
  });

  test('names what is missing', async () => {
    await expect(prepareDatabase({}, silentLogger)).rejects.toThrow(/DATABASE_URL: is not set/);
  });
});
