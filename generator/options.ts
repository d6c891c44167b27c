import type { Severity } from '../model/index.js';
import type { Plugin } from './plugin/plugin.js';
import type { Source } from './source.js';

/** What the planning of sources is told. */
export interface PlanOptions {
  /**
   * Camunda version to judge models for, `8.6` to `8.10`.
   * @default each model's own executionPlatformVersion, at least 8.6
   */
  readonly target?: string;
  /** Severity by diagnostic code; `off` leaves the code's findings out. @default those of the registry */
  readonly levels?: Readonly<Record<string, Severity | 'off'>>;
  /** Emitters and rules of others. @default none */
  readonly plugins?: readonly Plugin[];
  /** Told as each phase begins, in this order, so that a caller with a clock can measure them. */
  readonly onPhase?: (phase: GeneratorPhase) => void;
}

/** A step of a run; not every run has all of them. */
export type GeneratorPhase =
  'load' | 'modules' | 'read' | 'plan' | 'emit' | 'compare' | 'write' | 'scaffold';

/** What generating from sources by value is told. */
export interface GenerateOptions extends PlanOptions {
  /**
   * Module specifier of the runtime in generated code; a relative one is meant from the output folder.
   * @default 'jobwright/runtime/v1'
   */
  readonly runtime?: string;
}

/** What generating in folders is told. Relative paths start from `cwd`. */
export interface GeneratorOptions extends PlanOptions {
  /** Files and folders with *.bpmn, *.dmn, *.form, *.schema.json and *.openapi.json. */
  readonly paths: readonly string[];
  /** Sources by value beside those of `paths`, such as one from standard input. @default none */
  readonly sources?: readonly Source[];
  /** Folder that is wholly the generator's. @default 'generated' */
  readonly out?: string;
  /**
   * Folder of the user's handlers: stubs of new job types are put there once and never touched again.
   * @default 'services/worker/handlers' when that folder exists and `out` is the default, else none
   */
  readonly handlers?: string;
  /** Put stubs into the folder of handlers. @default true */
  readonly scaffold?: boolean;
  /**
   * Module specifier of the runtime in generated code.
   * @default 'jobwright/runtime/v1' where the output folder can resolve it, else a relative path
   */
  readonly runtime?: string;
  /** Delete files whose source is gone even when they were edited by hand. @default false */
  readonly force?: boolean;
  /** Decide and report, write nothing. @default false */
  readonly dryRun?: boolean;
  /** @default the current folder of the process */
  readonly cwd?: string;
}

/** Options with every path absolute and every default decided. */
export interface CompiledOptions {
  readonly paths: readonly string[];
  readonly sources: readonly Source[];
  readonly cwd: string;
  readonly out: string;
  readonly handlers: string | undefined;
  readonly scaffold: boolean;
  readonly runtime: string | undefined;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly plan: PlanOptions;
}
