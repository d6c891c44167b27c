import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { silentLogger } from '../../../runtime/index.js';
import { eventually } from '../../test/eventually.js';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { openPgBus, type QueueDefinition } from '../index.js';
import { describeBusContract } from './contract.js';

let postgres: TestPostgres;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createDatabase();
});
afterAll(() => postgres.close());

describeBusContract('PostgreSQL', () => ({
  open: () => openPgBus({ url, name: 'test', logger: silentLogger, visibilityMs: 1_000 }),
  cutConnections: async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await client.end();
  },
}));

describe('the PostgreSQL bus, beyond the contract', () => {
  const queue: QueueDefinition<{ readonly n: number }> = {
    name: 'slow',
    deliveryLimit: 2,
    retryDelaysMs: [50],
    parse: (body) => body as { n: number },
  };

  test('a consumer that outlived its visibility timeout cannot take the message off another', async () => {
    const bus = await openPgBus({ url, name: 'test', logger: silentLogger, visibilityMs: 200 });
    const attempts: number[] = [];
    const releases: (() => void)[] = [];
    await bus.consume(queue, {
      handle: ({ attempt }) => {
        attempts.push(attempt);
        return new Promise((resolve) => releases.push(resolve));
      },
    });
    await bus.publish(queue, [{ id: 'a', body: { n: 1 } }]);
    await eventually(() => {
      expect(attempts).toEqual([1, 2]);
    });

    // when the first one comes back late
    releases[0]?.();
    await sleep(50);

    // then the message is still there, and dies by the limit, not by the late answer
    await eventually(async () => {
      expect(await bus.depth(queue)).toEqual({ waiting: 0, dead: 1 });
    });
    releases[1]?.();
    await bus.close();
  });
});
