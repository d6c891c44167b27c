import type {
  Diagnostic,
  ExecutionListener,
  FlowNodeKind,
  Place,
  TaskListenerEvent,
} from '../../model/index.js';
import type { Json } from '../json.js';

/** A schema that becomes a named type. */
export interface NamedType {
  /** Key in `$defs`; equal to the type name. */
  readonly name: string;
  readonly schema: Json;
}

/** One element that creates jobs of a type. */
export interface JobElement {
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
}

/** Codes a handler may throw: a list, or `any` when a catch-all surrounds every element. */
export type ThrowableErrors = 'any' | readonly string[];

/** What makes the engine create a job. */
export type JobKind = 'element' | 'executionListener' | 'taskListener' | 'adHocSubProcess';

/** Everything generated for one job type of a process. */
export interface JobPlan {
  /** In the order of `JobKind`; several when elements and listeners share the type. */
  readonly kinds: readonly JobKind[];
  readonly type: string;
  /** `ReserveSeats`: the stem of its type names. */
  readonly typeName: string;
  /** `reserve-seats`: the file of its handler, without extension. */
  readonly fileName: string;
  /** A connector is served by its own runtime: typed, but neither in the contract nor scaffolded. */
  readonly connector: boolean;
  readonly elements: readonly JobElement[];
  /** Id of the activity that this job undoes, for compensation handlers. */
  readonly compensates: readonly string[];
  readonly input: Json;
  readonly output: Json;
  /** Header key -> the literal values it has; `optional` when some element lacks it. */
  readonly headers: readonly HeaderPlan[];
  readonly errors: ThrowableErrors;
  /** Absent: all visible variables. */
  readonly fetchVariables?: readonly string[];
  /** Element template that marks a connector. */
  readonly template?: string;
  /** Names of linked resources that every element of the type has. */
  readonly linkNames: readonly string[];
  /** Execution listener events that create the job. */
  readonly executionListenerEvents: readonly ExecutionListener['eventType'][];
  /** Task listener events that create the job: its result may deny or correct. */
  readonly taskListenerEvents: readonly TaskListenerEvent[];
  /** Ids of the activities that the job of an ad-hoc sub-process may activate. */
  readonly activatable: readonly string[];
  /** The same with the variables they start with. */
  readonly tools: readonly ToolPlan[];
}

/** An activity that the worker of an ad-hoc sub-process, or an agent, can activate. */
export interface ToolPlan extends JobElement {
  /** Object schema of the variables that its `fromAi` calls ask for, nested as they are written. */
  readonly parameters: Json;
}

/** An ad-hoc sub-process, whether the model or a job chooses what to activate. */
export interface AdHocPlan {
  readonly element: JobElement;
  readonly typeName: string;
  readonly tools: readonly ToolPlan[];
}

/** One flow node of a process, for constants, `explain` and `diff`. */
export interface ElementPlan extends JobElement {
  readonly kind: FlowNodeKind;
  /** Name of its constant, unique in the process: `reserveSeats`, `outer_inner` in a sub-process. */
  readonly constant: string;
  /** Id of the sub-process it stands in. */
  readonly parent?: string;
  readonly lane?: string;
  /** Texts of annotations linked to it. */
  readonly annotations: readonly string[];
  /** How the engine treats it, as sentences. */
  readonly facts: readonly string[];
  readonly place: Place;
}

/** A user task: a form to fill in, and who may. */
export interface UserTaskPlan extends JobElement {
  readonly constant: string;
  readonly typeName: string;
  readonly native: boolean;
  /** Variables that the form shows. */
  readonly input: Json;
  /** Variables that completing the task takes; from the form where one is known. */
  readonly output: Json;
  readonly candidateGroups: readonly string[];
  readonly formId?: string;
  /** `operationId` stem when the task is served by the API (`jobwright:api`). */
  readonly api?: string;
}

/** A DMN decision that the process calls and whose model is known. */
export interface DecisionPlan {
  readonly decisionId: string;
  readonly typeName: string;
  readonly name?: string;
  readonly elements: readonly JobElement[];
  readonly input: Json;
  readonly output: Json;
  readonly versionTag?: string;
}

