import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What `npm start` passes to Node. */
export const appArguments: readonly string[] = [
  'cli/bin.js',
  'dev',
  ...['payments', 'worker', 'booking'].map((name) => `services/${name}/main.ts`),
];

/** Where the parts of a running system listen: what `jobwright dev` writes beside its data. */
export interface Addresses {
  readonly http: string;
  readonly database: string;
  readonly grpc: string;
  readonly rest: string;
}

/** The process that `npm start` runs, started by a test on a free port and a folder of its own. */
export interface App {
  readonly url: string;
  readonly addresses: Addresses;
  /** What it printed so far, both streams. */
  readonly output: readonly string[];
  /** Milliseconds from spawn to the `ready` line. */
  readonly readyAfterMs: number;
  /** Asks it to stop as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`: resolves when the process is gone. */
  kill(): Promise<void>;
}

/** A fresh data folder that a test removes again. */
export async function createDataDirectory(): Promise<{
  readonly path: string;
  remove(): Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'jobwright-data-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A port that was free a moment ago, on loopback. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Starts the system as `npm start` does. Rejects with its output when it ends before it is ready. */
export async function startApp(options: {
  readonly dataDirectory: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}): Promise<App> {
  const output: string[] = [];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...appArguments], {
    cwd: root,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      LOG_LEVEL: 'warn',
      DATA_DIR: options.dataDirectory,
      PORT: String(options.port),
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await waitForReady(child, output, options.timeoutMs ?? 60_000);
  const readyAfterMs = performance.now() - startedAt;
  const addresses = JSON.parse(
    await readFile(join(options.dataDirectory, 'addresses.json'), 'utf8'),
  ) as Addresses;
  return {
    url: addresses.http,
    addresses,
    output,
    readyAfterMs,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => {
      await end(child, 'SIGKILL');
    },
  };
}

function waitForReady(child: ChildProcess, output: string[], timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${reason}; it printed:\n${output.join('\n')}`));
    };
    const timer = setTimeout(() => {
      fail(`the system was not ready within ${String(timeoutMs)} ms`);
    }, timeoutMs);
    const read = (line: string): void => {
      output.push(line);
      if (line.startsWith('ready http')) {
        clearTimeout(timer);
        resolve();
      }
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) {
        createInterface({ input: stream }).on('line', read);
      }
    }
    child.once('exit', (code) => {
      fail(`the system ended with code ${String(code)} before it was ready`);
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(child.exitCode);
  }
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', (code) => {
      resolve(code);
    });
    child.kill(signal);
  });
}
