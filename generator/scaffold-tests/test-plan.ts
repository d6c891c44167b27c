import type { Json } from '../json.js';

/** How a job ends on a path, in the order in which jobs of its type come. */
export type JobAnswer =
  | { readonly kind: 'complete'; readonly output: Json }
  | { readonly kind: 'error'; readonly code: string };

/** What a test does to the engine, in order. */
export type TestStep =
  | { readonly kind: 'start'; readonly variables: Json }
  | {
      readonly kind: 'publish';
      readonly name: string;
      readonly correlationKey: string;
      readonly variables: Json;
    }
  | { readonly kind: 'signal'; readonly name: string; readonly variables: Json }
  | { readonly kind: 'advance'; readonly ms: number }
  /** Jobs of these elements are done from here on; before, they wait. */
  | { readonly kind: 'release'; readonly elementIds: readonly string[] };

/** One path through a process, and the test that takes it. */
export interface TestPath {
  readonly title: string;
  readonly steps: readonly TestStep[];
  readonly answers: ReadonlyMap<string, readonly JobAnswer[]>;
  /** Elements whose jobs nobody works on at first: an event interrupts them or comes beside. */
  readonly held: readonly string[];
  /** Ids of elements in the order they complete, one list for each token that runs by itself. */
  readonly threads: readonly (readonly string[])[];
  /** Ids of all elements that may complete: those of the threads, and what compensation runs. */
  readonly only: readonly string[];
}

/** A part of a process that no test covers, and why. */
export interface OpenPath {
  readonly title: string;
  readonly reason: string;
}

/** The tests of one process. */
export interface TestPlan {
  readonly processId: string;
  readonly typeName: string;
  readonly folder: string;
  /** Files to deploy: the model, decisions, forms. */
  readonly files: readonly string[];
  /** Path of the model. */
  readonly model: string;
  /**
   * Job types of the process's contract, with what each answers where a path asks for nothing else;
   * undefined for one that answers with nothing.
   */
  readonly contract: ReadonlyMap<string, Json | undefined>;
  readonly paths: readonly TestPath[];
  readonly open: readonly OpenPath[];
}
