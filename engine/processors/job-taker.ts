import type { JobValue } from '../records/values.js';

/** An activated job on its way to the worker that took it. */
export interface TakenJob extends JobValue {
  readonly key: number;
}

/** A worker that takes jobs of a type the moment they become activatable: an open job stream. */
export interface JobTaker {
  readonly worker: string;
  /** How long a job belongs to the worker, in ms. */
  readonly timeoutMs: number;
  /** Names of variables to send along; none means all that are visible. */
  readonly fetchVariables: readonly string[];
  /** Called once the activation is durable. */
  take(job: TakenJob): void;
}

/**
 * Who takes the next job of a type; undefined when nobody does. Asked while a batch is processed; not
 * part of the state, since the log says who got what.
 */
export type FindJobTaker = (jobType: string) => JobTaker | undefined;
