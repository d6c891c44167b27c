import { dmnCodes } from '../../model/dmn/index.js';
import { diagnosticCodes } from '../../model/index.js';
import { generatorCodes } from '../codes.js';
import { configCodes } from '../config/config-codes.js';
import { diffCodes } from '../diff/diff-codes.js';
import { generatorErrorCodes } from '../errors.js';
import type { Explanation } from './explanation.js';

/** Every code that the tools print, with what it means. */
const CODES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...Object.entries(diagnosticCodes).map(
    ([code, { severity, message, fix }]) =>
      [code, [`${severity}: ${message}`, `Fix: ${fix}`]] as const,
  ),
  ...Object.entries(generatorCodes).map(
    ([code, { severity, summary, fix }]) =>
      [code, [`${severity}: ${summary}`, `Fix: ${fix}.`]] as const,
  ),
  ...Object.entries(diffCodes).map(
    ([code, { summary, fix }]) => [code, [summary, `Fix: ${fix}.`]] as const,
  ),
  ...[...Object.entries(generatorErrorCodes), ...Object.entries(configCodes)].map(
    ([code, summary]) => [code, [summary]] as const,
  ),
  ...Object.entries(dmnCodes).map(
    ([code, { message, fix }]) => [code, [`error: ${message}`, `Fix: ${fix}`]] as const,
  ),
]);

/** All codes, for a query that is nearly one. */
export const knownCodes: readonly string[] = [...CODES.keys()];

/** What a diagnostic code means and how it is mended; undefined for what is no code. */
export function explainCode(query: string): Explanation | undefined {
  const code = query.trim().toUpperCase();
  const facts = CODES.get(code);
  const page = code.startsWith('DIFF') ? 'diff' : 'errors';
  return facts === undefined
    ? undefined
    : {
        subject: 'diagnostic',
        name: code,
        title: `The code ${code}.`,
        facts: [...facts, `Described in docs/${page}.md#${code.toLowerCase()}`],
        elements: [],
        generated: [],
        variables: [],
        errors: [],
        operations: [],
        handlers: [],
        tests: [],
      };
}
