import type { Json, JsonRecord } from '../json.js';

interface DerivedProblem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** The problems that derived operations document, with the titles that the runtime answers with. */
export const derivedProblems = {
  REQUEST_INVALID: {
    status: 400,
    title: 'The request does not match its schema',
    detail: 'The request has 2 faults; see errors.',
  },
  BODY_NOT_JSON: {
    status: 400,
    title: 'The body is not JSON',
    detail: 'The body cannot be parsed as JSON.',
  },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    title: 'The Idempotency-Key header is missing',
    detail: 'Send an Idempotency-Key header with a new random value.',
  },
  PROCESS_INSTANCE_NOT_FOUND: {
    status: 404,
    title: 'There is no such process instance',
    detail: 'There is no such instance, or it cannot be seen yet.',
  },
  USER_TASK_NOT_FOUND: {
    status: 404,
    title: 'There is no such user task',
    detail: 'There is no such task, or it cannot be seen yet.',
  },
  PROCESS_INSTANCE_ENDED: {
    status: 409,
    title: 'The process instance has ended',
    detail: 'The instance is COMPLETED.',
  },
  USER_TASK_CONFLICT: {
    status: 409,
    title: 'The user task does not allow this now',
    detail: 'Somebody else has the task.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The Idempotency-Key was used with another request',
    detail: 'The Idempotency-Key came with another request before; use a new one.',
  },
  NOT_SUPPORTED: {
    status: 501,
    title: 'The engine behind this server cannot do this',
    detail: 'The engine behind this server cannot do this.',
  },
  ENGINE_UNAVAILABLE: {
    status: 503,
    title: 'The engine does not answer',
    detail: 'The engine does not answer; try again.',
  },
  INTERNAL: {
    status: 500,
    title: 'The server failed',
    detail: 'The server failed; the fault was logged.',
  },
} as const satisfies Readonly<Record<string, DerivedProblem>>;

/** Code of a problem that derived operations document. */
export type DerivedProblemCode = keyof typeof derivedProblems;

const DESCRIPTIONS: Readonly<Record<number, readonly [name: string, description: string]>> = {
  400: ['InvalidRequest', 'The request is malformed.'],
  404: ['NotFound', 'There is no such thing.'],
  409: ['Conflict', 'The state of things does not allow it.'],
  422: ['KeyReused', 'The Idempotency-Key came with another request before.'],
  501: ['NotSupported', 'The engine cannot do it.'],
  503: ['Unavailable', 'The engine does not answer; try again.'],
  500: ['Failure', 'Any other failure.'],
};

/** The responses of an operation for the problems it can answer with; every other one is `default`. */
export function problemResponses(codes: readonly DerivedProblemCode[]): JsonRecord {
  const statuses = [...new Set(codes.map((code) => derivedProblems[code].status))].sort(
    (left, right) => left - right,
  );
  const entries = statuses.map((status): [string, Json] => [String(status), reference(status)]);
  return Object.fromEntries([...entries, ['default', reference(500)]]);
}

/** The response components that `problemResponses` refers to, for all codes of the document. */
export function problemComponents(codes: ReadonlySet<DerivedProblemCode>): JsonRecord {
  const all = new Set<DerivedProblemCode>([...codes, 'INTERNAL']);
  const statuses = new Set([...all].map((code) => derivedProblems[code].status));
  return Object.fromEntries(
    [...statuses].map((status): [string, Json] => {
      const own = [...all].filter((code) => derivedProblems[code].status === status).sort();
      return [
        nameOf(status),
        {
          description: DESCRIPTIONS[status]?.[1] ?? '',
          content: {
            'application/problem+json': {
              schema: { $ref: '#/components/schemas/Problem' },
              examples: Object.fromEntries(own.map((code) => [code, { value: example(code) }])),
            },
          },
        },
      ];
    }),
  );
}

function reference(status: number): JsonRecord {
  return { $ref: `#/components/responses/${nameOf(status)}` };
}

function nameOf(status: number): string {
  return DESCRIPTIONS[status]?.[0] ?? String(status);
}

function example(code: DerivedProblemCode): JsonRecord {
  const { title, status, detail } = derivedProblems[code];
  return { type: `/problems#${code}`, title, status, code, detail, instance: '/' };
}

/** Schema of a problem document as the runtime sends it. */
export const problemSchema: JsonRecord = {
  description: 'A problem document (RFC 9457).',
  type: 'object',
  properties: {
    type: { description: 'Identifies the kind of problem.', type: 'string' },
    title: { description: 'Short, the same for every occurrence.', type: 'string' },
    status: { description: 'The HTTP status.', type: 'integer' },
    code: { description: 'Stable name of the kind of problem, for programs.', type: 'string' },
    detail: { description: 'What is wrong here and what to do, for people.', type: 'string' },
    instance: { description: 'The path that was asked for.', type: 'string' },
    requestId: { description: 'Quote it when you ask for help.', type: 'string' },
    errors: {
      description: 'Each fault found in the request.',
      type: 'array',
      items: {
        type: 'object',
        properties: {
          pointer: {
            description: 'JSON pointer (RFC 6901) into the part that `in` names.',
            type: 'string',
          },
          detail: { type: 'string' },
          in: {
            description: 'Which part of the request; absent for the body.',
            type: 'string',
            enum: ['path', 'query', 'header'],
          },
        },
        required: ['pointer', 'detail'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
};
