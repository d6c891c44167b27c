/**
 * Version 1 of what generated code may import. It holds types and two small classes, needs nothing
 * from Node and pulls in no package, so generated code compiles anywhere TypeScript does.
 * A breaking change here makes a `v2`; this file then stays as it is for a release.
 */

/** Anything JSON can carry; what process variables are made of. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** A JSON object: the root of every variable document. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** A JSON Schema (draft 2020-12) as generated code carries it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The platform's AbortSignal where its types are present, its readable core where they are not. */
export type CancelSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : { readonly aborted: boolean; readonly reason: unknown };

/** Structured logger: first the fields, then the message, as pino has it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One activated job as a handler sees it. Keys are decimal strings: they can exceed 2^53. */
export interface Job<Input, Headers = Readonly<Record<string, string>>> {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  /** Tries left, this one included; 1 means a failure now raises an incident. */
  readonly retries: number;
  /** When the engine may give the job to another worker: epoch milliseconds. */
  readonly deadline: number;
  /** Validated against the job's input schema before the handler runs. */
  readonly variables: Input;
  readonly headers: Headers;
}

/** What a handler gets beside its job. */
export interface JobContext<ErrorCode extends string = never> {
  /** Aborted when the job's deadline passes or the worker is forced to stop. */
  readonly signal: CancelSignal;
  /** Carries `jobKey`, `jobType`, `processInstanceKey` and `elementId`. */
  readonly logger: Logger;
  /** True once the worker drains; long work should stop at its next safe point. */
  readonly shuttingDown: boolean;
  /**
   * Makes the modelled failure `code`, which the process catches. Throw it:
   * `throw context.error('SEATS_UNAVAILABLE', 'seat 12A is taken')`. Only codes that the model
   * catches around this job compile. `variables` become local to the catching event.
   */
  error(code: ErrorCode, message: string, variables?: JsonObject): BpmnError;
}

/**
 * A job handler: a plain async function. What it returns completes the job; what it throws decides
 * the rest: `BpmnError` takes the modelled path, `JobFailure` says how to retry, anything else counts
 * as a defect and is retried with backoff.
 */
export type JobHandler<
  Input,
  Output,
  ErrorCode extends string = never,
  Headers = Readonly<Record<string, string>>,
> = (job: Job<Input, Headers>, context: JobContext<ErrorCode>) => Promise<Output>;

/** Thrown when a handler takes a path the model draws: it becomes the engine's `throwError`. */
export class BpmnError extends Error {
  override readonly name = 'BpmnError';
  readonly code: string;
  readonly variables: JsonObject;

  constructor(code: string, message: string, variables: JsonObject = {}) {
    super(message);
    this.code = code;
    this.variables = variables;
  }
}

/**
 * Thrown when a try failed. `retryable` failures use up one retry and wait `backoffMs`;
 * non-retryable ones raise an incident at once. The message is what an operator reads.
 */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
  readonly retryable: boolean;
  /** Milliseconds before the next try; absent means the worker's own backoff. */
  readonly backoffMs: number | undefined;

  constructor(
    message: string,
    options: { readonly retryable: boolean; readonly backoffMs?: number; readonly cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable;
    this.backoffMs = options.backoffMs;
  }
}

/** A failure worth trying again: `throw retryable('bus is down', { backoffMs: 500 })`. */
export function retryable(
  message: string,
  options: { readonly backoffMs?: number; readonly cause?: unknown } = {},
): JobFailure {
  return new JobFailure(message, { ...options, retryable: true });
}

/** A failure that trying again cannot mend: it raises an incident at once. */
export function nonRetryable(
  message: string,
  options: { readonly cause?: unknown } = {},
): JobFailure {
  return new JobFailure(message, { ...options, retryable: false });
}

/** True for a `BpmnError`, also one from another copy of this module. */
export function isBpmnError(value: unknown): value is BpmnError {
  return value instanceof Error && value.name === 'BpmnError' && 'code' in value;
}

/** True for a `JobFailure`, also one from another copy of this module. */
export function isJobFailure(value: unknown): value is JobFailure {
  return value instanceof Error && value.name === 'JobFailure' && 'retryable' in value;
}

/** What the generator knows of one job type; the worker host runs on it. */
export interface JobDescriptor {
  readonly type: string;
  /** BPMN ids of the elements that create this job. */
  readonly elementIds: readonly string[];
  /** Variables to fetch; absent means all that are visible. */
  readonly fetchVariables?: readonly string[];
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Error codes that the model catches around every element of this type; `*` stands for every code. */
  readonly errorCodes: readonly string[];
}

/** Job descriptors by job type. */
export type JobDescriptors = Readonly<Record<string, JobDescriptor>>;

/** What the generator knows of the model file it read. */
export interface ProcessDescriptor {
  readonly processId: string;
  /** Path of the model, relative to the generator's base folder, with `/`. */
  readonly model: string;
  /** SHA-256 of the model file, hex. A worker compares it with what is deployed. */
  readonly sha256: string;
}

/** A message as the engine takes it. */
export interface PublishMessage {
  readonly name: string;
  readonly correlationKey: string;
  /** Publishing twice with one id while the first is buffered is a no-op (`duplicate: true`). */
  readonly messageId: string;
  /** How long the engine keeps the message for a catch event that is not there yet, in ms. */
  readonly timeToLiveMs: number;
  readonly variables: JsonObject;
}

/** Answer to `publishMessage`. `messageKey` is empty for a duplicate. */
export interface PublishedMessage {
  readonly messageKey: string;
  readonly duplicate: boolean;
}

/** What generated functions need of an engine connection; `jobwright/runtime` makes one. */
export interface ProcessClient {
  publishMessage(message: PublishMessage): Promise<PublishedMessage>;
  /** Not idempotent: a retry after a lost answer can start a second instance. Prefer a message start. */
  createProcessInstance(request: {
    readonly processId: string;
    readonly variables: JsonObject;
    /** Default: the latest version. */
    readonly version?: number;
  }): Promise<{ readonly processInstanceKey: string; readonly processVersion: number }>;
  broadcastSignal(request: {
    readonly name: string;
    readonly variables: JsonObject;
  }): Promise<void>;
  cancelProcessInstance(processInstanceKey: string): Promise<void>;
}

/** What an API handler gets: validated against `openapi.json` before it runs. */
export interface ApiRequest<Params = object, Query = object, Headers = object, Body = undefined> {
  readonly params: Params;
  readonly query: Query;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly body: Body;
}

/** What an API handler returns; `Status` and `Body` are tied by a union over the declared responses. */
export interface ApiResponse<Status extends number, Body = undefined> {
  readonly status: Status;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** What an API handler gets beside its request. */
export interface ApiContext {
  /** Aborted when the caller goes away or the server stops. */
  readonly signal: CancelSignal;
  /** Carries `operationId` and `requestId`. */
  readonly logger: Logger;
}

/** A server-sent event stream: `body` of a `text/event-stream` response. */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: JsonValue;
}

/** One operation of the API, as a plain async function. Failures are thrown as `ApiProblem`. */
export type ApiHandler<Request, Response> = (
  request: Request,
  context: ApiContext,
) => Promise<Response>;

/** What the generator knows of one API operation; the API kit routes and validates by it. */
export interface ApiOperation {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI path template: `/bookings/{bookingId}`. */
  readonly path: string;
}

/** Operations by operationId. */
export type ApiOperations = Readonly<Record<string, ApiOperation>>;
