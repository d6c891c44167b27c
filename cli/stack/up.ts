import { CliError } from '../cli-error.js';
import type { PartName, StackPart } from './part.js';
import { isHealthy, until } from './health.js';
import { choosePorts, type WantedPorts } from './ports.js';
import { preflight } from './preflight.js';
import { logOf, startPart } from './start-part.js';
import { tailOf } from './start-process.js';
import { readState, runs, writeState, type StackProcess, type StackState } from './state.js';
import { stopProcesses } from './stop.js';

/** What `bringUp` is told. */
export interface UpOptions {
  readonly folder: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parts: readonly StackPart[];
  readonly ports: WantedPorts;
  readonly note: (line: string) => void;
  /** Called once Camunda is healthy, before the services start. */
  readonly onEngine: (grpcAddress: string) => Promise<void>;
  /** Ends the start; what this call has started is stopped again. */
  readonly stop?: AbortSignal;
}

/**
 * Starts every part that does not run yet, each as soon as what it needs is healthy, and returns when
 * all are. A part that was killed is started again on its own data and port. What was started is
 * stopped again when one of them fails.
 * @throws CliError saying which part failed, why, and what it wrote last
 */
export async function bringUp(options: UpOptions): Promise<StackState> {
  const before = await readState(options.folder);
  const foreign = options.env.DATABASE_URL ?? '';
  const parts = options.parts.filter((part) => part.name !== 'postgres' || foreign === '');
  const startedHere: Partial<Record<PartName, readonly StackProcess[]>> = {};
  let state: StackState = {
    way: 'local',
    ports: await choosePorts(options.ports, before),
    databasePassword: before?.databasePassword ?? '',
    ...(foreign === '' ? {} : { foreignDatabase: foreign }),
    processes: before?.processes ?? {},
  };
  await preflight(parts, options);
  const abort = new AbortController();
  const giveUp = (): void => {
    abort.abort(new Error('the start was given up'));
  };
  options.stop?.addEventListener('abort', giveUp, { once: true });
  const begun = new Map<PartName, Promise<void>>();
  const start = (part: StackPart): Promise<void> => {
    const needs = parts.filter((other) => part.needs.includes(other.name));
    const known = begun.get(part.name);
    const starting = known ?? Promise.all(needs.map(start)).then(() => startOne(part));
    begun.set(part.name, starting);
    return starting;
  };
  const startOne = async (part: StackPart): Promise<void> => {
    abort.signal.throwIfAborted();
    const startedAt = performance.now();
    const log = logOf(options.folder, part);
    let processes = state.processes[part.name] ?? [];
    if (!(await runs(processes[0]))) {
      options.note(`starting ${part.title}`);
      const { databasePassword = state.databasePassword, ...started } = await startPart(part, {
        ...options,
        state,
      });
      processes = started.processes;
      startedHere[part.name] = processes;
      state = {
        ...state,
        databasePassword,
        processes: { ...state.processes, [part.name]: processes },
      };
      await writeState(options.folder, state);
    }
    const healthy = await until(() => isHealthy(part, state, log), {
      seconds: part.startSeconds,
      alive: async () => !abort.signal.aborted && (await runs(processes[0])),
    });
    abort.signal.throwIfAborted();
    if (!healthy) {
      throw await failed(part, { log, ended: !(await runs(processes[0])) });
    }
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    options.note(`  ${part.name} is up after ${seconds} s`);
    if (part.name === 'camunda') {
      await options.onEngine(`grpc://127.0.0.1:${String(state.ports.grpc)}`);
    }
  };
  try {
    await Promise.all(parts.map(start));
    return state;
  } catch (error) {
    // Those still on their way must not start anything any more.
    giveUp();
    await Promise.allSettled([...begun.values()]);
    await stopProcesses(startedHere, options.note);
    throw error;
  } finally {
    options.stop?.removeEventListener('abort', giveUp);
  }
}

async function failed(
  part: StackPart,
  { log, ended }: { readonly log: string; readonly ended: boolean },
): Promise<CliError> {
  const tail = await tailOf(log);
  const memory = /OutOfMemoryError|Cannot allocate memory/.test(tail);
  const port = /[Aa]ddress already in use|eaddrinuse|EADDRINUSE/.test(tail);
  return new CliError({
    what: `${part.title}: it did not start`,
    where: log,
    why: `${ended ? 'its process ended' : `it was not healthy after ${String(part.startSeconds)} s`}; it wrote last:\n         ${tail}`,
    fix: memory
      ? 'end other programs, or use a machine with more memory'
      : port
        ? 'another program took a port of it: run `jobwright stack down`, then `up` again'
        : 'read the log; `jobwright stack up --fresh` begins with empty data',
  });
}
