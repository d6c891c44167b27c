import { CliError } from '../cli-error.js';
import { nearestName } from '../../generator/config/nearest-name.js';
import { retiredFlags, type RetiredFlag } from './retired-flags.js';

/** What a verb takes, as far as faults of a command line need to know. */
export interface KnownUsage {
  /** The verb, or undefined when none was chosen. */
  readonly verb: string | undefined;
  /** Long names of its options, without dashes. */
  readonly options: readonly string[];
  /** The words of the command line. */
  readonly written: readonly string[];
  /** Flags of old; by default those of `retired-flags.ts`. */
  readonly retired?: readonly RetiredFlag[];
}

/** Turns what yargs says of a refused command line into what to write instead. */
export function usageFault(message: string, known: KnownUsage): CliError {
  const unknown = /^Unknown arguments?: (.*)$/s.exec(message)?.[1];
  if (unknown !== undefined) {
    return unknownFault(unknown.split(', '), known);
  }
  const choice = /Argument: (.*), Given: "?(.*?)"?, Choices: (.*)$/s.exec(message);
  if (choice !== null) {
    const [, name = '', given = '', choices = ''] = choice;
    const near = nearestName(given, choices.replaceAll('"', '').split(', '));
    return fault(known, {
      where: `--${name}`,
      why: `"${given}" is none of ${choices.replaceAll('"', '')}`,
      fix: near === undefined ? `choose one of them` : `write --${name} ${near}`,
    });
  }
  const missing = /^Not enough arguments following: (.*)$/s.exec(message)?.[1];
  if (missing !== undefined) {
    return fault(known, {
      where: `--${missing}`,
      why: `--${missing} needs a value`,
      fix: `write --${missing} VALUE; ${helpOf(known)} tells which`,
    });
  }
  if (message.startsWith('Not enough non-option arguments')) {
    return fault(known, {
      why: `${known.verb ?? 'it'} needs a word that is not there`,
      fix: `run \`${helpOf(known)}\`, which shows it between < and >`,
    });
  }
  return fault(known, { why: oneLine(message), fix: `run \`${helpOf(known)}\`` });
}

/** A word in the place of the verb that is neither a verb nor a path. */
export function unknownVerb(word: string, verbs: readonly string[]): CliError {
  const near = nearestName(word, verbs);
  return new CliError({
    what: 'this command line cannot be run',
    where: word,
    why: `"${word}" is no verb, and there is no file or folder of that name`,
    fix:
      near === undefined
        ? 'run `jobwright --help` for the verbs, or name a folder of models'
        : `write \`jobwright ${near}\``,
  });
}

function unknownFault(names: readonly string[], known: KnownUsage): CliError {
  // yargs repeats `--dry-rnu` as `dryRnu`.
  const written = [...new Set(names.map(kebab))];
  const first = written[0] ?? '';
  const isOption =
    known.written.some((word) => /^--?/.test(word) && kebab(word).startsWith(`--${first}`)) ||
    first.length === 1;
  if (!isOption) {
    return fault(known, {
      where: first,
      why: `${known.verb ?? 'it'} takes no word like "${first}"`,
      fix: `leave it out; ${helpOf(known)} says what it takes`,
    });
  }
  const retired = (known.retired ?? retiredFlags).find(({ flag }) => flag === first);
  if (retired !== undefined) {
    return fault(known, {
      where: `--${first}`,
      why:
        retired.since === undefined
          ? `--${first} is an option of other generators`
          : `--${first} went with version ${retired.since}`,
      fix: `use ${retired.heir}`,
    });
  }
  const near = nearestName(first, known.options);
  const dashed = first.length === 1 ? `-${first}` : `--${first}`;
  return fault(known, {
    where: dashed,
    why: `${written.map((name) => `"${name}"`).join(', ')} ${written.length === 1 ? 'is no option' : 'are no options'}${known.verb === undefined ? '' : ` of ${known.verb}`}`,
    fix: near === undefined ? `run \`${helpOf(known)}\` for what it takes` : `write --${near}`,
  });
}

function fault(
  known: KnownUsage,
  text: { readonly where?: string; readonly why: string; readonly fix: string },
): CliError {
  const verb = known.verb === undefined ? '' : ` ${known.verb}`;
  return new CliError({ what: `\`jobwright${verb}\` cannot be run like this`, ...text });
}

function helpOf({ verb }: KnownUsage): string {
  return verb === undefined ? 'jobwright --help' : `jobwright ${verb} --help`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ');
}
