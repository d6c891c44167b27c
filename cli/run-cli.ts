import yargs, { type ArgumentsCamelCase, type Argv } from 'yargs';

import { CliError, formatCliError } from './cli-error.js';
import { exitCodes, type ExitCode } from './exit-code.js';
import type { Verb, VerbContext } from './verb.js';
import { verbList, type VerbEntry } from './verb-list.js';

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
  const { context } = options;
  const outcome: { code: ExitCode } = { code: exitCodes.ok };
  try {
    const parser = createParser(options.version);
    for (const entry of verbList) {
      addVerb(parser, entry, async (verb, args) => {
        outcome.code = await verb.run(args, context);
      });
    }
    await parser.parseAsync([...argv]);
    return outcome.code;
  } catch (error) {
    return report(error, context);
  }
}

function createParser(version: string): Argv {
  return yargs()
    .scriptName('jobwright')
    .usage('$0 <verb> [options]')
    .demandCommand(1, 'No verb given.')
    .strict()
    .version(version)
    .help()
    .alias('help', 'h')
    .example('$0 generate bpmn', 'write generated/ from the models in bpmn/')
    .example('$0 check bpmn', 'exit 1 when a model has faults or generated/ is stale')
    .example('$0 engine --data data/engine', 'an engine on 127.0.0.1 that survives a restart')
    .epilogue('Exit codes: 0 ok, 1 findings, 2 usage, 70 crash, 130 interrupted.')
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw (error as Error | undefined) ?? new UsageError(message);
    });
}

function addVerb(
  parser: Argv,
  entry: VerbEntry,
  run: (verb: Verb, args: ArgumentsCamelCase) => Promise<void>,
): void {
  parser.command({
    command: entry.command,
    describe: entry.describe,
    builder: async (verbParser: Argv) => (await entry.load()).configure(verbParser),
    handler: async (args) => {
      await run(await entry.load(), args);
    },
  });
}

function report(error: unknown, context: VerbContext): ExitCode {
  if (error instanceof CliError) {
    context.err(formatCliError(error.text));
    return error.exitCode;
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    context.err(
      formatCliError({
        what: 'this command line cannot be run',
        why: error.message,
        fix: 'run `jobwright --help` or `jobwright <verb> --help`',
      }),
    );
    return exitCodes.usage;
  }
  context.err(
    formatCliError({
      what: 'jobwright crashed',
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
      fix: 'this is a defect of jobwright, not of your input: report it with the lines above',
    }),
  );
  return exitCodes.crash;
}
