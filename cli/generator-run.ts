import { isGeneratorError } from '../generator/index.js';
import { formatPlace, type Diagnostic } from '../model/index.js';
import type { Argv } from 'yargs';

import { CliError } from './cli-error.js';
import { exitCodes, type ExitCode } from './exit-code.js';
import type { VerbContext } from './verb.js';

/** Options that `generate` and `check` share. */
export interface GeneratorFlags {
  readonly paths: string[];
  readonly out: string;
  readonly handlers: string | undefined;
  readonly runtime: string | undefined;
  readonly 'max-warnings': number | undefined;
  readonly reporter: Reporter;
}

/** How findings are printed. */
export type Reporter = 'pretty' | 'json';

/** What a run has to say. */
export interface RunReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly string[];
  readonly files: readonly { readonly file: string; readonly state: string }[];
  readonly summary: string;
  readonly diffs: readonly string[];
}

/** Declares the options that `generate` and `check` share. */
export function generatorOptions(yargs: Argv): Argv<GeneratorFlags> {
  return yargs
    .positional('paths', {
      describe: 'files or folders with *.bpmn, *.dmn, *.schema.json, *.openapi.json',
      type: 'string',
      array: true,
      default: ['bpmn'],
    })
    .option('out', {
      describe: 'folder that is wholly the generator’s',
      type: 'string',
      default: 'generated',
    })
    .option('handlers', {
      describe: 'folder of your handlers: stubs are put there once, never over a file',
      type: 'string',
      defaultDescription:
        'services/worker/handlers where that folder exists and --out is the default',
    })
    .option('runtime', {
      describe: 'module that generated code imports',
      type: 'string',
      defaultDescription: 'jobwright/runtime/v1 where it resolves, else a relative path',
    })
    .option('max-warnings', {
      describe: 'more warnings than this fail the run',
      type: 'number',
      defaultDescription: 'no limit',
    })
    .option('reporter', {
      describe: 'for people or for programs',
      choices: ['pretty', 'json'] as const,
      default: 'pretty' as const,
    })
    .check(({ 'max-warnings': limit }) => {
      if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
        throw new CliError({
          what: 'this command line cannot be run',
          where: '--max-warnings',
          why: `"${String(limit)}" is no whole number from 0`,
          fix: 'write --max-warnings 0, or leave it out for no limit',
        });
      }
      return true;
    });
}

/** Runs the generator; what the user can mend about paths and folders becomes a `CliError`. */
export async function mendable<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (isGeneratorError(error)) {
      throw new CliError(
        { what: error.code, where: error.where, why: error.message, fix: error.fix },
        { cause: error },
      );
    }
    throw error;
  }
}

/** Prints a report: results on standard output, remarks on standard error. */
export function describeRun(report: RunReport, reporter: Reporter, context: VerbContext): void {
  for (const note of report.notes) {
    context.err(`note: ${printable(note)}`);
  }
  if (reporter === 'json') {
    const { diagnostics, files } = report;
    context.out(JSON.stringify({ diagnostics: diagnostics.map(plainDiagnostic), files }, null, 2));
    return;
  }
  for (const diagnostic of report.diagnostics) {
    context.out(prettyDiagnostic(diagnostic));
  }
  for (const { file, state } of report.files) {
    context.out(`${state.padEnd(9)} ${printable(file)}`);
  }
  for (const diff of report.diffs) {
    context.out(printable(diff));
  }
  context.err(report.summary);
}

/** `findings` for errors and for more warnings than allowed, else `ok`. */
export function verdict(
  diagnostics: readonly Diagnostic[],
  maxWarnings: number | undefined,
): ExitCode {
  const errors = diagnostics.some(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  return errors || warnings > (maxWarnings ?? Infinity) ? exitCodes.findings : exitCodes.ok;
}

function prettyDiagnostic(diagnostic: Diagnostic): string {
  const { place, severity, code, message, fix } = diagnostic;
  const line = `${formatPlace(place)} ${severity} ${code}: ${message}`;
  return `${printable(line)}\n  fix: ${printable(fix)}`;
}

function plainDiagnostic(diagnostic: Diagnostic): object {
  const { place, ...rest } = diagnostic;
  return { ...rest, ...place };
}

/** Model text can hold terminal control sequences; they are shown, not obeyed. */
function printable(text: string): string {
  return text.replace(
    /[^\P{Control}\n]|\p{Bidi_Control}/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
