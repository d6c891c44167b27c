import type { Response } from 'express';
import type { Gauge } from 'prom-client';
import { describeFaults } from '../schema-checker.js';
import type { SchemaCheck } from '../schema-checker.js';
import type { Logger } from '../v1.js';
import { isEventSource, sendEvents } from './event-stream.js';
import { responseFor } from './operation-contract.js';
import type { OperationContract } from './operation-contract.js';
import type { ResponseValidation } from './options.js';
import { ApiProblem } from './problem.js';

/** What is needed to send a handler's answer. */
export interface AnswerOptions {
  readonly contract: OperationContract;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly heartbeatMs: number;
  /** What becomes of a breach of the contract. */
  readonly validate: ResponseValidation;
  readonly streams: {
    readonly open: { count: number };
    readonly limit: number;
    readonly gauge: Gauge | undefined;
  };
}

/** A handler's answer, its shape checked. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Sends what a handler returned.
 * @throws ApiProblem INTERNAL when it breaks the contract and `validate` is set, or OVERLOADED when
 *   too many event streams are open
 */
export async function sendAnswer(
  response: Response,
  value: unknown,
  options: AnswerOptions,
): Promise<void> {
  const answer = toAnswer(value, options.contract);
  checkAnswer(answer, options);
  if (isEventSource(answer.body)) {
    await sendStream(response, answer, options);
    return;
  }
  response.status(answer.status).set(answer.headers);
  if (answer.body === undefined) {
    response.end();
  } else {
    response.json(answer.body);
  }
}

async function sendStream(
  response: Response,
  answer: Answer,
  options: AnswerOptions,
): Promise<void> {
  const { streams } = options;
  if (!isEventSource(answer.body)) {
    return;
  }
  if (streams.open.count >= streams.limit) {
    throw new ApiProblem('OVERLOADED', 'Too many event streams are open.', {
      headers: { 'Retry-After': '5' },
    });
  }
  streams.open.count += 1;
  streams.gauge?.inc();
  response.status(answer.status).set(answer.headers);
  try {
    await sendEvents(response, answer.body, {
      heartbeatMs: options.heartbeatMs,
      signal: options.signal,
      logger: options.logger,
      check: eventCheck(answer, options),
    });
  } finally {
    streams.open.count -= 1;
    streams.gauge?.dec();
  }
}

function toAnswer(value: unknown, contract: OperationContract): Answer {
  if (typeof value !== 'object' || value === null || !('status' in value)) {
    throw breach(contract, 'returned no response');
  }
  const { status } = value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw breach(contract, `returned status ${JSON.stringify(status)}`);
  }
  const headers: unknown = 'headers' in value ? value.headers : undefined;
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(typeof headers === 'object' && headers !== null ? headers : {}).map(
        ([name, header]) => [name, String(header)],
      ),
    ),
    body: 'body' in value ? value.body : undefined,
  };
}

function checkAnswer(answer: Answer, { validate, contract, logger }: AnswerOptions): void {
  if (validate === 'off') {
    return;
  }
  try {
    checkContract(answer, contract);
  } catch (error) {
    if (validate === 'error') {
      throw error;
    }
    logger.warn({ err: error }, 'an answer breaks its contract');
  }
}

/** With `log`, an event that breaks its contract is told of and sent all the same. */
function eventCheck(
  answer: Answer,
  { validate, contract, logger }: AnswerOptions,
): SchemaCheck | undefined {
  const check = validate === 'off' ? undefined : responseFor(contract, answer.status)?.check;
  if (check === undefined || validate === 'error') {
    return check;
  }
  return (data) => {
    const faults = check(data);
    if (faults.length > 0) {
      logger.warn({ faults: describeFaults(faults) }, 'an event breaks its contract');
    }
    return [];
  };
}

function checkContract(answer: Answer, contract: OperationContract): void {
  const declared = responseFor(contract, answer.status);
  if (declared === undefined) {
    throw breach(contract, `returned status ${answer.status}, which the document does not declare`);
  }
  const names = new Set(Object.keys(answer.headers).map((name) => name.toLowerCase()));
  const missing = declared.requiredHeaders.filter((name) => !names.has(name));
  if (missing.length > 0) {
    throw breach(contract, `returned ${answer.status} without header ${missing.join(', ')}`);
  }
  if (isEventSource(answer.body) || contract.streams) {
    if (answer.status < 300 && isEventSource(answer.body) !== contract.streams) {
      throw breach(contract, 'returned a body where events are declared, or the reverse');
    }
    return;
  }
  if (declared.check === undefined) {
    return;
  }
  const faults = declared.check(answer.body);
  if (faults.length > 0) {
    throw breach(contract, `returned a ${answer.status} body with ${describeFaults(faults)}`);
  }
}

function breach(contract: OperationContract, what: string): ApiProblem {
  return new ApiProblem('INTERNAL', 'The server failed; the fault was logged.', {
    cause: new TypeError(`The handler of ${contract.operation.operationId} ${what}.`),
  });
}
