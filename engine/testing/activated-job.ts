import type { ActivatedJob, Operations } from '../gateway/index.js';
import { document } from './document.js';
import { testJob } from './run-job.js';
import type { TestJob } from './test-job.js';

/** A job that a test does by hand, and how it ends. Each call waits until the engine is idle. */
export interface TestActivatedJob extends TestJob {
  /** Completes it. */
  complete(variables?: object): Promise<void>;
  /** Fails it. @param failure `retries`: what is left, by default one less than before */
  fail(failure?: {
    readonly message?: string;
    readonly retries?: number;
    readonly backoffMs?: number;
    readonly variables?: object;
  }): Promise<void>;
  /** Throws a BPMN error out of it. */
  throwError(code: string, message?: string, variables?: object): Promise<void>;
}

/** Puts the ways to end it beside a job. */
export function activatedJob(
  job: ActivatedJob,
  engine: { readonly operations: () => Operations; readonly idle: () => Promise<void> },
): TestActivatedJob {
  const { operations, idle } = engine;
  return {
    ...(testJob(job) as TestJob),
    complete: async (variables = {}) => {
      await operations().completeJob(job.key, document(variables));
      await idle();
    },
    fail: async (failure = {}) => {
      await operations().failJob(job.key, {
        retries: failure.retries ?? job.retries - 1,
        errorMessage: failure.message ?? '',
        retryBackOffMs: failure.backoffMs ?? 0,
        variables: document(failure.variables ?? {}),
      });
      await idle();
    },
    throwError: async (errorCode, errorMessage = '', variables = {}) => {
      await operations().throwError(job.key, {
        errorCode,
        errorMessage,
        variables: document(variables),
      });
      await idle();
    },
  };
}
