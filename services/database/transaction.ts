import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Pool, Queryable } from './pool.js';

const MAX_TRIES = 5;
/** Serialization failure and deadlock: PostgreSQL rolled back one side, which may run again. */
const REPEATABLE = new Set(['40001', '40P01']);

/**
 * Runs `work` in one transaction: commits what it returns, rolls back what it throws. When
 * PostgreSQL breaks a deadlock or a serialization conflict, `work` runs again, up to 5 times, so it
 * must have no effect outside the transaction.
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: Queryable) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (attempt === MAX_TRIES || !isRepeatable(error)) {
        throw error;
      }
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

async function once<Result>(
  pool: Pool,
  work: (client: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error('rollback failed', { cause });
    });
    throw error;
  } finally {
    // A connection that could not even roll back is not given to the next caller.
    client.release(broken);
  }
}

function isRepeatable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && REPEATABLE.has(error.code ?? '');
}

/** True when `error` is a violation of the unique constraint or index `name`. */
export function isUniqueViolation(error: unknown, name: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === name;
}
