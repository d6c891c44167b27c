import pg from 'pg';
import type { Logger } from '../../runtime/v1.js';

/** Where queries run: the pool, or one client inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** A pool of connections to the service's database. */
export type Pool = pg.Pool;

/** What `openPool` needs to know. */
export interface PoolOptions {
  /** `postgresql://` URL. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  readonly logger: Logger;
  /** Most connections at once. @default 10 */
  readonly max?: number;
}

/** A statement that takes longer than this fails, at the server and at the client. */
const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Opens a pool in which nothing waits for ever and no broken connection ends the process: PostgreSQL
 * itself stops statements after 10 s and transactions idle for 60 s, the client gives up shortly after
 * (a black-holed connection answers nothing), and every client has an error listener, checked-out
 * ones included, which the pool's own listener does not cover.
 *
 * The caller ends the pool with `pool.end()`.
 */
export function openPool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 2_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  const onError = (error: Error): void => {
    options.logger.warn({ err: error }, 'database connection lost');
  };
  pool.on('error', onError);
  pool.on('connect', (client) => {
    client.on('error', onError);
  });
  return pool;
}
