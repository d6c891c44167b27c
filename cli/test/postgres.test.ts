import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { hasPostgresData, startPostgres } from '../dev/postgres.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-postgres-'));
  await chmod(directory, 0o755);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('keeps data between starts, and asks for the password', async () => {
  expect(await hasPostgresData(directory)).toBe(false);
  const first = await startPostgres({ directory });
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const stranger = new URL(first.url);
  stranger.password = 'wrong';
  await expect(query(stranger.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  await first.close();
  await first.close();
  await expect(query(first.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  expect(await hasPostgresData(directory)).toBe(true);
  const second = await startPostgres({ directory });
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await second.close();
}, 60_000);

test('a second start on the same folder is refused while the first runs', async () => {
  const first = await startPostgres({ directory });
  await expect(startPostgres({ directory })).rejects.toThrow('already runs a PostgreSQL');
  expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await first.close();
}, 60_000);

test('takes over from a parent that was killed: its server is stopped, nothing is lost', async () => {
  // given a process that started the server, wrote a row, and was killed
  const module = fileURLToPath(new URL('../dev/postgres.ts', import.meta.url));
  const script = `
    const { startPostgres } = await import(${JSON.stringify(module)});
    const { default: pg } = await import('pg');
    const server = await startPostgres({ directory: ${JSON.stringify(directory)} });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 42 AS answer');
    process.stdout.write(server.url);
    process.kill(process.pid, 'SIGKILL');
  `;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let orphanUrl = '';
  parent.stdout.on('data', (chunk: Buffer) => {
    orphanUrl += chunk.toString();
  });
  await new Promise((resolve) => parent.once('close', resolve));
  expect(await query(orphanUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);

  // when
  const server = await startPostgres({ directory });

  // then
  expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  if (new URL(orphanUrl).port !== new URL(server.url).port) {
    await expect(query(orphanUrl, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  }
  await server.close();
}, 60_000);

test('a port that is taken is named', async () => {
  const first = await startPostgres({ directory });
  const other = await mkdtemp(join(tmpdir(), 'jobwright-postgres-'));
  await chmod(other, 0o755);
  const port = Number(new URL(first.url).port);
  await expect(startPostgres({ directory: other, port })).rejects.toThrow(
    `did not start on 127.0.0.1:${port}`,
  );
  await rm(other, { recursive: true, force: true });
  await first.close();
}, 60_000);
