import { backoffDelay, pause } from '../backoff.js';
import type { Backoff } from '../backoff.js';
import { EngineError } from '../errors.js';
import type { EngineErrorCode } from '../errors.js';
import type { EngineClient, EngineTransport } from './engine-client.js';
import { createRequestMemory } from '../request-memory.js';
import { toEngineError } from './sdk-errors.js';

/** Bounds of engine calls. */
export interface CallPolicy {
  /** Milliseconds one try may take, the long poll left out. */
  readonly timeoutMs: number;
  /** Tries in all, for calls that can be repeated. */
  readonly tries: number;
  readonly backoff: Backoff;
}

/** What a connection uses unless told otherwise. */
export const defaultCallPolicy: CallPolicy = {
  timeoutMs: 10_000,
  tries: 4,
  backoff: { initialMs: 50, maxMs: 1000, factor: 3, jitter: 0.3 },
};

/** The request did not reach the engine, or the engine did not take it. Repeatable calls may try again. */
const AWAY: ReadonlySet<EngineErrorCode> = new Set([
  'UNAVAILABLE',
  'RESOURCE_EXHAUSTED',
  'DEADLINE_EXCEEDED',
]);
/** The engine said no before it did anything: safe to repeat for every call. */
const REFUSED: ReadonlySet<EngineErrorCode> = new Set(['RESOURCE_EXHAUSTED']);

/**
 * How long past its long poll a request for jobs may stay unanswered: the engine ends it within a
 * second, so a longer silence means a dead connection.
 */
const POLL_SLACK_MS = 5_000;

/**
 * Bounds every call of `transport` and repeats those whose second execution has no second effect.
 * Starting an instance, broadcasting a signal and deploying are repeated only when the engine refused
 * them under load. A message is repeated when its id and time to live make the engine drop a double.
 * Answers to jobs are repeated; `NOT_FOUND` on a repeated answer means the first one arrived.
 */
export function withCallPolicy(
  transport: EngineTransport,
  policy: CallPolicy = defaultCallPolicy,
): EngineClient {
  const memory = createRequestMemory();
  const closing = new AbortController();
  const once = <Answer>(call: string, operation: () => Promise<Answer>): Promise<Answer> =>
    bounded(call, operation, { ms: policy.timeoutMs, closing: closing.signal });
  const repeat = <Answer>(
    call: string,
    operation: () => Promise<Answer>,
    retryOn = AWAY,
  ): Promise<Answer> => retried(() => once(call, operation), { policy, retryOn, closing });
  const answer = async (call: string, operation: () => Promise<void>): Promise<void> => {
    let tries = 0;
    await repeat(call, async () => {
      tries += 1;
      try {
        await operation();
      } catch (error) {
        if (tries > 1 && toEngineError(error, call).code === 'NOT_FOUND') {
          return; // an earlier try arrived, only its answer was lost
        }
        throw error;
      }
    });
  };

  return {
    publishMessage: async (message) => {
      try {
        return await repeat(
          'publishMessage',
          () => transport.publishMessage(message),
          message.timeToLiveMs > 0 && message.messageId !== '' ? AWAY : REFUSED,
        );
      } catch (error) {
        if (toEngineError(error, 'publishMessage').code === 'ALREADY_EXISTS') {
          return { messageKey: '', duplicate: true };
        }
        throw error;
      }
    },
    createProcessInstance: (request) =>
      repeat('createProcessInstance', () => transport.createProcessInstance(request), REFUSED),
    broadcastSignal: (request) =>
      repeat('broadcastSignal', () => transport.broadcastSignal(request), REFUSED),
    cancelProcessInstance: (key) =>
      answer('cancelProcessInstance', () => transport.cancelProcessInstance(key)),
    getProcessInstance: (key, options) =>
      repeat('getProcessInstance', () => transport.getProcessInstance(key, options)),
    latestProcess: (processId) => repeat('latestProcess', () => transport.latestProcess(processId)),
    getProcessXml: (key) => repeat('getProcessXml', () => transport.getProcessXml(key)),
    listUserTasks: (filter) => repeat('listUserTasks', () => transport.listUserTasks(filter)),
    getUserTask: (key) => repeat('getUserTask', () => transport.getUserTask(key)),
    getUserTaskVariables: (key) =>
      repeat('getUserTaskVariables', () => transport.getUserTaskVariables(key)),
    assignUserTask: (key, assignee) =>
      repeat('assignUserTask', () => transport.assignUserTask(key, assignee), REFUSED),
    unassignUserTask: (key) =>
      repeat('unassignUserTask', () => transport.unassignUserTask(key), REFUSED),
    completeUserTask: (request) =>
      repeat('completeUserTask', () => transport.completeUserTask(request), REFUSED),
    evaluateDecision: (request) =>
      repeat('evaluateDecision', () => transport.evaluateDecision(request)),
    evaluateConditions: (request) =>
      repeat('evaluateConditions', () => transport.evaluateConditions(request), REFUSED),
    once: (request, act) => memory.once(request, act),
    activateJobs: (request, options) =>
      boundedPoll(transport, request, { signal: options?.signal, closing: closing.signal }),
    completeJob: (request) => answer('completeJob', () => transport.completeJob(request)),
    failJob: (request) => answer('failJob', () => transport.failJob(request)),
    throwError: (request) => answer('throwError', () => transport.throwError(request)),
    updateJobRetries: (request) =>
      repeat('updateJobRetries', () => transport.updateJobRetries(request)),
    deploy: (files) => repeat('deploy', () => transport.deploy(files), REFUSED),
    resolveIncident: (key) => answer('resolveIncident', () => transport.resolveIncident(key)),
    topology: () => repeat('topology', () => transport.topology()),
    close: async () => {
      closing.abort();
      await bounded('close', () => transport.close(), { ms: policy.timeoutMs });
    },
  };
}

