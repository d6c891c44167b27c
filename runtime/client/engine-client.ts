import type {
  AdHocResult,
  ConditionClient,
  DecisionClient,
  JsonObject,
  ProcessClient,
  ProcessInquiry,
  RequestMemory,
  TaskCorrection,
  TaskDenial,
  UserTaskDesk,
} from '../v1.js';

/** A request for jobs. All times in milliseconds. */
export interface ActivateJobs {
  readonly type: string;
  /** Name of the worker, shown in the engine's views. */
  readonly worker: string;
  readonly maxJobs: number;
  /** How long the activated jobs stay with this worker. */
  readonly timeoutMs: number;
  /** How long the engine may park the request until a job appears; 0 answers at once. */
  readonly longPollMs: number;
  /** Variables to send along; absent means all that are visible. */
  readonly fetchVariables?: readonly string[];
}

/** A job as the engine handed it out, its variables not yet checked. */
export interface ActivatedJob {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly retries: number;
  /** Epoch milliseconds on the engine's clock. */
  readonly deadline: number;
  readonly variables: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** Says why the variables could not be read; such a job must be failed, not run. */
  readonly fault?: string;
}

/** What completes the job of a task listener or an ad-hoc sub-process, beside its variables. */
export type JobResult =
  | TaskDenial
  | TaskCorrection
  | Omit<AdHocResult<Readonly<Record<string, JsonObject>>>, 'variables'>;

/** A file to deploy. The extension of `name` says what it is: `.bpmn`, `.dmn` or `.form`. */
export interface DeployableFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** One deployed thing. */
export interface DeployedResource {
  readonly kind: 'process' | 'decision' | 'decision-requirements' | 'form';
  /** Process id, decision id, decision requirements id or form id. */
  readonly id: string;
  readonly version: number;
  readonly key: string;
  readonly resourceName: string;
}

/** Answer to `deploy`. */
export interface Deployment {
  readonly key: string;
  readonly resources: readonly DeployedResource[];
}

/** A version of a process that the engine has. */
export interface DeployedProcess {
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly version: number;
  readonly resourceName?: string;
}

/** Looks at deployed processes, through the REST API of Camunda 8.8 and later or the embedded engine. */
export interface DefinitionInquiry {
  /** The newest version of a process; undefined when there is none, or none that can be seen yet. */
  latestProcess(processId: string): Promise<DeployedProcess | undefined>;
  /** The model as it was deployed; undefined when there is none, or none that can be seen yet. */
  getProcessXml(processDefinitionKey: string): Promise<string | undefined>;
}

/** What the engine says of itself. */
export interface Topology {
  readonly gatewayVersion: string;
  readonly brokers: number;
  readonly partitions: number;
}

/**
 * A connection to an engine: the embedded one or a Camunda 8 cluster. Every call is bounded by a
 * timeout and fails with `EngineError`. Calls that can be repeated without a second effect are
 * retried a few times while the engine is away or overloaded; the others never are. Looking at process
 * instances, deployed processes and user tasks goes through the REST API: without `ZEEBE_REST_ADDRESS`, or with an engine
 * that lacks it, these calls fail with `UNIMPLEMENTED`.
 */
export interface EngineClient extends EngineTransport, RequestMemory {}

/** The calls of an engine connection. */
export interface EngineTransport
  extends
    ProcessClient,
    ProcessInquiry,
    DefinitionInquiry,
    UserTaskDesk,
    DecisionClient,
    ConditionClient {
  /**
   * Takes jobs. Aborting `signal` ends a parked request at once and resolves with the jobs that had
   * already arrived.
   */
  activateJobs(
    request: ActivateJobs,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly ActivatedJob[]>;
  /** `NOT_FOUND` when the job is gone: completed before, cancelled, or given to another worker. */
  completeJob(request: {
    readonly jobKey: string;
    readonly variables: JsonObject;
    /** What a task listener or an ad-hoc sub-process decides; needs Camunda 8.8. */
    readonly result?: JobResult;
  }): Promise<void>;
  /** `retries` is what remains; 0 raises an incident with `message`. */
  failJob(request: {
    readonly jobKey: string;
    readonly retries: number;
    readonly message: string;
    readonly backoffMs?: number;
  }): Promise<void>;
  /** Takes the modelled error path `code`. */
  throwError(request: {
    readonly jobKey: string;
    readonly code: string;
    readonly message: string;
    readonly variables?: JsonObject;
  }): Promise<void>;
  updateJobRetries(request: { readonly jobKey: string; readonly retries: number }): Promise<void>;
  deploy(files: readonly DeployableFile[]): Promise<Deployment>;
  resolveIncident(incidentKey: string): Promise<void>;
  topology(): Promise<Topology>;
  /** Ends every call in flight and frees the connection. */
  close(): Promise<void>;
}
