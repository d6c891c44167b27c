import { sourceKind, type Source } from '../generator/source.js';
import { CliError } from './cli-error.js';
import type { VerbContext } from './verb.js';

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

/** What it is written as within a command line that yargs reads, which drops a lone dash. */
export const STANDARD_INPUT_WORD = '/dev/stdin';

/** True for a path that stands for standard input. */
export function isStandardInput(path: string): boolean {
  return path === STANDARD_INPUT || path === STANDARD_INPUT_WORD;
}

/**
 * The model on standard input as a source with the name it is to go by.
 * @throws CliError CONF438 when nothing is piped in or the name tells no kind of file
 */
export async function readStandardInput(
  name: string | undefined,
  context: VerbContext,
): Promise<Source> {
  const file = name ?? 'stdin.bpmn';
  const kind = sourceKind(file);
  if (kind === undefined) {
    throw new CliError({
      code: 'CONF438',
      what: `"${file}" does not tell what is on standard input`,
      where: '--stdin-name',
      why: 'the ending of the name says how the text is read',
      fix: 'end it in .bpmn, .dmn, .form, .schema.json or .openapi.json',
    });
  }
  const text = await context.stdin?.();
  if (text === undefined) {
    throw new CliError({
      code: 'CONF438',
      what: 'there is nothing on standard input',
      where: STANDARD_INPUT,
      why: 'the path - reads a model from standard input, which is a terminal or closed',
      fix: 'pipe a model in: `jobwright validate - < order.bpmn`',
    });
  }
  return { kind, file, path: file, text };
}