/** A call activity whose called process is a fixed id. */
export interface CallPlan {
  readonly element: JobElement;
  readonly constant: string;
  readonly typeName: string;
  readonly processId: string;
  /** Type name of the called process when it is generated with this one. */
  readonly calledTypeName?: string;
  /** Folder of the called process when it is generated with this one. */
  readonly calledFolder?: string;
  /** True when the called process can be started directly, so that it has a start input. */
  readonly calledStarts?: boolean;
  /** How the called version is chosen. */
  readonly binding: 'latest' | 'deployment' | 'versionTag';
  readonly input: Json;
  readonly output: Json;
  readonly versionTag?: string;
}

/** A timer that the model fixes; `text` is ISO 8601 or cron as written, FEEL included. */
export interface TimerPlan {
  readonly element: JobElement;
  readonly constant: string;
  readonly type: 'date' | 'duration' | 'cycle';
  readonly text: string;
}

/** An error or escalation code, or a signal thrown, with the elements that throw and catch it. */
export interface CodePlan {
  readonly code: string;
  readonly thrownBy: readonly string[];
  readonly caughtBy: readonly string[];
}

/** One header of a job type. */
export interface HeaderPlan {
  readonly key: string;
  readonly values: readonly string[];
  readonly optional: boolean;
}

/** Where the correlation key of a published message comes from. */
export type CorrelationKeyPlan =
  /** A required property of the payload, possibly nested. */
  | {
      readonly kind: 'payload';
      readonly path: readonly string[];
      readonly type: 'string' | 'number';
    }
  /** An argument of its own. */
  | { readonly kind: 'argument'; readonly name: string; readonly type: 'string' | 'number' };

/** A message that the process catches. */
export interface MessagePlan {
  readonly name: string;
  readonly typeName: string;
  readonly elements: readonly JobElement[];
  readonly startsProcess: boolean;
  readonly payload: Json;
  readonly correlationKey: CorrelationKeyPlan;
  /** FEEL text of the correlation key, for the doc comment. */
  readonly correlationText?: string;
  /** FEEL texts of all correlation keys, when elements wait by different ones. */
  readonly correlationTexts: readonly string[];
  readonly timeToLiveMs: number;
}

/** A signal that the process catches. */
export interface SignalPlan {
  readonly name: string;
  readonly typeName: string;
  readonly elements: readonly JobElement[];
  readonly payload: Json;
}

/** A none start event: the process can be started directly. */
export interface StartPlan {
  readonly element: JobElement;
  readonly input: Json;
}

/** A conditional start event: an instance starts when its condition holds for given variables (8.9). */
export interface ConditionalStartPlan {
  readonly element: JobElement;
  /** FEEL text of the condition. */
  readonly condition: string;
  readonly input: Json;
}

/** Everything generated for one executable process. */
export interface ProcessPlan {
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
  /** Folder under the output. */
  readonly folder: string;
  /** `TicketBooking` */
  readonly typeName: string;
  /** `ticketBooking` */
  readonly valueName: string;
  /** `Source.path` and SHA-256 of the model. */
  readonly model: string;
  readonly sha256: string;
  readonly types: readonly NamedType[];
  /** Object schema of all known variables, every one optional. */
  readonly variables: Json;
  readonly jobs: readonly JobPlan[];
  /** Elements whose job type is FEEL: `type` is its text; typed, but not in the contract. */
  readonly dynamicJobs: readonly JobPlan[];
  readonly messages: readonly MessagePlan[];
  readonly signals: readonly SignalPlan[];
  readonly start?: StartPlan;
  readonly conditionalStarts: readonly ConditionalStartPlan[];
  /** Object schema of the root variables when the process ends; what every way writes is required. */
  readonly result: Json;
  readonly versionTag?: string;
  readonly elements: readonly ElementPlan[];
  readonly adHocs: readonly AdHocPlan[];
  /** Names of lanes with the ids of the elements in them, in document order. */
  readonly lanes: readonly { readonly name: string; readonly elementIds: readonly string[] }[];
  readonly userTasks: readonly UserTaskPlan[];
  readonly decisions: readonly DecisionPlan[];
  readonly calls: readonly CallPlan[];
  readonly timers: readonly TimerPlan[];
  readonly errors: readonly CodePlan[];
  readonly escalations: readonly CodePlan[];
  /** True when the model itself asks for an endpoint that starts it (`jobwright:api`). */
  readonly offered: boolean;
  /** True when only call activities of these models start it: it has no endpoint to start it. */
  readonly calledOnly: boolean;
}

