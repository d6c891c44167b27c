import type { Diagnostic } from '../../model/index.js';
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

/** Everything generated for one job type of a process. */
export interface JobPlan {
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
  readonly messages: readonly MessagePlan[];
  readonly signals: readonly SignalPlan[];
  readonly start?: StartPlan;
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

/** The API of all processes together. */
export interface ApiPlan {
  /** The whole OpenAPI document, normalised. */
  readonly document: Json;
  /** Path of the hand-written source; absent when derived from the models. */
  readonly source?: string;
  readonly operations: readonly OperationPlan[];
  /** Component key -> type name and schema. */
  readonly types: readonly (NamedType & { readonly key: string })[];
}

/** What is to be generated, as values. */
export interface Plan {
  readonly processes: readonly ProcessPlan[];
  readonly api?: ApiPlan;
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  readonly diagnostics: readonly Diagnostic[];
}
