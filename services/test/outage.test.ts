import { silentLogger } from '../../runtime/index.js';
import { isJobFailure } from '../../runtime/v1.js';
import { isOutage, openPool } from '../database/index.js';
import { throughOutages } from '../worker/handlers/through-outages.js';
import { startTestPostgres } from './postgres.js';

/** What the two functions make of an error that a handler threw. */
async function thrown(error: unknown): Promise<unknown> {
  const { work } = throughOutages({ work: () => Promise.reject(error as Error) });
  return work().then(
    () => undefined,
    (cause: unknown) => cause,
  );
}

test('a database that is not there, or goes away under a query, is an outage and costs no retry', async () => {
  const nowhere = openPool({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    name: 'outage test',
    logger: silentLogger,
  });
  const absent: unknown = await nowhere.query('SELECT 1').catch((error: unknown) => error);
  await nowhere.end();
  const postgres = await startTestPostgres();
  const pool = openPool({
    url: await postgres.createDatabase(),
    name: 'outage test',
    logger: silentLogger,
  });
  const ended: unknown = await pool
    .query('SELECT pg_terminate_backend(pg_backend_pid())')
    .catch((error: unknown) => error);
  const wrong: unknown = await pool.query('SELECT nothing').catch((error: unknown) => error);
  await pool.end();
  await postgres.close();

  expect([absent, ended, wrong].map(isOutage)).toEqual([true, true, false]);
  for (const error of [absent, ended]) {
    const failure = await thrown(error);
    expect(isJobFailure(failure) && !failure.usesRetry && failure.retryable).toBe(true);
  }
  expect(await thrown(wrong)).toBe(wrong);
}, 60_000);
