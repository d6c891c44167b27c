import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import yargs, { type ArgumentsCamelCase, type Argv } from 'yargs';

import { allVerbs } from './all-verbs.js';
import { CliError, type CliErrorText } from './cli-error.js';
import { findConfig } from './config/load-config.js';
import { exitCodes, type ExitCode } from './exit-code.js';
import { printReport } from './report/finish.js';
import { reporters, type Reporter } from './report/report.js';
import { STANDARD_INPUT, STANDARD_INPUT_WORD } from './standard-input.js';
import { chooseVerb } from './usage/choose-verb.js';
import { usageFault } from './usage/usage-fault.js';
import { checkRepeats, optionsOf } from './usage/verb-options.js';
import type { VerbContext } from './verb.js';
import type { VerbEntry } from './verb-list.js';

/** A command line that yargs refused; its message is yargs' own. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs one command line (`argv` without node and script) and resolves to the exit code; it never
 * rejects and never exits the process. Results go to `context.out`, everything else to `context.err`.
 */
export async function runCli(
  argv: readonly string[],
  options: { readonly version: string; readonly context: VerbContext },
): Promise<ExitCode> {
  const { version } = options;
  const context = { ...options.context, version };
  let words = argv;
  try {
    words = await chosen(subVerb(argv), context);
    const parser = createParser(version);
    for (const entry of allVerbs) {
      addVerb(parser, entry);
    }
    const chosenVerb = await parsed(parser, words, context);
    if (chosenVerb === undefined) {
      return exitCodes.ok;
    }
    const { entry, args } = chosenVerb;
    const verb = await entry.load();
    checkRepeats(entry, optionsOf(verb, entry.command), args);
    return await verb.run(args, context);
  } catch (error) {
    return report(error, words, context);
  }
}

/** The parser of `jobwright --help`, with `verbs` added to it or without any. */
export function createParser(version: string): Argv {
  return yargs()
    .locale('en')
    .scriptName('jobwright')
    .usage('$0 <verb> [options]\n$0 [paths..]              the same as generate')
    .strict()
    .version(version)
    .describe('version', 'show the version')
    .help()
    .alias('help', 'h')
    .describe('help', 'show this help')
    .example('$0 generate bpmn', 'write generated/ from the models in bpmn/')
    .example('$0 check bpmn', 'exit 1 when a model has faults or generated/ is stale')
    .example('$0 watch bpmn', 'generate again whenever a model changes')
    .example('$0 engine --data data/engine', 'an engine on 127.0.0.1 that survives a restart')
    .epilogue(
      'Every verb has --help. Without a verb, paths are generated from; without anything, the paths\n' +
        'of jobwright.config.ts.\n' +
        'Exit codes: 0 ok, 1 drift or faults in models, 2 wrong command line or config, 70 a defect\n' +
        'of jobwright, 130 interrupted.',
    )
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw (error as Error | undefined) ?? new UsageError(message);
    });
}

async function chosen(
  argv: readonly string[],
  { cwd, env }: VerbContext,
): Promise<readonly string[]> {
  const hasConfig =
    argv.length === 0 && ((env.JOBWRIGHT_CONFIG ?? '') !== '' || (await configIn(cwd)));
  const words = argv.map((word) => (word === STANDARD_INPUT ? STANDARD_INPUT_WORD : word));
  return chooseVerb(words, {
    verbs: allVerbs.map(({ command }) => command.split(' ')[0] ?? ''),
    hasConfig,
    isPath: (word) => existsSync(resolve(cwd, word)),
  });
}

/** `scaffold tests` is a verb of its own. */
function subVerb(argv: readonly string[]): readonly string[] {
  const [first, second, ...rest] = argv;
  return first === 'scaffold' && second === 'tests' ? ['scaffold-tests', ...rest] : argv;
}

async function configIn(cwd: string): Promise<boolean> {
  // Two of them are a fault that the verb itself will name.
  return findConfig(cwd).then(
    (found) => found !== undefined,
    () => true,
  );
}

/** The verb of a command line that fits it; undefined when yargs has answered, as to `--help`. */
async function parsed(
  parser: Argv,
  words: readonly string[],
  context: VerbContext,
): Promise<ChosenVerb | undefined> {
  try {
    await parser.parseAsync([...words], {}, (_error, _args, output) => {
      if (output !== '') {
        context.out(output);
      }
    });
    return undefined;
  } catch (error) {
    if (error instanceof ChosenVerb) {
      return error;
    }
    throw error;
  }
}

/**
 * Thrown out of yargs with the verb to run: after a handler that returns, yargs makes the help text of
 * its verb, which takes longer than everything else it does.
 */
class ChosenVerb extends Error {
  override readonly name = 'ChosenVerb';
  readonly entry: VerbEntry;
  readonly args: ArgumentsCamelCase;

  constructor(entry: VerbEntry, args: ArgumentsCamelCase) {
    super(entry.command);
    this.entry = entry;
    this.args = args;
  }
}

function addVerb(parser: Argv, entry: VerbEntry): void {
  parser.command({
    command: entry.command,
    describe: entry.describe,
    builder: async (verbParser: Argv) =>
      (await entry.load()).configure(verbParser.usage(`$0 ${entry.command}\n\n${entry.describe}`)),
    handler: (args) => {
      throw new ChosenVerb(entry, args);
    },
  });
}

async function report(
  error: unknown,
  argv: readonly string[],
  context: VerbContext & { readonly version: string },
): Promise<ExitCode> {
  const verb = argv[0] ?? '';
  const fault = await mendableFault(error, argv);
  const exitCode = fault?.exitCode ?? exitCodes.crash;
  const text = fault?.text ?? crash(error, context.version);
  const nothing = { diagnostics: [], notes: [], files: [], diffs: [], summary: '' };
  await printReport(
    { ...nothing, verb, exitCode, version: context.version, error: text },
    askedReporter(argv, context.env),
    { context },
  );
  return exitCode;
}

async function mendableFault(
  error: unknown,
  argv: readonly string[],
): Promise<CliError | undefined> {
  const verb = argv[0];
  if (error instanceof CliError) {
    return error;
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    const entry = allVerbs.find(({ command }) => command.split(' ')[0] === verb);
    return usageFault(error.message, {
      verb: entry === undefined ? undefined : verb,
      options: entry === undefined ? [] : optionsOf(await entry.load(), entry.command).names,
      written: argv,
    });
  }
  return undefined;
}

function crash(error: unknown, version: string): CliErrorText {
  return {
    what: 'jobwright crashed, and it is our fault, not that of your input',
    where: `jobwright ${version} on Node ${process.version}, ${process.platform} ${process.arch}`,
    why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    fix: 'report it with these lines, the command line and, if you may, the model it happened with',
  };
}

/** The command line could not be read as a whole, but programs still want their format. */
function askedReporter(argv: readonly string[], env: VerbContext['env']): Reporter {
  const at = argv.indexOf('--reporter');
  const asked =
    argv.find((word) => word.startsWith('--reporter='))?.slice('--reporter='.length) ??
    (at < 0 ? env.JOBWRIGHT_REPORTER : argv[at + 1]);
  return reporters.find((reporter) => reporter === asked) ?? 'pretty';
}
