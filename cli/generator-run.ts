import { isGeneratorError } from '../generator/errors.js';
import type { GeneratorOptions } from '../generator/options.js';
import type { Source } from '../generator/source.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { CliError, type CliErrorText } from './cli-error.js';
import { ConfigError } from './config/config-error.js';
import { findConfig, loadConfig, type LoadedConfig } from './config/load-config.js';
import { printConfig } from './config/print-config.js';
import { settle, type Settled } from './config/settle.js';
import { CONFIG_VARIABLE, type Settings } from './config/settings.js';
import { exitCodes, type ExitCode } from './exit-code.js';
import { givenSettings, type OutputFlags } from './generator-flags.js';
import { duration, startClock, timingsTree, type PhaseClock } from './phase-clock.js';
import { printReport } from './report/finish.js';
import { printableLine } from './report/printable.js';
import { countSeverities, type Reporter, type RunReport } from './report/report.js';
import { isStandardInput, readStandardInput } from './standard-input.js';
import type { VerbContext } from './verb.js';

export { commonOptions, outputOptions, runOptions } from './generator-flags.js';
export type { RunReport } from './report/report.js';

/** The flags that a run reads; a verb may have more. */
export type RunFlags = Partial<OutputFlags> & { readonly scaffold?: boolean | undefined };

/** What a verb of the generator works with. */
export interface GeneratorRun {
  readonly settings: Settings;
  /** For the functions of generator/project. */
  readonly options: GeneratorOptions;
  readonly clock: PhaseClock;
  readonly context: VerbContext;
}

/** What a verb has to say at its end. */
export interface RunOutcome extends RunReport {
  /** @default findings for errors and for more warnings than allowed, else ok */
  readonly exitCode?: ExitCode;
  /** Results that stand for themselves, such as generated code; printed in place of the report. */
  readonly output?: readonly string[];
}

/**
 * Runs a verb of the generator: settles config, environment and flags, does the work, prints what came
 * of it by the reporter asked for, and ends with one line and its duration on standard error.
 */
export async function runGenerator(
  verb: string,
  options: { readonly flags: RunFlags; readonly context: VerbContext },
  work: (run: GeneratorRun) => Promise<RunOutcome>,
): Promise<ExitCode> {
  const { flags, context } = options;
  const clock = startClock(context.now ?? (() => performance.now()), context.now?.() ?? 0);
  let reporter = flags.reporter ?? 'pretty';
  const version = context.version ?? '0.0.0';
  try {
    clock.begin('config');
    const settled = await settleFlags(flags, context);
    reporter = settled.settings.reporter;
    if (flags['print-config'] === true) {
      context.out(printConfig(settled, reporter));
      return exitCodes.ok;
    }
    const run = await openRun(settled, { flags, context, clock });
    const outcome = await mendable(() => work(run));
    clock.begin('report');
    const exitCode = outcome.exitCode ?? verdict(outcome.diagnostics, settled.settings.maxWarnings);
    const report = { ...outcome, notes: [...settled.notes, ...outcome.notes] };
    await printOutcome({ ...report, verb, exitCode, version }, reporter, run);
    context.err(
      printableLine(`${summaryOf(outcome, settled.settings)} in ${duration(clock.elapsed())}`),
    );
    return exitCode;
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) {
      throw error;
    }
    const exitCode = error instanceof CliError ? error.exitCode : exitCodes.usage;
    const nothing = { notes: [], files: [], diffs: [], summary: '' };
    await printReport({ ...nothing, ...fault, verb, exitCode, version }, reporter, { context });
    return exitCode;
  } finally {
    if (flags.timings === true) {
      context.err(timingsTree(clock.phases()));
    }
  }
}

/**
 * Config, environment and flags, settled.
 * @throws ConfigError and CliError for what is wrong in them
 */
