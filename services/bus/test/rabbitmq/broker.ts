import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A RabbitMQ broker for tests. */
export interface Broker {
  readonly url: string;
  /** Kills it without warning and starts it again on the same data; absent for a foreign broker. */
  readonly restart?: () => Promise<void>;
  close(): Promise<void>;
}

/** Not the script in /usr/sbin, which changes the user and the directories. */
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const START_TIMEOUT_MS = 60_000;

/**
 * Uses the broker at `AMQP_TEST_URL`, or starts a private one as a child process on free loopback ports
 * with its data in a temporary folder (6 to 8 s).
 *
 * @throws Error saying how to install RabbitMQ when there is none.
 */
export async function startBroker(): Promise<Broker> {
  const given = process.env.AMQP_TEST_URL;
  if (given !== undefined && given !== '') {
    return { url: given, close: () => Promise.resolve() };
  }
  if (!existsSync(SERVER)) {
    throw new Error(
      `these tests need RabbitMQ: ${SERVER} is missing. Install it ("apt-get install --no-install-recommends rabbitmq-server"), ` +
        'or set AMQP_TEST_URL to a broker that may be used for tests.',
    );
  }
  const directory = await mkdtemp(join(tmpdir(), 'jobwright-rabbitmq-'));
  await mkdir(join(directory, 'log'));
  await writeFile(join(directory, 'enabled_plugins'), '[].');
  const port = await freePort(20_000, 45_000);
  const epmdPort = await freePort(46_000, 55_000);
  const distributionPort = await freePort(55_001, 65_000);
  await writeFile(
    join(directory, 'rabbitmq.conf'),
    [
      `listeners.tcp.default = 127.0.0.1:${port}`,
      'distribution.listener.interface = 127.0.0.1',
      'log.console = true',
      'disk_free_limit.absolute = 50MB',
    ].join('\n'),
  );
  // A child of our own: otherwise the first broker leaves a port mapper behind.
  const portMapper = spawn('epmd', ['-address', '127.0.0.1', '-port', String(epmdPort)], {
    stdio: 'ignore',
  });
  const place = { directory, port, epmdPort, distributionPort };
  let server = await launch(place);
  return {
    url: `amqp://127.0.0.1:${port}`,
    restart: async () => {
      await end(place, server, 'SIGKILL');
      server = await launch(place);
    },
    close: async () => {
      await end(place, server, 'SIGTERM');
      portMapper.kill('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly directory: string;
  readonly port: number;
  readonly epmdPort: number;
  readonly distributionPort: number;
}

async function launch(place: Place): Promise<ChildProcess> {
  const { directory } = place;
  const server = spawn(SERVER, [], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      RABBITMQ_NODENAME: `test${place.port}@localhost`,
      RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
      RABBITMQ_LOG_BASE: join(directory, 'log'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
      RABBITMQ_PID_FILE: join(directory, 'pid'),
      RABBITMQ_DIST_PORT: String(place.distributionPort),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(place.epmdPort),
    },
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (!(await accepts(place.port))) {
    if (server.exitCode !== null || Date.now() > giveUpAt) {
      throw new Error(`RabbitMQ did not start in ${directory} (exit ${String(server.exitCode)})`);
    }
    await sleep(100);
  }
  return server;
}

/** The started program is a shell; the broker itself writes its own id into the pid file. */
async function end(place: Place, server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) {
      resolve(undefined);
    }
    server.once('exit', resolve);
  });
  const pid = Number(await readFile(join(place.directory, 'pid'), 'utf8').catch(() => ''));
  if (pid > 1) {
    process.kill(pid, signal);
  } else {
    server.kill(signal);
  }
  await gone;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

async function freePort(from: number, to: number): Promise<number> {
  for (;;) {
    const port = from + Math.floor(Math.random() * (to - from));
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => {
        resolve(false);
      });
      probe.listen(port, '127.0.0.1', () => {
        resolve(true);
      });
    });
    await new Promise((resolve) => {
      probe.close(resolve);
    });
    if (free) {
      return port;
    }
  }
}
