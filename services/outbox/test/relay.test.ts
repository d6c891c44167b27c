import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '../../../runtime/index.js';
import {
  createListener,
  inTransaction,
  openPool,
  type Listener,
  type Pool,
} from '../../database/index.js';
import { eventually } from '../../test/eventually.js';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import {
  addToOutbox,
  createRelay,
  eachMessage,
  readBacklog,
  UndeliverableError,
  type Relay,
  type Route,
} from '../index.js';

let postgres: TestPostgres;
let pool: Pool;
let listener: Listener;
let relays: Relay[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  const url = await postgres.createDatabase();
  pool = openPool({ url, name: 'outbox test', logger: silentLogger });
  listener = await createListener({ url, name: 'outbox test', logger: silentLogger });
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  relays = [];
  await listener.close();
  await pool.end();
});

function relay(routes: Readonly<Record<string, Route>>): void {
  relays.push(createRelay({ pool, listener, schema: 'booking', logger: silentLogger, routes }));
}

async function add(key: string, n: number, topic = 't'): Promise<void> {
  await addToOutbox(pool, 'booking', [{ topic, key, messageId: `${key}-${n}`, body: { n } }]);
}

test('sends what was committed, at once, and nothing of what was rolled back', async () => {
  const sent: string[] = [];
  relay({
    t: eachMessage(({ messageId }) => {
      sent.push(messageId);
      return Promise.resolve();
    }),
  });
  await sleep(100);
  await expect(
    inTransaction(pool, async (client) => {
      await addToOutbox(client, 'booking', [
        { topic: 't', key: 'undone', messageId: 'undone', body: {} },
      ]);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const started = performance.now();
  await add('a', 1);
  await eventually(() => {
    expect(sent).toEqual(['a-1']);
  });
  // The poll alone would take up to a second.
  expect(performance.now() - started).toBeLessThan(500);
  await eventually(async () => {
    expect(await readBacklog(pool, 'booking')).toEqual({
      pending: 0,
      parked: 0,
      oldestAgeSeconds: 0,
    });
  });
});

test('keeps the order of each key over two relays, also when sending fails now and then', async () => {
  const sent = new Map<string, number[]>();
  const route = eachMessage(async ({ key, body }) => {
    await sleep(Math.random() * 3);
    if (Math.random() < 0.2) {
      throw new Error('now and then');
    }
    sent.set(key, [...(sent.get(key) ?? []), Number(body.n)]);
  });
  relay({ t: route });
  relay({ t: route });
  const keys = ['a', 'b', 'c', 'd'];
  for (let n = 0; n < 15; n += 1) {
    await Promise.all(keys.map((key) => add(key, n)));
  }
  await eventually(async () => {
    expect((await readBacklog(pool, 'booking')).pending).toBe(0);
  }, 25_000);
  for (const key of keys) {
    expect(sent.get(key)).toEqual(Array.from({ length: 15 }, (_, n) => n));
  }
});

test('two relays send each message once while nothing fails', async () => {
  const sent: string[] = [];
  const route = eachMessage(async ({ messageId }) => {
    await sleep(1);
    sent.push(messageId);
  });
  relay({ t: route });
  relay({ t: route });
  await Promise.all(Array.from({ length: 100 }, (_, n) => add(`key-${n}`, n)));
  await eventually(async () => {
    expect((await readBacklog(pool, 'booking')).pending).toBe(0);
  });
  expect(sent).toHaveLength(100);
  expect(new Set(sent).size).toBe(100);
});

test('while one receiver is down the others get theirs, and it gets all when it is back', async () => {
  let down = true;
  const toDown: number[] = [];
  const toUp: number[] = [];
  relay({
    down: eachMessage(({ body }) => {
      if (down) {
        return Promise.reject(new Error('down'));
      }
      toDown.push(Number(body.n));
      return Promise.resolve();
    }),
    up: eachMessage(({ body }) => {
      toUp.push(Number(body.n));
      return Promise.resolve();
    }),
  });
  for (let n = 0; n < 5; n += 1) {
    await add('down', n, 'down');
    await add('up', n, 'up');
  }
  await eventually(() => {
    expect(toUp).toEqual([0, 1, 2, 3, 4]);
  });
  expect(toDown).toEqual([]);
  await sleep(300);
  down = false;
  await eventually(() => {
    expect(toDown).toEqual([0, 1, 2, 3, 4]);
  });
});

test('parks what can never be sent; later messages of its key wait, other keys go on', async () => {
  const sent: string[] = [];
  relay({
    t: eachMessage(({ messageId }) => {
      if (messageId === 'bad-1') {
        return Promise.reject(new UndeliverableError('refused'));
      }
      sent.push(messageId);
      return Promise.resolve();
    }),
  });
  await add('bad', 1);
  await add('bad', 2);
  await add('good', 1);
  await eventually(async () => {
    expect(await readBacklog(pool, 'booking')).toMatchObject({ pending: 1, parked: 1 });
  });
  expect(sent).toEqual(['good-1']);
});

test('a relay that dies in the middle gives its messages back', async () => {
  // given a relay that has a message in hand and loses its database connection
  const sent: string[] = [];
  let asked = 0;
  relay({
    t: eachMessage(async ({ messageId }) => {
      asked += 1;
      if (asked === 1) {
        await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND state = 'idle in transaction'`,
        );
      }
      sent.push(messageId);
    }),
  });
  await add(randomUUID(), 1);
  // then the message is sent again: at least once
  await eventually(async () => {
    expect((await readBacklog(pool, 'booking')).pending).toBe(0);
  });
  expect(sent).toHaveLength(2);
});
