import type { Place } from '../../model/index.js';

/** What a query can be about. */
export type ExplainedSubject =
  | 'process'
  | 'element'
  | 'job'
  | 'message'
  | 'signal'
  | 'error'
  | 'escalation'
  | 'decision'
  | 'variable'
  | 'operation'
  | 'diagnostic';

/** An element that takes part, and where it is drawn. */
export interface ExplainedElement {
  readonly id: string;
  readonly name?: string;
  /** `service task`, `timer boundary event`. */
  readonly kind: string;
  readonly place: Place;
}

/** A generated file and what in it belongs to the thing; `file` is relative to the output folder. */
export interface ExplainedFile {
  readonly file: string;
  readonly symbols: readonly string[];
}

/** A variable that an element can see, or one that was asked for. */
export interface ExplainedVariable {
  readonly name: string;
  /** As TypeScript says it. */
  readonly type: string;
  /** True when every way that leads here writes it. */
  readonly certain: boolean;
  /** Ids of elements that write it by a mapping, a result variable, a payload, or as the start. */
  readonly writtenBy: readonly string[];
  /** Ids of elements that read it in an expression or are handed it by name. */
  readonly readBy: readonly string[];
}

/** An error code that a handler may throw here; `*` stands for every code that is not listed. */
export interface ExplainedError {
  readonly code: string;
  readonly caughtBy: ExplainedElement;
}

/** An operation of the API that serves the thing. */
export interface ExplainedOperation {
  readonly operationId: string;
  /** `POST` */
  readonly method: string;
  readonly path: string;
  /** JSON pointer into the generated openapi.json. */
  readonly pointer: string;
}

/** The user's file that handles a job type. */
export interface ExplainedHandler {
  readonly jobType: string;
  /** As the caller would type it. */
  readonly file: string;
  /** False when the file is not there yet. */
  readonly exists: boolean;
}

/** A line of a test that mentions the thing. */
export interface ExplainedMention {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** From a model line to everything that comes of it. */
export interface Explanation {
  readonly subject: ExplainedSubject;
  readonly name: string;
  readonly process?: string;
  /** `The service task "Reserve seats" (ReserveSeats) of the process "ticket-booking".` */
  readonly title: string;
  readonly place?: Place;
  /** Sentences that fit nowhere else. */
  readonly facts: readonly string[];
  readonly elements: readonly ExplainedElement[];
  readonly generated: readonly ExplainedFile[];
  readonly variables: readonly ExplainedVariable[];
  readonly errors: readonly ExplainedError[];
  readonly operations: readonly ExplainedOperation[];
  /** Empty without facts about files of the user. */
  readonly handlers: readonly ExplainedHandler[];
  /** Empty without facts about files of the user. */
  readonly tests: readonly ExplainedMention[];
}

/** One of several things that a query could mean. */
export interface ExplainCandidate {
  /** The query that means this one alone. */
  readonly query: string;
  readonly title: string;
  readonly place?: Place;
}

/** The answer to a query. */
export type ExplainResult =
  | { readonly kind: 'found'; readonly explanation: Explanation }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly ExplainCandidate[] }
  /** `nearest` are names that look like the query, the likeliest first. */
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/** Files of the user by value: path as the caller would type it, and text. */
export interface ExplainFacts {
  /** Folder that stubs of handlers are put into, as the caller would type it. */
  readonly handlerFolder?: string;
  readonly handlers: ReadonlyMap<string, string>;
  readonly tests: ReadonlyMap<string, string>;
}
