/**
 * Version 1 of what generated code may import. It holds types, three small classes and the functions
 * that make them and the results of listeners, needs nothing from Node and pulls in no package, so
 * generated code compiles anywhere TypeScript does.
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
export interface Job<
  Input,
  Headers = Readonly<Record<string, string>>,
  ElementId extends string = string,
> {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly processVersion: number;
  /** The element that made the job; one of those that the model gives the job type. */
  readonly elementId: ElementId;
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
  ElementId extends string = string,
> = (job: Job<Input, Headers, ElementId>, context: JobContext<ErrorCode>) => Promise<Output>;

/**
 * One handler for a job type that two processes have: it copes with what either gives it, returns what
 * both need and throws only what both catch. Nest it for three.
 */
export type SharedJobHandler<First, Second> =
  First extends JobHandler<
    infer Input1,
    infer Output1,
    infer Error1,
    infer Headers1,
    infer Element1
  >
    ? Second extends JobHandler<
        infer Input2,
        infer Output2,
        infer Error2,
        infer Headers2,
        infer Element2
      >
      ? JobHandler<
          Input1 | Input2,
          Output1 & Output2,
          Error1 & Error2,
          Headers1 | Headers2,
          Element1 | Element2
        >
      : never
    : never;

/** What a task listener may change of its user task. What is left out stays as it is. */
export interface TaskCorrections {
  /** Empty text takes the assignee away. */
  readonly assignee?: string;
  /** ISO 8601 date and time; empty text takes it away. */
  readonly dueDate?: string;
  /** ISO 8601 date and time; empty text takes it away. */
  readonly followUpDate?: string;
  readonly candidateUsers?: readonly string[];
  readonly candidateGroups?: readonly string[];
  /** 0 to 100. */
  readonly priority?: number;
}

/** A task listener refuses the change: the user task stays as it was before. */
export interface TaskDenial {
  readonly jobResult: 'taskListener';
  readonly denied: true;
  readonly reason: string;
}

/** A task listener lets the change pass and corrects the user task. */
export interface TaskCorrection {
  readonly jobResult: 'taskListener';
  readonly denied: false;
  readonly corrections: TaskCorrections;
}

/** `return deny('no manager is on duty')`: only for `assigning`, `updating` and `completing`. */
export function deny(reason: string): TaskDenial {
  return { jobResult: 'taskListener', denied: true, reason };
}

/** `return correct({ priority: 80 })`: for every event but `canceling`. */
export function correct(corrections: TaskCorrections): TaskCorrection {
  return { jobResult: 'taskListener', denied: false, corrections };
}

/** One activity of an ad-hoc sub-process to activate, with the variables it starts with. */
export type AdHocActivation<Tools> = {
  readonly [ElementId in keyof Tools & string]: {
    readonly elementId: ElementId;
    readonly variables?: Tools[ElementId];
  };
}[keyof Tools & string];

/** How the job of an ad-hoc sub-process goes on; `Tools` maps the inner element ids to their variables. */
export interface AdHocResult<Tools, Variables = JsonObject> {
  readonly jobResult: 'adHocSubProcess';
  readonly activateElements: readonly AdHocActivation<Tools>[];
  /** True: the sub-process completes. */
  readonly isCompletionConditionFulfilled: boolean;
  /** True: completing ends the activities that still run. */
  readonly isCancelRemainingInstances: boolean;
  /** Variables of the sub-process that the job writes. */
  readonly variables?: Variables;
}

/** `return activate([{ elementId: 'SendMail' }])`: the sub-process goes on with these activities. */
export function activate<Tools, Variables = JsonObject>(
  activateElements: readonly AdHocActivation<Tools>[],
  variables?: Variables,
): AdHocResult<Tools, Variables> {
  return {
    jobResult: 'adHocSubProcess',
    activateElements,
    isCompletionConditionFulfilled: false,
    isCancelRemainingInstances: false,
    ...(variables === undefined ? {} : { variables }),
  };
}

/** `return finish({ answer: 42 })`: the sub-process completes, with `cancelRemaining` at once. */
export function finish<Tools, Variables = JsonObject>(
  variables?: Variables,
  options: { readonly cancelRemaining?: boolean } = {},
): AdHocResult<Tools, Variables> {
  return {
    jobResult: 'adHocSubProcess',
    activateElements: [],
    isCompletionConditionFulfilled: true,
    isCancelRemainingInstances: options.cancelRemaining ?? false,
    ...(variables === undefined ? {} : { variables }),
  };
}

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
 * Thrown when a try failed. `retryable` failures use up one retry, unless they say otherwise, and wait `backoffMs`;
 * non-retryable ones raise an incident at once. The message is what an operator reads.
 */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
  readonly retryable: boolean;
  /** Milliseconds before the next try; absent means the worker's own backoff. */
  readonly backoffMs: number | undefined;
  /** False for a failure that is none of the job's: it may come again without end. */
  readonly usesRetry: boolean;

  constructor(
    message: string,
    options: {
      readonly retryable: boolean;
      readonly backoffMs?: number;
      readonly usesRetry?: boolean;
      readonly cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable;
    this.backoffMs = options.backoffMs;
    this.usesRetry = options.usesRetry ?? true;
  }
}

/**
 * A failure worth trying again: `throw retryable('bus is down', { backoffMs: 500 })`. With
 * `usesRetry: false` the job keeps its retries: for what every job would run into, such as a database
 * that is away, so that an outage leaves no incidents behind.
 */
export function retryable(
  message: string,
  options: Omit<ConstructorParameters<typeof JobFailure>[1], 'retryable'> = {},
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
  /** The handler may return a result beside or instead of variables. */
  readonly result?: JobResultDescriptor;
}

