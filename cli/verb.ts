import type { ArgumentsCamelCase, Argv } from 'yargs';

import type { ImportModule } from './config/load-config.js';
import type { ExitCode } from './exit-code.js';

/** What a verb may touch of the process around it. */
export interface VerbContext {
  /** Prints a line on standard output: results only, so that it can be piped. */
  readonly out: (line: string) => void;
  /** Prints a line on standard error: progress, warnings, errors. */
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths of the command line start from. */
  readonly cwd: string;
  /** Version of the package. @default '0.0.0' */
  readonly version?: string;
  /** Reads all of standard input as UTF-8; undefined when nobody pipes anything in. */
  readonly stdin?: () => Promise<string | undefined>;
  /** Milliseconds, for durations. @default performance.now, which starts with the process */
  readonly now?: () => number;
  /** Whether standard output is a terminal, for colours. @default false */
  readonly isTerminal?: boolean;
  /** Asks a verb that goes on until it is stopped to stop. @default SIGINT and SIGTERM */
  readonly stop?: AbortSignal;
  /** Runs a config module; for tests, whose loader differs. @default by tsx for .ts, else by Node */
  readonly importModule?: ImportModule;
}

/** A verb with its options' type forgotten, as `run-cli.ts` calls it. */
export interface Verb {
  configure(yargs: Argv): Argv;
  run(args: ArgumentsCamelCase, context: VerbContext): Promise<ExitCode>;
}

/**
 * Makes the `verb` that each file in `cli/verbs/` exports. `options` declares options and examples
 * (the positionals are named in `verb-list.ts`); `run` gets them checked and typed, and resolves to
 * the exit code. Throw `CliError` for what the user can mend; anything else counts as our defect.
 */
export function defineVerb<Options>(definition: {
  readonly options: (yargs: Argv) => Argv<Options>;
  readonly run: (options: ArgumentsCamelCase<Options>, context: VerbContext) => Promise<ExitCode>;
}): Verb {
  return {
    configure: (yargs) => definition.options(yargs),
    // yargs has checked the arguments against the very options that `Options` comes from.
    run: (args, context) => definition.run(args as ArgumentsCamelCase<Options>, context),
  };
}
