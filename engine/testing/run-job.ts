import type { ActivatedJob, Operations } from '../gateway/index.js';
import { document } from './document.js';
import {
  TestBpmnError,
  type TestJob,
  type TestJobContext,
  type AnyTestJobHandler,
} from './test-job.js';

/** Runs a handler and tells the engine how it ended. */
export async function runJob(
  job: ActivatedJob,
  run: { readonly handler: AnyTestJobHandler; readonly operations: Operations },
): Promise<void> {
  const { handler, operations } = run;
  let output: unknown;
  try {
    output = await handler(testJob(job), context());
  } catch (error) {
    await reportFailure(job, { error, operations });
    return;
  }
  await operations.completeJob(job.key, document(output ?? {}));
}

async function reportFailure(
  job: ActivatedJob,
  failure: { readonly error: unknown; readonly operations: Operations },
): Promise<void> {
  const { operations } = failure;
  const error = readError(failure.error);
  if (error.name === 'BpmnError') {
    await operations.throwError(job.key, {
      errorCode: String(error.code),
      errorMessage: error.message,
      variables: document(error.variables ?? {}),
    });
    return;
  }
  await operations.failJob(job.key, {
    retries: error.retryable === false ? 0 : job.retries - 1,
    errorMessage: error.message,
    retryBackOffMs: error.backoffMs ?? 0,
    variables: {},
  });
}

/** The fields of the runtime's errors, which may come from another copy of the runtime. */
interface ThrownFields {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly variables?: object;
  readonly retryable?: boolean;
  readonly backoffMs?: number;
}

function readError(thrown: unknown): ThrownFields {
  return thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) };
}

/** An activated job in the shape that handlers take. */
export function testJob(job: ActivatedJob): TestJob<never, never, never> {
  return {
    key: String(job.key),
    type: job.type,
    processInstanceKey: String(job.processInstanceKey),
    processDefinitionKey: String(job.processDefinitionKey),
    processId: job.bpmnProcessId,
    processVersion: job.processDefinitionVersion,
    elementId: job.elementId as never,
    elementInstanceKey: String(job.elementInstanceKey),
    retries: job.retries,
    deadline: job.deadline,
    // What the handler's contract says of them is for the process to keep, as in production.
    variables: job.variables as never,
    headers: job.customHeaders as never,
  };
}

function context(): TestJobContext {
  const silent = (): void => undefined;
  return {
    signal: new AbortController().signal,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    shuttingDown: false,
    error: (code, message, variables) => new TestBpmnError(code, message, variables),
  };
}
