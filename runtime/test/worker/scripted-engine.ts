import { EngineError } from '../../index.js';
import type { ActivateJobs, ActivatedJob, EngineClient, EngineErrorCode } from '../../index.js';

/** One answer to a request for jobs. */
export type PollAnswer = readonly ActivatedJob[] | EngineErrorCode | 'park';

/**
 * Stands in for the foreign engine where a test needs failures at exact moments: polls are answered
 * from a script, then parked; answers to jobs are kept, and may be made to fail.
 */
export class ScriptedEngine implements EngineClient {
  readonly polls: { readonly request: ActivateJobs; readonly at: number }[] = [];
  readonly answers: { readonly call: string; readonly jobKey: string; readonly detail: unknown }[] =
    [];
  /** What answers to jobs fail with, in turn. */
  readonly answerFailures: (EngineErrorCode | undefined)[] = [];
  /** Sent when a parked poll is aborted, as if they had been on the way. */
  closingJobs: readonly ActivatedJob[] = [];
  readonly #script: PollAnswer[];

  constructor(script: readonly PollAnswer[]) {
    this.#script = [...script];
  }

  activateJobs(
    request: ActivateJobs,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly ActivatedJob[]> {
    this.polls.push({ request, at: performance.now() });
    const answer = this.#script.shift() ?? 'park';
    if (typeof answer === 'object') {
      return Promise.resolve(answer.slice(0, request.maxJobs));
    }
    if (answer !== 'park') {
      return Promise.reject(new EngineError(answer, 'activateJobs', 'scripted'));
    }
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        resolve(options?.signal?.aborted === true ? this.closingJobs : []);
      };
      const timer = setTimeout(end, request.longPollMs);
      options?.signal?.addEventListener('abort', end, { once: true });
    });
  }

  completeJob(request: { jobKey: string; variables: unknown; result?: unknown }): Promise<void> {
    const { jobKey, variables, result } = request;
    return this.#answer(
      'complete',
      jobKey,
      result === undefined ? variables : { variables, result },
    );
  }

  failJob(request: {
    jobKey: string;
    retries: number;
    message: string;
    backoffMs?: number;
  }): Promise<void> {
    const { jobKey, ...detail } = request;
    return this.#answer('fail', jobKey, detail);
  }

  throwError(request: { jobKey: string; code: string; message: string }): Promise<void> {
    const { jobKey, ...detail } = request;
    return this.#answer('error', jobKey, detail);
  }

  publishMessage = notScripted;
  createProcessInstance = notScripted;
  broadcastSignal = notScripted;
  cancelProcessInstance = notScripted;
  getProcessInstance = notScripted;
  latestProcess = notScripted;
  getProcessXml: EngineClient['getProcessXml'] = notScripted;
  listUserTasks = notScripted;
  getUserTask = notScripted;
  getUserTaskVariables = notScripted;
  assignUserTask = notScripted;
  unassignUserTask = notScripted;
  completeUserTask = notScripted;
  evaluateDecision = notScripted;
  evaluateConditions = notScripted;
  once = notScripted;
  updateJobRetries = notScripted;
  deploy = notScripted;
  resolveIncident = notScripted;
  topology = notScripted;
  close = (): Promise<void> => Promise.resolve();

  #answer(call: string, jobKey: string, detail: unknown): Promise<void> {
    this.answers.push({ call, jobKey, detail });
    const failure = this.answerFailures.shift();
    return failure === undefined
      ? Promise.resolve()
      : Promise.reject(new EngineError(failure, call, 'scripted'));
  }
}

function notScripted(): Promise<never> {
  return Promise.reject(new Error('not scripted'));
}

let lastKey = 100;

/** A job of type `pack` at element `Pack` with 3 retries left. */
export function job(more: Partial<ActivatedJob> = {}): ActivatedJob {
  lastKey += 1;
  return {
    key: String(lastKey),
    type: 'pack',
    processInstanceKey: '1',
    processDefinitionKey: '2',
    processId: 'order',
    processVersion: 1,
    elementId: 'Pack',
    elementInstanceKey: '3',
    retries: 3,
    deadline: Date.now() + 60_000,
    variables: { item: 'cup' },
    headers: {},
    ...more,
  };
}

/** Descriptors of one job type `pack`. */
export const jobs = {
  pack: {
    type: 'pack',
    elementIds: ['Pack'],
    fetchVariables: ['item'],
    inputSchema: {
      type: 'object',
      properties: { item: { type: 'string' }, count: { type: 'integer' } },
      required: ['item'],
    },
    outputSchema: {
      type: 'object',
      properties: { parcel: { type: 'string' } },
      required: ['parcel'],
      additionalProperties: false,
    },
    errorCodes: ['OUT_OF_STOCK'],
  },
} as const;
