import { STATUS_CODES } from 'node:http';

import { toGatewayError, type GatewayStatus } from '../gateway/index.js';

/** An RFC 9457 problem document as Camunda's REST API sends it; `title` is the rejection's name. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
}

/** Thrown for faults of HTTP itself: no such route, wrong method, a body too large. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

const statuses: Readonly<Record<GatewayStatus, number>> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_STATE: 409,
  DEADLINE_EXCEEDED: 504,
  UNAVAILABLE: 503,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNKNOWN: 500,
};

/** The problem document for anything thrown while `path` was served. */
export function toProblem(error: unknown, path: string): Problem {
  const common = { type: 'about:blank', instance: path } as const;
  if (error instanceof HttpFault) {
    const title = STATUS_CODES[error.status] ?? 'Error';
    return { ...common, title, status: error.status, detail: error.message };
  }
  const fault = toGatewayError(error);
  if (fault.title === 'PartitionNotFoundException') {
    // What the REST API of Camunda makes of it.
    const title = 'io.camunda.zeebe.broker.client.api.PartitionNotFoundException';
    const detail = 'Expected to handle REST API request, but request could not be delivered';
    return { ...common, title, status: 503, detail };
  }
  return {
    ...common,
    title: fault.title,
    status: statuses[fault.status],
    detail: fault.message,
  };
}
