import { ApiProblem, isApiProblem } from '../v1.js';
import type { ProblemDetail, ProblemDocument } from '../v1.js';

export { ApiProblem, isApiProblem };
export type { ProblemDetail, ProblemDocument };

/** One entry of a problem registry. */
export interface ProblemKind {
  /** HTTP status. */
  readonly status: number;
  /** Short and the same for every occurrence. */
  readonly title: string;
}

/** Problem codes by name. A service spreads `runtimeProblems` and adds its own. */
export type ProblemRegistry = Readonly<Record<string, ProblemKind>>;

/** The problems the API kit itself answers with. */
export const runtimeProblems = {
  REQUEST_INVALID: { status: 400, title: 'The request does not match its schema' },
  BODY_NOT_JSON: { status: 400, title: 'The body is not JSON' },
  IDEMPOTENCY_KEY_MISSING: { status: 400, title: 'The Idempotency-Key header is missing' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'The Idempotency-Key header is malformed' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The Idempotency-Key was used with another request',
  },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  PROCESS_INSTANCE_NOT_FOUND: { status: 404, title: 'There is no such process instance' },
  PROCESS_INSTANCE_ENDED: { status: 409, title: 'The process instance has ended' },
  USER_TASK_NOT_FOUND: { status: 404, title: 'There is no such user task' },
  USER_TASK_CONFLICT: { status: 409, title: 'The user task does not allow this now' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take this method' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body has a media type that is not taken' },
  INTERNAL: { status: 500, title: 'The server failed' },
  NOT_SUPPORTED: { status: 501, title: 'The engine behind this server cannot do this' },
  ENGINE_UNAVAILABLE: { status: 503, title: 'The engine does not answer' },
  OVERLOADED: { status: 503, title: 'The server has too much to do' },
} as const satisfies ProblemRegistry;

/** The document for one occurrence of a problem. An unregistered code becomes `INTERNAL`. */
export function problemDocument(
  problem: ApiProblem,
  registry: ProblemRegistry,
  occurrence: { readonly instance: string; readonly requestId?: string | undefined },
): ProblemDocument {
  const known = Object.hasOwn(registry, problem.code);
  const code = known ? problem.code : 'INTERNAL';
  const kind = registry[code] ?? runtimeProblems.INTERNAL;
  return {
    type: `/problems#${code}`,
    title: kind.title,
    status: kind.status,
    code,
    detail: known ? problem.detail : 'The server failed; the fault was logged.',
    instance: occurrence.instance,
    ...(occurrence.requestId === undefined ? {} : { requestId: occurrence.requestId }),
    ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
  };
}
