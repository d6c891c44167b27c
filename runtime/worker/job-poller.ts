import { backoffDelay, pause } from '../backoff.js';
import type { ActivatedJob } from '../client/engine-client.js';
import { isEngineError } from '../errors.js';
import type { CompiledJob, CompiledWorkerOptions } from './compile-options.js';

/** A healthy engine parks a request without jobs; faster empty answers than this count as failures. */
const SUSPICIOUSLY_EMPTY_MS = 20;

/** Long poll of the first requests after a failure, in ms. */
const RECOVERY_POLL_MS = 500;

/** What a poller needs of its host. */
export interface PollerHost {
  readonly options: CompiledWorkerOptions;
  /** Aborted when polling must stop. */
  readonly stopPolling: AbortSignal;
  readonly runJob: (compiled: CompiledJob, job: ActivatedJob) => Promise<void>;
  readonly giveBack: (job: ActivatedJob) => Promise<void>;
  /** Called when polling begins to fail and when it works again. */
  readonly onConnection: (type: string, connected: boolean) => void;
}

/**
 * Keeps one long poll parked for one job type while there is room for more jobs. A new poll starts the
 * moment one returns, so an idle worker starts a job one round trip after it is created.
 */
export class JobPoller {
  readonly #host: PollerHost;
  readonly #compiled: CompiledJob;
  readonly #running = new Set<Promise<void>>();
  #failures = 0;
  #wake: (() => void) | undefined;

  constructor(host: PollerHost, compiled: CompiledJob) {
    this.#host = host;
    this.#compiled = compiled;
  }

  /** Jobs in flight. */
  get active(): number {
    return this.#running.size;
  }

  /** The type polled for. */
  get type(): string {
    return this.#compiled.descriptor.type;
  }

  /** Polls until `stopPolling`; jobs that arrive after it are given back before this resolves. */
  async poll(): Promise<void> {
    const { options } = this.#host;
    while (!this.#stopped()) {
      const room = options.concurrency - this.#running.size;
      if (room <= 0) {
        await this.#untilRoom();
        continue;
      }
      const jobs = await this.#request(room);
      if (this.#stopped()) {
        await Promise.all(jobs.map((job) => this.#host.giveBack(job)));
      } else {
        for (const job of jobs) {
          this.#start(job);
        }
      }
    }
  }

  /** Resolves when no handler of this type runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running);
    }
  }

  #stopped(): boolean {
    return this.#host.stopPolling.aborted;
  }

  async #request(room: number): Promise<readonly ActivatedJob[]> {
    const { options, stopPolling } = this.#host;
    const { descriptor } = this.#compiled;
    const started = performance.now();
    try {
      const jobs = await options.client.activateJobs(
        {
          type: descriptor.type,
          worker: options.name,
          maxJobs: room,
          timeoutMs: options.timeoutMs,
          // After a failure a short poll tells soon whether the engine is back.
          longPollMs:
            this.#failures === 0
              ? options.longPollMs
              : Math.min(options.longPollMs, RECOVERY_POLL_MS),
          ...(descriptor.fetchVariables === undefined
            ? {}
            : { fetchVariables: descriptor.fetchVariables }),
        },
        { signal: stopPolling },
      );
      const spinning = jobs.length === 0 && performance.now() - started < SUSPICIOUSLY_EMPTY_MS;
      if (spinning && !stopPolling.aborted) {
        await pause(SUSPICIOUSLY_EMPTY_MS, stopPolling);
      }
      this.#succeeded();
      return jobs;
    } catch (error) {
      if (!stopPolling.aborted) {
        await this.#failed(error);
      }
      return [];
    }
  }

  #succeeded(): void {
    if (this.#failures > 0) {
      this.#host.options.logger.info(
        { jobType: this.type, failures: this.#failures },
        'polling works again',
      );
      this.#failures = 0;
      this.#host.onConnection(this.type, true);
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { options, stopPolling } = this.#host;
    this.#failures += 1;
    const code = isEngineError(error) ? error.code : 'INTERNAL';
    options.metrics?.pollFailures.inc({ type: this.type, code });
    const waitMs = backoffDelay(options.pollBackoff, this.#failures);
    if (this.#failures === 1) {
      options.logger.warn({ err: error, jobType: this.type, waitMs }, 'polling failed, trying on');
      this.#host.onConnection(this.type, false);
    } else {
      options.logger.debug(
        { code, jobType: this.type, waitMs, failures: this.#failures },
        'polling still fails',
      );
    }
    await pause(waitMs, stopPolling);
  }

  #start(job: ActivatedJob): void {
    const { metrics } = this.#host.options;
    metrics?.jobsActive.inc({ type: this.type });
    const run = this.#host.runJob(this.#compiled, job).finally(() => {
      this.#running.delete(run);
      metrics?.jobsActive.dec({ type: this.type });
      this.#wake?.();
    });
    this.#running.add(run);
  }

  #untilRoom(): Promise<void> {
    const { stopPolling } = this.#host;
    return new Promise((resolve) => {
      const done = (): void => {
        this.#wake = undefined;
        stopPolling.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      stopPolling.addEventListener('abort', done, { once: true });
    });
  }
}
