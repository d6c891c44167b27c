import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PartName } from '../../cli/stack/part.js';
import { localPlaces } from '../../cli/stack/places.js';
import { environmentOf, partOf } from '../../cli/stack/description.js';
import { readState, runs, type StackState } from '../../cli/stack/state.js';
import { BookingClient } from '../system/booking-client.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Variables of the services that a test may choose. */
export type ServiceSettings = Readonly<
  Partial<Record<'PAYMENT_TIMEOUT' | 'JOBWRIGHT_TRANSPORT', string>>
>;

/** The running stack, as a test sees it. */
export interface StackUnderTest {
  readonly client: BookingClient;
  readonly databaseUrl: string;
  readonly operateUrl: string;
  readonly grpcAddress: string;
  /** `kill -9` of a part; resolves when its process is gone. */
  kill(part: PartName): Promise<void>;
  /** What an operator does then: `jobwright stack up` starts what has ended, and waits for it. */
  up(): Promise<void>;
  /** Starts booking and worker anew, with other variables and nothing else changed. */
  restartServices(settings: ServiceSettings): Promise<void>;
  /** The process ids of all parts. */
  pids(): Promise<Readonly<Partial<Record<PartName, number>>>>;
}

/**
 * The stack that `npm run test:camunda` started, with every part that another test may have left dead
 * running again.
 */
export async function openStack(settings: ServiceSettings = {}): Promise<StackUnderTest> {
  const folder = process.env.CAMUNDA_STACK;
  if (folder === undefined) {
    throw new Error('there is no stack: run `npm run test:camunda`, which starts one');
  }
  const read = async (): Promise<StackState> => {
    const state = await readState(folder);
    if (state === undefined) {
      throw new Error(`there is no stack.json in ${folder}`);
    }
    return state;
  };
  let environment: ServiceSettings = settings;
  const state = await read();
  const at = (port: keyof StackState['ports']): string =>
    `127.0.0.1:${String(state.ports[port] ?? 0)}`;
  const end = async (part: PartName, signal: NodeJS.Signals): Promise<void> => {
    const [one] = (await read()).processes[part] ?? [];
    if (one !== undefined && (await runs(one))) {
      process.kill(one.pid, signal);
      while (await runs(one)) {
        await sleep(20);
      }
    }
  };
  const up = (): Promise<void> =>
    runStack(['up', '--without-docker', '--data', folder], environment);
  const variables = environmentOf(partOf('worker'), localPlaces(state, {}), 'local');
  const stack: StackUnderTest = {
    client: new BookingClient(`http://${at('http')}`),
    databaseUrl: variables.DATABASE_URL ?? '',
    operateUrl: variables.OPERATE_URL ?? '',
    grpcAddress: at('grpc'),
    kill: (part) => end(part, 'SIGKILL'),
    up,
    restartServices: async (wanted) => {
      environment = wanted;
      await Promise.all([end('booking', 'SIGTERM'), end('worker', 'SIGTERM')]);
      await up();
    },
    pids: async () => {
      const { processes } = await read();
      return Object.fromEntries(
        Object.entries(processes).map(([name, [first]]) => [name, first?.pid ?? 0]),
      );
    },
  };
  await stack.restartServices(settings);
  return stack;
}

async function runStack(args: readonly string[], settings: ServiceSettings): Promise<void> {
  const child = spawn(process.execPath, ['cli/bin.js', 'stack', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`jobwright stack ${args.join(' ')} ended with ${String(code)}:\n${said}`);
  }
}
