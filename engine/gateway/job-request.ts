import type { TakenJob } from '../processors/job-taker.js';

/** A job that belongs to a worker until its deadline. */
export type ActivatedJob = TakenJob;

/** What a worker asks for. */
export interface JobRequest {
  readonly type: string;
  readonly worker: string;
  /** How long an activated job belongs to the worker, in ms. */
  readonly timeoutMs: number;
  /** Names of variables to send along; none means all that are visible. */
  readonly fetchVariables: readonly string[];
}

/** A long poll: `maxJobs` at most, and how long to wait for the first one, in ms (0: not at all). */
export interface JobPoll extends JobRequest {
  readonly maxJobs: number;
  readonly waitMs: number;
  /** Aborted when the caller is gone: the wait ends, and jobs already activated are given back. */
  readonly signal: AbortSignal;
}

/** Where pushed jobs go. */
export interface JobSink {
  /** Takes a job. False: taken, but no more until `resume` of the stream is called. Throws: not taken. */
  push(job: ActivatedJob): boolean;
  /** The dispatcher closes. */
  end(): void;
}
