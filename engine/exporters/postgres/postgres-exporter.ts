import { fileURLToPath } from 'node:url';
import type pg from 'pg';

import type { EngineRecord } from '../../records/record.js';
import { ExporterError, type Exporter } from '../exporter.js';
import { historyRows, type HistoryRow, type HistoryTable } from './history-rows.js';

/** Options of `postgresExporter`. */
export interface PostgresExporterOptions {
  /** Connection URL of the database. */
  readonly url: string;
  /** Schema of the tables; made when it is missing. One engine a schema. @default 'engine_history' */
  readonly schema?: string;
}

const connectTimeoutMs = 5_000;

/**
 * An exporter into tables of PostgreSQL: what became of process instances, elements, variables, jobs,
 * incidents and messages, kept when the engine's log has long dropped it. Each batch of records is one
 * transaction together with its position, so nothing is written twice. The driver is loaded by `open`.
 */
export function postgresExporter(options: PostgresExporterOptions): Exporter {
  return new PostgresExporter(options);
}

class PostgresExporter implements Exporter {
  readonly name = 'postgres';
  readonly #url: string;
  readonly #schema: string;
  #client: pg.Client | undefined;

  constructor(options: PostgresExporterOptions) {
    this.#url = options.url;
    this.#schema = options.schema ?? 'engine_history';
  }

  async open(): Promise<number> {
    const { default: postgres } = await import('pg');
    const client = new postgres.Client({
      connectionString: this.#url,
      application_name: 'jobwright engine',
      connectionTimeoutMillis: connectTimeoutMs,
    });
    this.#client = client;
    // A lost connection shows in the next query.
    client.on('error', () => undefined);
    await this.#doing('it cannot connect', () => client.connect());
    await this.#doing('it cannot bring its tables up to date', () => this.#migrate(client));
    await client.query(`SET search_path TO ${client.escapeIdentifier(this.#schema)}`);
    const { rows } = await client.query<{ position: string }>(
      'SELECT position FROM export_position',
    );
    return Number(rows[0]?.position ?? 0);
  }

  async export(records: readonly EngineRecord[]): Promise<void> {
    const client = this.#client;
    const last = records.at(-1);
    if (client === undefined || last === undefined) {
      return;
    }
    await this.#doing('it cannot write', async () => {
      await client.query('BEGIN');
      const { rows } = await client.query<{ position: string }>(
        'SELECT position FROM export_position FOR UPDATE',
      );
      const known = Number(rows[0]?.position ?? 0);
      const fresh = records.filter(({ position }) => position > known);
      for (const [table, changed] of historyRows(fresh)) {
        await upsert(client, table, changed);
      }
      await client.query('UPDATE export_position SET position = greatest(position, $1)', [
        last.position,
      ]);
      await client.query('COMMIT');
    });
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #migrate(client: pg.Client): Promise<void> {
    const { runner } = await import('node-pg-migrate');
    const quiet = (): void => undefined;
    await runner({
      dbClient: client,
      dir: fileURLToPath(new URL('migrations/', import.meta.url)),
      direction: 'up',
      schema: this.#schema,
      createSchema: true,
      migrationsSchema: this.#schema,
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      checkOrder: true,
      singleTransaction: true,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
  }

  async #doing(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ExporterError(
        {
          exporter: this.name,
          message: `${what}: ${reason}`,
          fix: 'see to the database; it is asked again, and what it misses stays in the log until then',
          isLasting: false,
        },
        error,
      );
    }
  }
}

/** Writes rows of one table in one statement; columns that are null leave what is there. */
async function upsert(
  client: pg.Client,
  table: HistoryTable,
  rows: readonly HistoryRow[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const changes = columns
    .filter((column) => column !== 'key')
    .map((column) => `${column} = coalesce(excluded.${column}, ${table}.${column})`);
  await client.query(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns.join(', ')} FROM json_populate_recordset(NULL::${table}, $1)
     ON CONFLICT (key) DO UPDATE SET ${changes.join(', ')}`,
    [JSON.stringify(rows, storable)],
  );
}

/** PostgreSQL has no text with the character zero or half of a surrogate pair in it. */
function storable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD') : value;
}
