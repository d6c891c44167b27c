import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { runner } from 'node-pg-migrate';
import type { Logger } from '../../runtime/v1.js';

/** What `migrate` needs to know. */
export interface MigrateOptions {
  readonly url: string;
  /** The schema that the migrations own; made if missing. Its `migration` table says what has run. */
  readonly schema: string;
  /** Folder of numbered `.sql` files, with `/` at its end. */
  readonly migrations: URL;
  readonly logger: Logger;
}

/**
 * Brings a schema up to date: runs the `.sql` files that have not run yet, in the order of their
 * numbers, in one transaction. Services that start at the same time wait for each other by
 * an advisory lock.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: `migrate ${options.schema}`,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', (error) => {
    options.logger.warn({ err: error }, 'database connection lost while migrating');
  });
  await client.connect();
  try {
    await runner({
      dbClient: client,
      dir: fileURLToPath(options.migrations),
      direction: 'up',
      schema: options.schema,
      createSchema: true,
      migrationsSchema: options.schema,
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      checkOrder: true,
      singleTransaction: true,
      logger: {
        debug: () => undefined,
        info: () => undefined,
        warn: (text: string) => {
          options.logger.warn({ schema: options.schema }, text);
        },
        error: (text: string) => {
          options.logger.error({ schema: options.schema }, text);
        },
      },
    });
  } finally {
    await client.end();
  }
}