export async function settleFlags(flags: RunFlags, context: VerbContext): Promise<Settled> {
  const { cwd, env } = context;
  const given = givenSettings(flags);
  const file = await configFile(flags, context);
  const settled = settle({ flags: given, env, file, cwd });
  const unknown = Object.keys(given.rules ?? {});
  if (unknown.length > 0 || env.JOBWRIGHT_RULES !== undefined) {
    const { unknownRule } = await import('../generator/config/unknown-rule.js');
    for (const code of Object.keys(settled.settings.rules)) {
      const fault = unknownRule(code);
      if (fault !== undefined) {
        const where = settled.origins.rules ?? '--rule';
        const text = { what: fault.message.replace(/\.$/, ''), where, fix: fault.fix };
        throw new CliError({ code: 'CONF435', ...text, why: 'a level can be set for known codes' });
      }
    }
  }
  return settled;
}

async function configFile(
  flags: RunFlags,
  { cwd, env, importModule }: VerbContext,
): Promise<LoadedConfig | undefined> {
  if (flags.config === false) {
    return undefined;
  }
  const named = flags.config ?? nonEmpty(env[CONFIG_VARIABLE]);
  const file = named ?? (await findConfig(cwd));
  return file === undefined ? undefined : loadConfig(file, cwd, importModule);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

async function openRun(
  { settings }: Settled,
  more: {
    readonly flags: RunFlags;
    readonly context: VerbContext;
    readonly clock: PhaseClock;
  },
): Promise<GeneratorRun & { readonly given: readonly Source[] }> {
  const { flags, context, clock } = more;
  const { handlers, runtime, target, scaffold, rules, plugins, out } = settings;
  const given = settings.paths.some(isStandardInput)
    ? [await readStandardInput(flags['stdin-name'], context)]
    : [];
  return {
    settings,
    given,
    clock,
    context,
    options: {
      paths: settings.paths.filter((path) => !isStandardInput(path)),
      out,
      cwd: context.cwd,
      scaffold,
      levels: rules,
      plugins,
      onPhase: (phase) => {
        clock.begin(phase);
      },
      ...(given.length === 0 ? {} : { sources: given }),
      ...(handlers === undefined ? {} : { handlers }),
      ...(runtime === undefined ? {} : { runtime }),
      ...(target === undefined ? {} : { target }),
    },
  };
}

async function printOutcome(
  report: Parameters<typeof printReport>[0] & Pick<RunOutcome, 'output'>,
  reporter: Reporter,
  { context, given }: { readonly context: VerbContext; readonly given: readonly Source[] },
): Promise<void> {
  const texts = new Map(given.map(({ file, text }) => [file, text]));
  // With results of its own, standard output is theirs alone, and findings go beside it.
  const place =
    report.output === undefined ? context : { ...context, out: context.err, isTerminal: false };
  await printReport(report, reporter, { context: place, given: texts });
  for (const text of report.output ?? []) {
    context.out(text);
  }
}

/** Runs the generator; what the user can mend about paths and folders becomes a `CliError`. */
export async function mendable<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (isGeneratorError(error)) {
      throw new CliError(
        {
          code: error.code,
          what: 'the generator cannot begin',
          where: error.where,
          why: error.message,
          fix: error.fix,
        },
        { cause: error },
      );
    }
    throw error;
  }
}

/** `findings` for errors and for more warnings than allowed, else `ok`. */
export function verdict(
  diagnostics: readonly Diagnostic[],
  maxWarnings: number | undefined,
): ExitCode {
  const { error, warning } = countSeverities(diagnostics);
  return error > 0 || warning > (maxWarnings ?? Infinity) ? exitCodes.findings : exitCodes.ok;
}

function faultOf(
  error: unknown,
): { readonly diagnostics: readonly Diagnostic[]; readonly error?: CliErrorText } | undefined {
  if (error instanceof ConfigError) {
    return { diagnostics: error.diagnostics };
  }
  return error instanceof CliError ? { diagnostics: [], error: error.text } : undefined;
}

function summaryOf({ summary, diagnostics }: RunOutcome, { maxWarnings }: Settings): string {
  const { error, warning } = countSeverities(diagnostics);
  const found = [
    ...(error === 0 ? [] : [count(error, 'error')]),
    ...(warning === 0 ? [] : [count(warning, 'warning')]),
  ];
  const limit = warning > (maxWarnings ?? Infinity) ? ` (allowed: ${String(maxWarnings)})` : '';
  return found.length === 0 ? summary : `${found.join(', ')}${limit}; ${summary}`;
}

/** A number with its noun, in the plural where it is one. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
