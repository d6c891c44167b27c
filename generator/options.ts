/** What `generate` and `check` are told. Relative paths start from `cwd`. */
export interface GeneratorOptions {
  /** Files and folders with *.bpmn, *.dmn, *.schema.json and *.openapi.json. */
  readonly paths: readonly string[];
  /** Folder that is wholly the generator's. @default 'generated' */
  readonly out?: string;
  /**
   * Folder of the user's handlers: stubs of new job types are put there once and never touched again.
   * @default 'services/worker/handlers' when that folder exists and `out` is the default, else none
   */
  readonly handlers?: string;
  /**
   * Module specifier of the runtime in generated code.
   * @default 'jobwright/runtime/v1' where the output folder can resolve it, else a relative path
   */
  readonly runtime?: string;
  /** Decide and report, write nothing. @default false */
  readonly dryRun?: boolean;
  /** @default the current folder of the process */
  readonly cwd?: string;
}

/** Options with every path absolute and every default decided. */
export interface CompiledOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly out: string;
  readonly handlers: string | undefined;
  readonly runtime: string | undefined;
  readonly dryRun: boolean;
}