async function boundedPoll(
  transport: EngineTransport,
  request: Parameters<EngineClient['activateJobs']>[0],
  signals: { readonly signal: AbortSignal | undefined; readonly closing: AbortSignal },
): ReturnType<EngineClient['activateJobs']> {
  // Linked by hand and unlinked after: AbortSignal.any keeps every poll alive as long as its sources.
  const poll = new AbortController();
  const end = (): void => {
    poll.abort();
  };
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort();
    end();
  }, request.longPollMs + POLL_SLACK_MS);
  const sources = [signals.closing, ...(signals.signal === undefined ? [] : [signals.signal])];
  for (const source of sources) {
    source.addEventListener('abort', end, { once: true });
  }
  if (sources.some((source) => source.aborted)) {
    end();
  }
  try {
    const jobs = await bounded(
      'activateJobs',
      () => transport.activateJobs(request, { signal: poll.signal }),
      // A little longer than the silence above: only a hanging token request gets this far.
      { ms: request.longPollMs + POLL_SLACK_MS + 1_000 },
    );
    if (jobs.length === 0 && silence.signal.aborted) {
      throw new EngineError('DEADLINE_EXCEEDED', 'activateJobs', 'the engine did not answer');
    }
    return jobs;
  } finally {
    clearTimeout(timer);
    for (const source of sources) {
      source.removeEventListener('abort', end);
    }
  }
}

async function retried<Answer>(
  operation: () => Promise<Answer>,
  rules: {
    readonly policy: CallPolicy;
    readonly retryOn: ReadonlySet<EngineErrorCode>;
    readonly closing: AbortController;
  },
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      const failure = toEngineError(error, 'call');
      const again =
        attempt < rules.policy.tries &&
        rules.retryOn.has(failure.code) &&
        !rules.closing.signal.aborted;
      if (!again) {
        throw failure;
      }
      await pause(backoffDelay(rules.policy.backoff, attempt), rules.closing.signal);
    }
  }
}

function bounded<Answer>(
  call: string,
  operation: () => Promise<Answer>,
  bounds: { readonly ms: number; readonly closing?: AbortSignal },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (bounds.closing?.aborted === true) {
      reject(new EngineError('CANCELLED', call, 'the connection is closed'));
      return;
    }
    const settle = (): void => {
      clearTimeout(timer);
      bounds.closing?.removeEventListener('abort', onClose);
    };
    const onClose = (): void => {
      settle();
      reject(new EngineError('CANCELLED', call, 'the connection was closed'));
    };
    const timer = setTimeout(() => {
      settle();
      reject(new EngineError('DEADLINE_EXCEEDED', call, `no answer within ${bounds.ms} ms`));
    }, bounds.ms);
    bounds.closing?.addEventListener('abort', onClose, { once: true });
    operation().then(
      (answer) => {
        settle();
        resolve(answer);
      },
      (error: unknown) => {
        settle();
        reject(toEngineError(error, call));
      },
    );
  });
}
