import { CliError } from '../cli-error.js';
import { unknownVerb } from './usage-fault.js';

/** What the choice of a verb goes by. */
export interface VerbChoice {
  readonly verbs: readonly string[];
  /** Whether a bare `jobwright` has a config file to go by. */
  readonly hasConfig: boolean;
  /** Whether a word names a file or folder that is there. */
  readonly isPath: (word: string) => boolean;
}

/** Words of two that are one verb. */
const PAIRS: Readonly<Record<string, string>> = { 'scaffold tests': 'scaffold-tests' };

/**
 * The command line with its verb in front: `generate` where there are only paths or options, or
 * nothing at all and a config file.
 * @throws CliError when the first word is neither a verb nor a path, or there is nothing to do
 */
export function chooseVerb(argv: readonly string[], choice: VerbChoice): readonly string[] {
  const [first, second] = argv;
  if (first === undefined) {
    if (choice.hasConfig) {
      return ['generate'];
    }
    throw new CliError({
      what: 'there is no verb',
      why: 'a bare `jobwright` generates by jobwright.config.ts, and this folder has none',
      fix: 'run `jobwright --help` for the verbs, or `jobwright generate bpmn`',
    });
  }
  if (['--help', '-h', '--version'].includes(first)) {
    return argv;
  }
  const pair = PAIRS[`${first} ${second ?? ''}`];
  if (pair !== undefined && choice.verbs.includes(pair)) {
    return [pair, ...argv.slice(2)];
  }
  if (choice.verbs.includes(first)) {
    return argv;
  }
  const isOption = first.startsWith('-');
  if (isOption || /[/\\.]/.test(first) || choice.isPath(first)) {
    return ['generate', ...argv];
  }
  throw unknownVerb(first, choice.verbs);
}
