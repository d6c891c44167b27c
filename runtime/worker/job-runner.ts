import { backoffDelay } from '../backoff.js';
import type { ActivatedJob, JobResult } from '../client/engine-client.js';
import { isEngineError } from '../errors.js';
import { withFields } from '../logger.js';
import type { JobOutcome } from '../metrics.js';
import { describeFaults } from '../schema-checker.js';
import { BpmnError, isBpmnError, isJobFailure } from '../v1.js';
import type { JobContext, JsonObject, Logger } from '../v1.js';
import type { CompiledJob, CompiledWorkerOptions } from './compile-options.js';
import { FailureCounter } from './failure-counter.js';
import { readJobResult } from './job-result.js';
import { ModelGuard } from './model-guard.js';

/** Longest message sent to the engine: an operator reads it, a stack trace belongs in the log. */
const MAX_MESSAGE = 1_000;

/** What the job's answer will be. */
type Verdict =
  | { readonly kind: 'complete'; readonly variables: JsonObject; readonly result?: JobResult }
  | { readonly kind: 'error'; readonly error: BpmnError }
  | {
      readonly kind: 'retry';
      readonly message: string;
      readonly backoffMs: number;
      /** @default true */
      readonly usesRetry?: boolean;
    }
  | { readonly kind: 'incident'; readonly message: string };

/** Runs single jobs: checks, calls the handler, decides the answer and sends it. Never throws. */
export class JobRunner {
  readonly #options: CompiledWorkerOptions;
  readonly #failures = new FailureCounter();
  readonly #isDraining: () => boolean;
  readonly #guard: ModelGuard;

  constructor(options: CompiledWorkerOptions, isDraining: () => boolean) {
    this.#options = options;
    this.#isDraining = isDraining;
    this.#guard = new ModelGuard(options);
  }

