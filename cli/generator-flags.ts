import type { Argv } from 'yargs';

import { targets } from '../generator/config/config.js';
import { refusedValue, type GivenSettings } from './config/settle.js';
import { readRules } from './config/setting-values.js';
import { CliError } from './cli-error.js';
import { reporters, type Reporter } from './report/report.js';

/** Options that every run has; absent ones are decided by config and defaults. */
export interface RunOptionFlags {
  readonly reporter: Reporter | undefined;
  readonly config: string | false | undefined;
  readonly 'print-config': boolean | undefined;
  readonly timings: boolean | undefined;
}

/** Options of verbs that look at models. */
export interface CommonFlags extends RunOptionFlags {
  readonly paths: readonly string[] | undefined;
  readonly target: (typeof targets)[number] | undefined;
  readonly rule: readonly string[] | undefined;
  readonly 'max-warnings': number | undefined;
  readonly 'stdin-name': string | undefined;
}

/** Options of verbs that look at generated files, too. */
export interface OutputFlags extends CommonFlags {
  readonly out: string | undefined;
  readonly handlers: string | undefined;
  readonly runtime: string | undefined;
}

/** Declares what every run takes, whatever it does: reporter, timings, config. */
export function runOptions(yargs: Argv): Argv<RunOptionFlags> {
  return yargs
    .option('reporter', {
      describe: 'for people, for programs, for GitHub’s checks, for code scanning',
      choices: reporters,
      requiresArg: true,
      defaultDescription: 'pretty',
    })
    .option('timings', {
      describe: 'say on standard error how long each phase took',
      type: 'boolean',
      defaultDescription: 'false',
    })
    .option('config', {
      describe: 'config file; --no-config reads none',
      type: 'string',
      requiresArg: true,
      defaultDescription: 'jobwright.config.{ts,js,mjs,json} in the current folder',
    })
    .option('print-config', {
      describe: 'print the settings in force and where each comes from, then stop',
      type: 'boolean',
      defaultDescription: 'false',
    })
    .group(['reporter', 'timings', 'config', 'print-config'], 'Run:');
}

/** Declares what verbs take that look at models: paths, target, levels, and what every run takes. */
export function commonOptions(yargs: Argv): Argv<CommonFlags> {
  return runOptions(yargs)
    .positional('paths', {
      describe:
        'files or folders with *.bpmn, *.dmn, *.form, *.schema.json, *.openapi.json; - for standard input',
      type: 'string',
      array: true,
      defaultDescription: 'bpmn',
    })
    .option('target', {
      describe: 'Camunda version to judge models for',
      choices: targets,
      requiresArg: true,
      defaultDescription: 'each model’s own, at least 8.6',
    })
    .option('rule', {
      describe: 'level of a diagnostic: CODE=off|info|warning|error; can be repeated',
      type: 'string',
      array: true,
      requiresArg: true,
      defaultDescription: 'levels of docs/errors.md',
    })
    .option('max-warnings', {
      describe: 'more warnings than this fail the run',
      type: 'number',
      requiresArg: true,
      defaultDescription: 'no limit',
    })
    .option('stdin-name', {
      describe: 'file name that a model on standard input goes by',
      type: 'string',
      requiresArg: true,
      defaultDescription: 'stdin.bpmn',
    })
    .group(['target', 'rule', 'max-warnings', 'stdin-name'], 'Models and findings:');
}

/** Declares what verbs take that look at generated files. */
export function outputOptions(yargs: Argv): Argv<OutputFlags> {
  return commonOptions(yargs)
    .option('out', {
      describe: 'folder that is wholly the generator’s',
      type: 'string',
      requiresArg: true,
      defaultDescription: 'generated',
    })
    .option('handlers', {
      describe: 'folder of your handlers: stubs are put there once, never over a file',
      type: 'string',
      requiresArg: true,
      defaultDescription:
        'services/worker/handlers where that folder exists and --out is the default',
    })
    .option('runtime', {
      describe: 'module that generated code imports',
      type: 'string',
      requiresArg: true,
      defaultDescription: 'jobwright/runtime/v1 where it resolves, else a relative path',
    });
}

/**
 * What was given on the command line, as settings.
 * @throws CliError for a value that an option cannot take
 */
export function givenSettings(
  flags: Partial<OutputFlags> & { readonly scaffold?: boolean | undefined },
): GivenSettings {
  const { paths, out, handlers, runtime, target, reporter, scaffold } = flags;
  const limit = flags['max-warnings'];
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
    throw refusedValue('CONF437', '--max-warnings', String(limit), {
      why: 'it is no whole number from 0',
      takes: 'a whole number from 0',
    });
  }
  const texts: Readonly<Record<string, string | undefined>> = { out, handlers, runtime };
  for (const [name, text] of Object.entries(texts)) {
    if (text?.trim() === '') {
      throw refusedValue('CONF437', `--${name}`, text, { why: 'it is empty', takes: 'a value' });
    }
  }
  return {
    paths: paths === undefined || paths.length === 0 ? undefined : checkedPaths(paths),
    out,
    handlers,
    runtime,
    target,
    scaffold,
    maxWarnings: limit,
    reporter,
    rules: flags.rule === undefined ? undefined : givenRules(flags.rule),
  };
}

function checkedPaths(paths: readonly string[]): readonly string[] {
  if (paths.some((path) => path.trim() === '')) {
    throw new CliError({
      code: 'CONF437',
      what: 'a path of the command line is empty',
      why: '"" names no file and no folder',
      fix: 'check for a variable of the shell that is not set',
    });
  }
  return paths;
}

function givenRules(texts: readonly string[]): GivenSettings['rules'] {
  const { value, why } = readRules(texts.join(','));
  if (why !== undefined) {
    throw refusedValue('CONF437', '--rule', texts.join(','), {
      why,
      takes: 'a code and a level, such as BPMN151=off',
    });
  }
  return value;
}
