import type { Severity } from '../../model/index.js';
import type { Plugin } from '../plugin/plugin.js';

/** Camunda versions that models can be judged for. */
export const targets = ['8.6', '8.7', '8.8', '8.9', '8.10'] as const;

/** One of `targets`. */
export type Target = (typeof targets)[number];

/**
 * What `jobwright.config.ts` exports. Every key can be left out; relative paths start from the folder
 * of the file. A flag of the command line and a variable of the environment win over a key.
 */
export interface JobwrightConfig {
  /** Files and folders with models, decisions, forms, schemas and the API document. @default ['bpmn'] */
  readonly paths?: readonly string[];
  /** Folder that is wholly the generator's. @default 'generated' */
  readonly out?: string;
  /**
   * Folder of your handlers.
   * @default 'services/worker/handlers' where that folder exists and `out` is the default
   */
  readonly handlers?: string;
  /** Put stubs of new job types into the folder of handlers. @default true */
  readonly scaffold?: boolean;
  /** Folder of the tests that `jobwright scaffold tests` writes. */
  readonly tests?: string;
  /** Module that generated code imports. @default 'jobwright/runtime/v1' where it resolves */
  readonly runtime?: string;
  /** Camunda version to judge models for. @default each model's own, at least 8.6 */
  readonly target?: Target;
  /** Severity by diagnostic code; `off` drops the findings of a code. @default those of docs/errors.md */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** More warnings than this fail a run. @default no limit */
  readonly maxWarnings?: number;
  /** How results are printed. @default 'pretty' */
  readonly reporter?: 'pretty' | 'json' | 'github' | 'sarif';
  /** Emitters and rules of others. @default [] */
  readonly plugins?: readonly Plugin[];
}

/** Returns the config as it is, with its type; it is checked when a command reads it. */
export function defineConfig(config: JobwrightConfig): JobwrightConfig {
  return config;
}
