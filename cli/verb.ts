import type { ArgumentsCamelCase, Argv } from 'yargs';

import type { ExitCode } from './exit-code.js';

/** What a verb may touch of the process around it. */
export interface VerbContext {
  /** Prints a line on standard output: results only, so that it can be piped. */
  out(line: string): void;
  /** Prints a line on standard error: progress, warnings, errors. */
  err(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths of the command line start from. */
  readonly cwd: string;
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
