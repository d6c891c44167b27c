import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePortIn } from './free-ports.js';
import { PartMissing } from './part-missing.js';
import { startProcess } from './start-process.js';
import { processOf, runs, type StackProcess } from './state.js';

/** Not the script in /usr/sbin, which changes the user and the directories. */
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const PID_LIMIT_MS = 60_000;

/** What a RabbitMQ of our own is started with. */
export interface RabbitOptions {
  /** Folder for data, configuration and log. */
  readonly directory: string;
  /** AMQP port on loopback. */
  readonly port: number;
  /** Lines of rabbitmq.conf beside the port. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The port mapper of an earlier start, used again while it lives. */
  readonly portMapper?: StackProcess | undefined;
}

/**
 * Says where RabbitMQ is installed.
 * @throws PartMissing when it is not
 */
export function findRabbit(): string {
  if (!existsSync(SERVER)) {
    throw new PartMissing(
      `RabbitMQ was not found at ${SERVER}: install it (Debian: apt-get install --no-install-recommends rabbitmq-server).`,
    );
  }
  return SERVER;
}

/**
 * Starts a RabbitMQ broker on loopback ports, with its data in one folder: the same folder again goes on
 * with the same data. Returns the broker and its port mapper as soon as the broker has a process; its
 * port opens 5 to 8 s later.
 * @throws PartMissing when RabbitMQ is not installed
 */
export async function startRabbit(options: RabbitOptions): Promise<readonly StackProcess[]> {
  const program = findRabbit();
  const { directory, port } = options;
  await mkdir(join(directory, 'log'), { recursive: true });
  const at = await placesOf(directory);
  await rm(join(directory, 'pid'), { force: true });
  await writeFile(join(directory, 'enabled_plugins'), '[].');
  const settings = {
    'listeners.tcp.default': `127.0.0.1:${String(port)}`,
    'distribution.listener.interface': '127.0.0.1',
    'log.console': 'true',
    'disk_free_limit.absolute': '50MB',
    ...options.settings,
  };
  await writeFile(
    join(directory, 'rabbitmq.conf'),
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  // Started here: otherwise the first broker leaves a port mapper behind that nobody stops.
  const known = options.portMapper;
  const portMapper =
    known !== undefined && (await runs(known))
      ? known
      : await startProcess({
          program: 'epmd',
          args: ['-address', '127.0.0.1', '-port', String(at.mapper)],
          env: process.env,
          log: join(directory, 'log', 'epmd.log'),
        });
  const shell = await startProcess({
    program,
    args: [],
    log: join(directory, 'log', 'rabbitmq.log'),
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      // A node is known by its name, so it is made of what stays the same for these data.
      RABBITMQ_NODENAME: `stack${String(at.distribution)}@localhost`,
      RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
      RABBITMQ_LOG_BASE: join(directory, 'log'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
      RABBITMQ_PID_FILE: join(directory, 'pid'),
      RABBITMQ_DIST_PORT: String(at.distribution),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(at.mapper),
    },
  });
  return [await brokerOf(directory, shell), portMapper];
}

/** The started program is a shell; the broker itself writes its own id into the pid file. */
async function brokerOf(directory: string, shell: StackProcess): Promise<StackProcess> {
  const giveUpAt = Date.now() + PID_LIMIT_MS;
  for (;;) {
    const pid = Number(await readFile(join(directory, 'pid'), 'utf8').catch(() => ''));
    const broker = pid > 1 ? await processOf(pid) : undefined;
    if (broker !== undefined && (await runs(broker))) {
      return broker;
    }
    if (Date.now() > giveUpAt || !(await runs(shell))) {
      return shell;
    }
    await sleep(50);
  }
}

/** Ports that only RabbitMQ itself uses; kept beside the data, because the node's name has one. */
async function placesOf(
  directory: string,
): Promise<{ readonly mapper: number; readonly distribution: number }> {
  const file = join(directory, 'ports');
  const kept = (await readFile(file, 'utf8').catch(() => '')).split(' ').map(Number);
  const [
    mapper = await freePortIn(46_000, 55_000),
    distribution = await freePortIn(55_001, 65_000),
  ] = kept.length === 2 ? kept : [];
  await writeFile(file, `${String(mapper)} ${String(distribution)}`);
  return { mapper, distribution };
}
