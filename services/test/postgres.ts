import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../cli/dev/postgres.js';
import { migrate } from '../database/index.js';
import { silentLogger } from '../../runtime/index.js';

/** A real PostgreSQL for one test file. */
export interface TestPostgres {
  /** URL of a new database that is a copy of the migrated template. */
  createDatabase(): Promise<string>;
  close(): Promise<void>;
}

const schemas = [
  ['bus', '../bus/pg/migrations/'],
  ['inventory', '../worker/migrations/'],
  ['booking', '../booking/migrations/'],
  ['payments', '../payments/migrations/'],
] as const;

/**
 * Starts an embedded server (or uses `DATABASE_URL`, a superuser's), migrates a template once and clones it for
 * each database asked for. `close` drops what it made and fails if a test left a connection open.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const own = process.env.DATABASE_URL === undefined ? await startOwn() : undefined;
  const adminUrl = own?.url ?? process.env.DATABASE_URL!;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const template = `jobwright_${randomBytes(4).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${template}`);
  for (const [schema, folder] of schemas) {
    await migrate({
      url: urlOf(adminUrl, template),
      schema,
      migrations: new URL(folder, import.meta.url),
      logger: silentLogger,
    });
  }
  const made = [template];
  return {
    createDatabase: async () => {
      const name = `${template}_${made.length}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      made.push(name);
      return urlOf(adminUrl, name);
    },
    close: async () => {
      const open = await openConnections(admin, made);
      for (const name of made.toReversed()) {
        await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      }
      await admin.end();
      await own?.close();
      if (open.length > 0) {
        throw new Error(`left open: ${open.join(', ')}`);
      }
    },
  };
}

/** Names of connections that stay open: a closed one takes the server a moment to see. */
async function openConnections(
  admin: pg.Client,
  databases: readonly string[],
): Promise<readonly string[]> {
  const giveUpAt = Date.now() + 5_000;
  for (;;) {
    const { rows } = await admin.query<{ application_name: string }>(
      `SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = ANY ($1)`,
      [databases],
    );
    if (rows.length === 0 || Date.now() > giveUpAt) {
      return rows.map((row) => row.application_name);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function startOwn(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwright-test-'));
  await chmod(directory, 0o755);
  const server = await startPostgres({
    directory,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