/** HTTP methods that an API document may use. */
export type ApiMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One operation of the API. Schemas refer to `#/components/schemas/`. */
export interface OperationPlan {
  readonly operationId: string;
  readonly typeName: string;
  readonly method: ApiMethod;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly params: Json;
  readonly query: Json;
  readonly headers: Json;
  /** Absent when the operation takes no body. */
  readonly body?: { readonly schema: Json; readonly required: boolean };
  readonly responses: readonly ResponsePlan[];
}

/** One successful response. Failures are thrown as problems. */
export interface ResponsePlan {
  readonly status: number;
  readonly kind: 'json' | 'events' | 'text' | 'none';
  readonly schema: Json;
}

/** What of a process a ready handler refers to. */
export interface ServedProcess {
  readonly id: string;
  readonly typeName: string;
  readonly valueName: string;
  readonly folder: string;
  /** `/ticket-booking` */
  readonly path: string;
}

/** What a ready handler of a derived operation does. */
export type ServedPlan =
  | { readonly kind: 'start'; readonly process: ServedProcess }
  | {
      /** `messageStart` publishes a message that starts the process, `message` one that is waited for. */
      readonly kind: 'messageStart' | 'message';
      readonly process: ServedProcess;
      readonly message: MessagePlan;
    }
  | { readonly kind: 'signal'; readonly process: ServedProcess; readonly signal: SignalPlan }
  | {
      readonly kind: 'status';
      readonly process: ServedProcess;
      /** Variables to show; absent: all. */
      readonly variables?: readonly string[];
    }
  | { readonly kind: 'cancel'; readonly process: ServedProcess }
  | { readonly kind: 'schema'; readonly process: ServedProcess; readonly schema: Json }
  | { readonly kind: 'listTasks' | 'getTask' | 'claimTask' | 'unclaimTask' | 'completeTask' };

/** The ready handler of one derived operation. */
export interface HandlerPlan {
  readonly operationId: string;
  /** Elements of the model that the operation serves. */
  readonly elementIds: readonly string[];
  readonly serves: ServedPlan;
}

/** A user task that the API shows. */
export interface ServedTask {
  /** How the API calls it. */
  readonly name: string;
  readonly processId: string;
  readonly elementId: string;
}

/** The API of all processes together. */
export interface ApiPlan {
  /** The whole OpenAPI document, normalised. */
  readonly document: Json;
  /** Path of the hand-written source; absent when derived from the models. */
  readonly source?: string;
  readonly operations: readonly OperationPlan[];
  /** Component key -> type name and schema. */
  readonly types: readonly (NamedType & { readonly key: string })[];
  /** Ready handlers of a derived API; empty for a hand-written document. */
  readonly handlers: readonly HandlerPlan[];
  readonly tasks: readonly ServedTask[];
}

/** A channel of the message bus: what processes send to it or wait for from it. */
export interface ChannelPlan {
  /** Where a message goes: `payment-requests`. */
  readonly address: string;
  /** `PaymentRequests` */
  readonly typeName: string;
  /** Schema of a message; references are to `#/components/schemas/`. */
  readonly payload: Json;
  /** Elements whose jobs send to it. */
  readonly sentBy: readonly JobElement[];
  /** Elements that wait for what comes from it. */
  readonly receivedBy: readonly JobElement[];
}

/** The channels of all processes together. */
export interface ChannelsPlan {
  readonly channels: readonly ChannelPlan[];
  /** Component key -> type name and schema. */
  readonly types: readonly (NamedType & { readonly key: string })[];
  /** The AsyncAPI document. */
  readonly document: Json;
}

/** What is to be generated, as values. */
export interface Plan {
  readonly processes: readonly ProcessPlan[];
  readonly api?: ApiPlan;
  /** Absent when no element names a channel. */
  readonly bus?: ChannelsPlan;
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  readonly diagnostics: readonly Diagnostic[];
}
