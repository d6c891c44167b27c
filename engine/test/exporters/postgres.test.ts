import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

import { startTestPostgres, type TestPostgres } from '../../../services/test/postgres.js';
import { postgresExporter } from '../../exporters/index.js';
import { ControlledClock, type EngineRecord } from '../../index.js';
import { startEngineServer, type EngineServer } from '../../server.js';
import { end, processXml, start, task } from '../process-xml.js';

let postgres: TestPostgres;
let directory = '';

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-postgres-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const model = processXml('ship', {
  nodes: [start('s'), task('pack'), end('e')],
  flows: ['s->pack', 'pack->e'],
});

function serve(url: string): Promise<EngineServer> {
  const ports = { grpcPort: 0, restPort: 0, clock: new ControlledClock() };
  return startEngineServer({
    ...ports,
    dataDirectory: directory,
    fsync: 'off',
    exporters: [postgresExporter({ url })],
  });
}

async function run(
  { engine }: EngineServer,
  valueType: string,
  intent: string,
  command: { readonly value: object; readonly key?: number },
): Promise<void> {
  await engine.execute({ valueType, intent, ...command });
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function start2(server: EngineServer, count: number): Promise<void> {
  for (let place = 0; place < count; place += 1) {
    const value = { bpmnProcessId: 'ship', variables: { place, odd: '\0\uD800 "x"' } };
    await run(server, 'PROCESS_INSTANCE_CREATION', 'CREATE', { value });
  }
}

describe('postgresExporter', () => {
  test('keeps what became of instances, elements, variables, jobs, incidents and messages', async () => {
    const url = await postgres.createDatabase();
    const server = await serve(url);
    const resource = Buffer.from(model).toString('base64');
    const value = { resources: [{ resourceName: 'ship.bpmn', resource }] };
    await run(server, 'DEPLOYMENT', 'CREATE', { value });
    await start2(server, 3);
    const [first, second] = server.engine.queries.jobs('pack');
    await run(server, 'JOB', 'COMPLETE', { key: first?.key ?? 0, value: { variables: { ok: 1 } } });
    await run(server, 'JOB', 'FAIL', { key: second?.key ?? 0, value: { retries: 0 } });
    await run(server, 'MESSAGE', 'PUBLISH', {
      value: { name: 'hello', correlationKey: '1', timeToLive: 0 },
    });
    await server.close();
    expect(
      await rows(
        url,
        `SELECT state, ended_at IS NOT NULL AS ended, started_at IS NOT NULL AS started
           FROM engine_history.process_instance ORDER BY key`,
      ),
    ).toEqual([
      { state: 'COMPLETED', ended: true, started: true },
      { state: 'ACTIVE', ended: false, started: true },
      { state: 'ACTIVE', ended: false, started: true },
    ]);
    const count = (table: string): Promise<unknown[]> =>
      rows(url, `SELECT count(*)::int AS n FROM engine_history.${table}`);
    // three starts, three tasks and one end; three variables each, one more by the job
    expect(await count('element_instance')).toEqual([{ n: 7 }]);
    expect(await count('variable')).toEqual([{ n: 7 }]);
    expect(await rows(url, 'SELECT state FROM engine_history.job ORDER BY key')).toEqual(
      ['COMPLETED', 'FAILED', 'CREATED'].map((state) => ({ state })),
    );
    expect(
      await rows(url, 'SELECT error_type, state FROM engine_history.incident ORDER BY key'),
    ).toEqual([{ error_type: 'JOB_NO_RETRIES', state: 'ACTIVE' }]);
    expect(await rows(url, 'SELECT name, state FROM engine_history.message')).toEqual([
      { name: 'hello', state: 'EXPIRED' },
    ]);
  });

  test('goes on after a restart where it stopped, without writing anything twice', async () => {
    const url = await postgres.createDatabase();
    const resource = Buffer.from(model).toString('base64');
    const value = { resources: [{ resourceName: 'ship.bpmn', resource }] };
    for (let round = 0; round < 3; round += 1) {
      const server = await serve(url);
      if (round === 0) {
        await run(server, 'DEPLOYMENT', 'CREATE', { value });
      }
      await start2(server, 5);
      await server.close();
    }
    expect(
      await rows(url, 'SELECT count(*)::int AS n FROM engine_history.process_instance'),
    ).toEqual([{ n: 15 }]);
  });

  test('takes records again without a change', async () => {
    const url = await postgres.createDatabase();
    const exporter = postgresExporter({ url, schema: 'again' });
    const record = (position: number, intent: string): EngineRecord => ({
      position,
      sourceRecordPosition: -1,
      key: 7,
      recordType: 'EVENT',
      valueType: 'INCIDENT',
      intent,
      value: {
        processInstanceKey: 1,
        elementInstanceKey: 2,
        elementId: 'e',
        jobKey: -1,
        errorType: 'X',
        errorMessage: '',
      },
      rejectionType: 'NULL_VAL',
      rejectionReason: '',
      timestamp: position * 1000,
    });
    expect(await exporter.open()).toBe(0);
    await exporter.export([record(1, 'CREATED')]);
    await exporter.export([record(1, 'CREATED'), record(2, 'RESOLVED')]);
    await exporter.export([record(1, 'CREATED')]);
    await exporter.close();
    expect(await exporter.open()).toBe(2);
    await exporter.close();
    expect(
      await rows(
        url,
        `SELECT state, extract(epoch FROM created_at)::int AS created,
                extract(epoch FROM resolved_at)::int AS resolved FROM again.incident`,
      ),
    ).toEqual([{ state: 'RESOLVED', created: 1, resolved: 2 }]);
  });

  test('says what to do when the database is not there', async () => {
    const exporter = postgresExporter({ url: 'postgresql://nobody@127.0.0.1:1/none' });
    await expect(exporter.open()).rejects.toMatchObject({
      name: 'ExporterError',
      isLasting: false,
      message: expect.stringContaining('cannot connect') as unknown,
    });
    await exporter.close();
  });
});