/** A file that the model links to a job, such as a script. */
export interface LinkedResource {
  readonly resourceKey: string;
  readonly resourceType: string;
  readonly linkName: string;
}

/** The header that lists the linked resources of a job: JSON text, typed by the link names it has. */
export type LinkedResources<LinkName extends string> = string & {
  readonly linkNames?: readonly LinkName[];
};

/**
 * The resource that the model links to a job under a name:
 * `linkedResource(job.headers.linkedResources, 'script')`. Undefined when the engine did not send it.
 */
export function linkedResource<LinkName extends string>(
  header: LinkedResources<LinkName>,
  linkName: NoInfer<LinkName>,
): LinkedResource | undefined {
  const list = JSON.parse(header) as readonly LinkedResource[]; // what the engine writes there
  return list.find((each) => each.linkName === linkName);
}

/** Which results the jobs of a type take; a type can be of several kinds. */
export interface JobResultDescriptor {
  /** Task listener events that create the job. */
  readonly taskListenerEvents?: readonly (
    'creating' | 'assigning' | 'updating' | 'completing' | 'canceling'
  )[];
  /** Ids of the activities that the job of an ad-hoc sub-process may activate. */
  readonly activatable?: readonly string[];
}

/** Job descriptors by job type. */
export type JobDescriptors = Readonly<Record<string, JobDescriptor>>;

/** What the generator knows of the model file it read. */
export interface ProcessDescriptor {
  readonly processId: string;
  /** Path of the model, relative to the generator's base folder, with `/`. */
  readonly model: string;
  /**
   * SHA-256 of the model's text in UTF-8, hex, without a byte order mark and with `\n` for line ends. A
   * worker compares it with what is deployed.
   */
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

/** An engine connection that evaluates decisions; generated decision functions need it. */
export interface DecisionClient {
  /** `output` is what the decision gave, not checked against any type. */
  evaluateDecision(request: {
    readonly decisionId: string;
    readonly variables: JsonObject;
  }): Promise<{ readonly output: unknown }>;
}

/** An engine connection that completes user tasks; generated completions need it. */
export interface UserTaskClient {
  completeUserTask(request: {
    readonly userTaskKey: string;
    readonly variables: JsonObject;
  }): Promise<void>;
}

/** An engine connection that evaluates the conditions of conditional start events (Camunda 8.9). */
export interface ConditionClient {
  /**
   * Starts an instance for every conditional start event whose condition holds for `variables`, of all
   * deployed processes or of one. Not idempotent.
   */
  evaluateConditions(request: {
    readonly variables: JsonObject;
    readonly processDefinitionKey?: string;
  }): Promise<
    readonly { readonly processDefinitionKey: string; readonly processInstanceKey: string }[]
  >;
}

/** A process instance as the engine shows it, with the variables of its root scope. */
export interface ProcessInstance {
  readonly processInstanceKey: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  readonly hasIncident: boolean;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** ISO 8601; absent while it runs. */
  readonly endedAt?: string;
  readonly variables: JsonObject;
}

/** Looks at process instances. A cluster may show an instance a moment after it was started. */
export interface ProcessInquiry {
  /** Undefined when there is no such instance, or none that can be seen yet. */
  getProcessInstance(
    processInstanceKey: string,
    options?: {
      /** Variables to read. @default all of the root scope */
      readonly variables?: readonly string[];
    },
  ): Promise<ProcessInstance | undefined>;
}

/** A user task that waits for a person. */
export interface UserTask {
  readonly userTaskKey: string;
  readonly elementId: string;
  readonly name?: string;
  readonly processId: string;
  readonly processInstanceKey: string;
  readonly state: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  /** ISO 8601. */
  readonly createdAt?: string;
  /** ISO 8601. */
  readonly dueAt?: string;
}

/** Works with the user tasks of an engine that has them (Camunda 8.8 and later). */
export interface UserTaskDesk extends UserTaskClient {
  /** Open tasks, the oldest first; 100 at most. */
  listUserTasks(filter: {
    readonly candidateGroup?: string;
    readonly assignee?: string;
    readonly processId?: string;
  }): Promise<readonly UserTask[]>;
  getUserTask(userTaskKey: string): Promise<UserTask | undefined>;
  /** The variables that the task sees. */
  getUserTaskVariables(userTaskKey: string): Promise<JsonObject>;
  assignUserTask(userTaskKey: string, assignee: string): Promise<void>;
  unassignUserTask(userTaskKey: string): Promise<void>;
}

/** Remembers answers by key, so that a request that comes again has no second effect. */
export interface RequestMemory {
  /**
   * Runs `act` for the first request with a key, and gives its answer to all later ones; those that
   * come while it runs wait for it. A failure is not remembered.
   * @throws ApiProblem IDEMPOTENCY_KEY_REUSED when the key came with other content before
   */
  once<Answer>(
    request: {
      /** What the key is unique within, such as the operationId. */
      readonly scope: string;
      readonly key: string;
      readonly content: JsonValue;
    },
    act: () => Promise<Answer>,
  ): Promise<Answer>;
}

/** The code of a failed engine call, such as `NOT_FOUND`; undefined for any other failure. */
export function engineErrorCode(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'EngineError' && 'code' in error
    ? String(error.code)
    : undefined;
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

/** A CloudEvents 1.0 envelope (JSON format), for buses that carry one around each message. */
export interface CloudEvent<Type extends string = string, Data = JsonValue> {
  readonly specversion: '1.0';
  /** With `source` unique to what happened: receivers tell duplicates by it. */
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly datacontenttype?: 'application/json';
  readonly subject?: string;
  /** ISO 8601. */
  readonly time?: string;
  readonly data: Data;
}
