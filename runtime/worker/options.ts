import type { Backoff } from '../backoff.js';
import type { EngineClient } from '../client/engine-client.js';
import type { WorkerMetrics } from '../metrics.js';
import type { JobDescriptors, JobHandler, Logger, ProcessDescriptor } from '../v1.js';

/**
 * One handler a job type. A generated handlers interface fits; a missing handler is a compile error
 * here and a `RuntimeError` at start.
 */
export type HandlersOf<Jobs extends JobDescriptors> = {
  readonly [Type in keyof Jobs]: JobHandler<never, unknown, never, never, never>;
};

/**
 * What a worker does with jobs of a model that is not the one its code was generated from: `warn` runs
 * them and says so once a definition; `refuse` raises an incident for each; `ignore` does not look.
 */
export type StaleModelPolicy = 'warn' | 'refuse' | 'ignore';

/** Options of `createWorkerHost`. */
export interface WorkerHostOptions<Jobs extends JobDescriptors> {
  readonly client: EngineClient;
  /** Generated: the job types of a process. */
  readonly jobs: Jobs;
  readonly handlers: HandlersOf<Jobs>;
  /** Worker name, shown in the engine's views and in logs. */
  readonly name: string;
  readonly logger: Logger;
  /** Jobs in flight at most, for each job type. @default 16 */
  readonly concurrency?: number;
  /** How long a job stays with this worker, in ms. @default 60000 */
  readonly timeoutMs?: number;
  /** How long a poll stays parked at the engine, in ms. @default 10000 */
  readonly longPollMs?: number;
  /** Waits between failed polls. @default 100 ms to 15 s */
  readonly pollBackoff?: Partial<Backoff>;
  /** Waits before a failed job is tried again. @default 250 ms to 60 s */
  readonly backoff?: Partial<Backoff>;
  readonly metrics?: WorkerMetrics;
  /**
   * Generated: the model that `jobs` come from. With it, the host compares each version of the process
   * whose jobs it gets with that model.
   */
  readonly process?: ProcessDescriptor;
  /** @default 'warn' */
  readonly staleModel?: StaleModelPolicy;
}

/**
 * `created` until `run`, then `running`, or `disconnected` while polls fail; `draining` from
 * `shutdown` on, then `stopped` for good.
 */
export type WorkerState = 'created' | 'running' | 'disconnected' | 'draining' | 'stopped';

/** What a worker host does right now. */
export interface WorkerStatus {
  readonly state: WorkerState;
  /** Jobs whose handler runs. */
  readonly active: number;
  /** Jobs in flight by job type. */
  readonly activeByType: Readonly<Record<string, number>>;
}

/** How a shutdown ended. */
export interface ShutdownReport {
  /** Jobs whose handler had not returned when the force time was over. They are tried again later. */
  readonly abandoned: number;
  /** Jobs that arrived while closing and were handed back untouched. */
  readonly givenBack: number;
}

/** Runs the handlers of one process against one engine. */
export interface WorkerHost {
  /** Starts polling and returns at once. Throws `RuntimeError` when called twice or after shutdown. */
  run(): void;
  status(): WorkerStatus;
  /**
   * Stops polling, hands back jobs that arrive in the closing poll, waits `graceMs` (default 10 000)
   * for handlers, then aborts their signals and waits `forceMs` (default 2 000) more. Never rejects;
   * a second call gets the same promise.
   */
  shutdown(options?: {
    readonly graceMs?: number;
    readonly forceMs?: number;
  }): Promise<ShutdownReport>;
}
