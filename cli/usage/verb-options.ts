import yargs, { type ArgumentsCamelCase } from 'yargs';

import { CliError } from '../cli-error.js';
import type { Verb } from '../verb.js';
import type { VerbEntry } from '../verb-list.js';

/** An option of a verb. */
export interface VerbOption {
  /** Without dashes. */
  readonly name: string;
  readonly describe: string;
  /** `flag` takes no value. */
  readonly takes: 'flag' | 'value';
  readonly choices: readonly string[];
}

/** What a verb takes. */
export interface VerbOptions {
  /** Long names, without dashes. */
  readonly names: readonly string[];
  readonly options: readonly VerbOption[];
  /** Those that can be given several times. */
  readonly repeatable: readonly string[];
}

/** What yargs knows of its options; its types leave these two functions out. */
interface YargsInside {
  getOptions(): {
    readonly key: Readonly<Record<string, unknown>>;
    readonly array: readonly string[];
    readonly boolean: readonly string[];
    readonly choices: Readonly<Record<string, readonly string[]>>;
    readonly hiddenOptions: readonly string[];
  };
  getInternalMethods(): {
    getUsageInstance(): { getDescriptions(): Readonly<Record<string, string | undefined>> };
  };
}

/** The options that a verb declares, read from its yargs definition; `command` names its positionals. */
export function optionsOf(verb: Verb, command: string): VerbOptions {
  const parser = verb.configure(yargs().locale('en').help().version(false));
  // The functions are there in every yargs 17 and 18, only undeclared.
  const inside = parser as unknown as YargsInside;
  const { key, array, boolean, choices, hiddenOptions } = inside.getOptions();
  const descriptions = inside.getInternalMethods().getUsageInstance().getDescriptions();
  const positionals = [...command.matchAll(/[[<]([\w-]+)/g)].map(([, name]) => name);
  const names = Object.keys(key).filter(
    (name) => name.length > 1 && !hiddenOptions.includes(name) && !positionals.includes(name),
  );
  return {
    names,
    repeatable: array,
    options: names.map((name) => ({
      name,
      describe: (descriptions[name] ?? '').replace('__yargsString__:', ''),
      takes: boolean.includes(name) ? 'flag' : 'value',
      choices: choices[name] ?? [],
    })),
  };
}

/** Throws `CliError` when an option that takes one value was given twice. */
export function checkRepeats(
  entry: VerbEntry,
  { names, repeatable }: VerbOptions,
  args: ArgumentsCamelCase,
): void {
  const repeated = names.find((name) => !repeatable.includes(name) && Array.isArray(args[name]));
  if (repeated !== undefined) {
    throw new CliError({
      what: `--${repeated} is given more than once`,
      where: `jobwright ${entry.command.split(' ')[0] ?? ''}`,
      why: 'it takes one value, and two would leave it to chance which counts',
      fix: `keep one --${repeated}`,
    });
  }
}