  /** Runs one job to its answer. `stop` aborts the handler's signal before its deadline does. */
  async run(compiled: CompiledJob, job: ActivatedJob, stop: AbortSignal): Promise<void> {
    const logger = withFields(this.#options.logger, {
      jobKey: job.key,
      jobType: job.type,
      processInstanceKey: job.processInstanceKey,
      elementId: job.elementId,
    });
    const started = performance.now();
    const verdict = await this.#decide({ compiled, job, logger, stop });
    const outcome = await this.#answer(job, verdict, logger);
    const { metrics } = this.#options;
    metrics?.jobDuration.observe({ type: job.type }, (performance.now() - started) / 1000);
    metrics?.jobsFinished.inc({ type: job.type, outcome });
  }

  /** Hands a job back untouched: its retries stay, any worker may have it at once. */
  async giveBack(job: ActivatedJob): Promise<void> {
    const { client, logger, metrics } = this.#options;
    try {
      await client.failJob({
        jobKey: job.key,
        retries: job.retries,
        message: 'handed back: the worker is shutting down',
        backoffMs: 0,
      });
      metrics?.jobsFinished.inc({ type: job.type, outcome: 'given-back' });
    } catch (error) {
      logger.warn(
        { err: error, jobKey: job.key, jobType: job.type },
        'could not hand the job back; it returns after its timeout',
      );
    }
  }

  async #decide(run: {
    readonly compiled: CompiledJob;
    readonly job: ActivatedJob;
    readonly logger: Logger;
    readonly stop: AbortSignal;
  }): Promise<Verdict> {
    const { compiled, job, logger } = run;
    const refusal = await this.#guard.refusal(job, compiled.descriptor);
    if (refusal !== undefined) {
      logger.error({ fault: refusal }, 'job of another model refused');
      return { kind: 'incident', message: refusal };
    }
    const bad = inputFault(compiled, job);
    if (bad !== undefined) {
      const reason = await this.#guard.difference(job, compiled.descriptor);
      const message = reason === undefined ? bad : `${bad}; ${reason}`;
      logger.error({ fault: message }, 'job input does not fit its schema');
      return { kind: 'incident', message };
    }
    const signal = deadlineSignal(this.#options.timeoutMs, run.stop);
    try {
      const output: unknown = await compiled.handler(
        handlerJob(job),
        this.#context(logger, signal.signal),
      );
      return this.#checkOutput(compiled, output, logger);
    } catch (error) {
      return this.#failed(compiled, { job, error, logger });
    } finally {
      signal.release();
    }
  }

  #context(logger: Logger, signal: AbortSignal): JobContext<string> {
    const isDraining = this.#isDraining;
    return {
      signal,
      logger,
      get shuttingDown() {
        return isDraining();
      },
      error: (code, message, variables) => new BpmnError(code, message, variables),
    };
  }

  #checkOutput(compiled: CompiledJob, output: unknown, logger: Logger): Verdict {
    const answer = readJobResult(output, compiled.descriptor);
    if (answer.fault !== undefined) {
      const message = `the handler of "${compiled.descriptor.type}" returned a result that does not fit its job: ${answer.fault}`;
      logger.error({ fault: answer.fault }, 'job result does not fit its job');
      return { kind: 'incident', message };
    }
    const { variables, result } = answer;
    const faults = compiled.checkOutput(variables);
    if (faults.length > 0 || typeof variables !== 'object' || Array.isArray(variables)) {
      const message = `the handler of "${compiled.descriptor.type}" returned output that does not fit its schema: ${describeFaults(faults) || 'it is not an object'}`;
      logger.error({ faults }, 'job output does not fit its schema');
      return { kind: 'incident', message };
    }
    return {
      kind: 'complete',
      variables: variables as JsonObject, // fits the output schema
      ...(result === undefined ? {} : { result }),
    };
  }

  #failed(
    compiled: CompiledJob,
    failure: { readonly job: ActivatedJob; readonly error: unknown; readonly logger: Logger },
  ): Verdict {
    const { job, error, logger } = failure;
    if (isBpmnError(error)) {
      if (compiled.errorCodes.has(error.code) || compiled.errorCodes.has('*')) {
        return { kind: 'error', error };
      }
      const known = [...compiled.errorCodes].map((code) => `"${code}"`).join(', ') || 'none';
      return {
        kind: 'incident',
        message: `the handler threw BPMN error "${error.code}", which nothing around element "${job.elementId}" catches (caught: ${known}): ${error.message}`,
      };
    }
    const backoffMs = backoffDelay(this.#options.backoff, this.#failures.add(job.key));
    if (isJobFailure(error)) {
      logger.warn({ err: error, retries: job.retries }, 'job failed');
      return error.retryable
        ? {
            kind: 'retry',
            message: error.message,
            backoffMs: error.backoffMs ?? backoffMs,
            usesRetry: error.usesRetry,
          }
        : { kind: 'incident', message: error.message };
    }
    logger.error({ err: error, retries: job.retries }, 'defect: the handler threw');
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'retry', message: `defect in the handler: ${text}`, backoffMs };
  }

  async #answer(job: ActivatedJob, verdict: Verdict, logger: Logger): Promise<JobOutcome> {
    try {
      const outcome = await this.#send(job, verdict);
      if (outcome !== 'retried') {
        this.#failures.forget(job.key);
      }
      return outcome;
    } catch (error) {
      const code = isEngineError(error) ? error.code : 'INTERNAL';
      if (code === 'NOT_FOUND' || code === 'FAILED_PRECONDITION') {
        this.#failures.forget(job.key);
        logger.warn(
          { answer: verdict.kind, code },
          'late answer: the engine had taken the job away already',
        );
        return 'late';
      }
      logger.error(
        { err: error, answer: verdict.kind },
        'could not answer the job; it returns after its timeout',
      );
      return 'unanswered';
    }
  }

  async #send(job: ActivatedJob, verdict: Verdict): Promise<JobOutcome> {
    const { client } = this.#options;
    const jobKey = job.key;
    switch (verdict.kind) {
      case 'complete':
        await client.completeJob({
          jobKey,
          variables: verdict.variables,
          ...(verdict.result === undefined ? {} : { result: verdict.result }),
        });
        return 'completed';
      case 'error': {
        const { code, message, variables } = verdict.error;
        await client.throwError({ jobKey, code, message: shorten(message), variables });
        return 'error';
      }
      case 'retry': {
        const retries = Math.max(0, verdict.usesRetry === false ? job.retries : job.retries - 1);
        const message = shorten(verdict.message);
        await client.failJob({ jobKey, retries, message, backoffMs: verdict.backoffMs });
        return retries === 0 ? 'incident' : 'retried';
      }
      case 'incident':
        await client.failJob({ jobKey, retries: 0, message: shorten(verdict.message) });
        return 'incident';
    }
  }
}

function inputFault(compiled: CompiledJob, job: ActivatedJob): string | undefined {
  const subject = `input of job "${job.type}" at element "${job.elementId}"`;
  if (job.fault !== undefined) {
    return `${subject} cannot be read: ${job.fault}`;
  }
  const faults = compiled.checkInput(job.variables);
  return faults.length === 0
    ? undefined
    : `${subject} does not fit its schema: ${describeFaults(faults)}`;
}

function handlerJob(job: ActivatedJob): Parameters<CompiledJob['handler']>[0] {
  return Object.freeze({
    key: job.key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    processDefinitionKey: job.processDefinitionKey,
    processId: job.processId,
    processVersion: job.processVersion,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    retries: job.retries,
    deadline: job.deadline,
    variables: job.variables,
    headers: job.headers,
  });
}

/**
 * Aborts when the job's time is over, or with `stop`. Measured on this machine's clock from the
 * arrival of the job: the engine's deadline is on the engine's clock, which may differ.
 */
function deadlineSignal(
  timeoutMs: number,
  stop: AbortSignal,
): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onStop = (): void => {
    clearTimeout(timer);
    controller.abort(stop.reason);
  };
  const timer = setTimeout(() => {
    controller.abort(new Error(`the job's ${timeoutMs} ms are over`));
  }, timeoutMs);
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) {
    onStop();
  }
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}

function shorten(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE - 1)}…`;
}
