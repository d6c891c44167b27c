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
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take this method' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body has a media type that is not taken' },
  INTERNAL: { status: 500, title: 'The server failed' },
  OVERLOADED: { status: 503, title: 'The server has too much to do' },
} as const satisfies ProblemRegistry;

/** One fault in a request. */
export interface ProblemDetail {
  /** JSON pointer into the part that `in` names. */
  readonly pointer: string;
  readonly detail: string;
  /** Absent for the body. */
  readonly in?: 'path' | 'query' | 'header';
}

/** An RFC 9457 problem document with the members this product adds. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** The request path. */
  readonly instance: string;
  readonly requestId?: string;
  readonly errors?: readonly ProblemDetail[];
}

/**
 * Thrown by an API handler to answer with a problem document. `code` must be in the registry given
 * to `createApi`; `detail` is for the caller to read and must not carry secrets.
 */
export class ApiProblem<Code extends string = string> extends Error {
  override readonly name = 'ApiProblem';
  readonly code: Code;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[];
  /** Extra response headers, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: Code,
    detail: string,
    options: {
      readonly errors?: readonly ProblemDetail[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** True for an `ApiProblem`, also one from another copy of this module. */
export function isApiProblem(value: unknown): value is ApiProblem {
  return value instanceof Error && value.name === 'ApiProblem' && 'code' in value;
}

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
