import { pause } from '../backoff.js';
import { RuntimeError } from '../errors.js';
import { withFields } from '../logger.js';
import type { JobDescriptors } from '../v1.js';
import { compileWorkerOptions } from './compile-options.js';
import type { CompiledWorkerOptions } from './compile-options.js';
import { JobPoller } from './job-poller.js';
import { JobRunner } from './job-runner.js';
import type {
  ShutdownReport,
  WorkerHost,
  WorkerHostOptions,
  WorkerState,
  WorkerStatus,
} from './options.js';

/**
 * Makes a worker host; it does nothing until `run`.
 * @throws RuntimeError WORKER_HANDLERS_MISMATCH or SCHEMA_INVALID
 */
export function createWorkerHost<Jobs extends JobDescriptors>(
  options: WorkerHostOptions<Jobs>,
): WorkerHost {
  return new PollingWorkerHost(compileWorkerOptions(options));
}

class PollingWorkerHost implements WorkerHost {
  readonly #options: CompiledWorkerOptions;
  readonly #stopPolling = new AbortController();
  readonly #stopHandlers = new AbortController();
  readonly #disconnected = new Set<string>();
  readonly #runner: JobRunner;
  readonly #pollers: readonly JobPoller[];
  #phase: 'created' | 'running' | 'draining' | 'stopped' = 'created';
  #polling: Promise<unknown> = Promise.resolve();
  #shutdown: Promise<ShutdownReport> | undefined;
  #givenBack = 0;

  constructor(options: CompiledWorkerOptions) {
    this.#options = { ...options, logger: withFields(options.logger, { worker: options.name }) };
    this.#runner = new JobRunner(this.#options, () => this.#stopPolling.signal.aborted);
    const host = {
      options: this.#options,
      stopPolling: this.#stopPolling.signal,
      runJob: this.#runJob,
      giveBack: this.#giveBack,
      onConnection: this.#onConnection,
    };
    this.#pollers = this.#options.jobs.map((compiled) => new JobPoller(host, compiled));
  }

  run(): void {
    if (this.#phase !== 'created') {
      throw new RuntimeError(
        'WORKER_STATE',
        `The worker host "${this.#options.name}" is ${this.#phase} already.`,
        'Create a new host to run again.',
      );
    }
    this.#phase = 'running';
    this.#polling = Promise.all(this.#pollers.map((poller) => poller.poll()));
  }

  status(): WorkerStatus {
    return {
      state: this.#state(),
      active: this.#active(),
      activeByType: Object.fromEntries(this.#pollers.map((poller) => [poller.type, poller.active])),
    };
  }

  shutdown(
    options: { readonly graceMs?: number; readonly forceMs?: number } = {},
  ): Promise<ShutdownReport> {
    this.#shutdown ??= this.#drain(options.graceMs ?? 10_000, options.forceMs ?? 2_000);
    return this.#shutdown;
  }

  async #drain(graceMs: number, forceMs: number): Promise<ShutdownReport> {
    this.#phase = 'draining';
    this.#stopPolling.abort();
    const finished = Promise.all([this.#polling, ...this.#pollers.map((poller) => poller.idle())]);
    if (!(await settlesWithin(finished, graceMs))) {
      this.#options.logger.warn(
        { active: this.#active(), graceMs },
        'jobs still run after the grace time, aborting them',
      );
      this.#stopHandlers.abort(new Error('the worker is shutting down'));
      await settlesWithin(finished, forceMs);
    }
    this.#phase = 'stopped';
    const report = { abandoned: this.#active(), givenBack: this.#givenBack };
    if (report.abandoned > 0) {
      this.#options.logger.error(report, 'stopped with jobs whose handlers ignore their signal');
    } else {
      this.#options.logger.info(report, 'stopped');
    }
    return report;
  }

  readonly #runJob = (
    compiled: Parameters<JobRunner['run']>[0],
    job: Parameters<JobRunner['run']>[1],
  ): Promise<void> => this.#runner.run(compiled, job, this.#stopHandlers.signal);

  readonly #giveBack = async (job: Parameters<JobRunner['giveBack']>[0]): Promise<void> => {
    this.#givenBack += 1;
    await this.#runner.giveBack(job);
  };

  readonly #onConnection = (type: string, connected: boolean): void => {
    if (connected) {
      this.#disconnected.delete(type);
    } else {
      this.#disconnected.add(type);
    }
  };

  #active(): number {
    return this.#pollers.reduce((sum, poller) => sum + poller.active, 0);
  }

  #state(): WorkerState {
    return this.#phase === 'running' && this.#disconnected.size > 0 ? 'disconnected' : this.#phase;
  }
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timeout = new AbortController();
  const settled = work.then(() => true);
  const late = pause(ms, timeout.signal).then(() => false);
  try {
    return await Promise.race([settled, late]);
  } finally {
    timeout.abort();
  }
}
