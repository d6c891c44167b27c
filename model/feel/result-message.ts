import type { FeelWarning } from './evaluation.js';
import type { FeelResult } from './evaluate.js';

/**
 * The text of Camunda's incidents for a result of the wrong type:
 * `Expected result of the expression 'x > 5' to be 'BOOLEAN', but was 'NULL'. The evaluation
 * reported the following warnings:` and a line a warning.
 */
export function unexpectedTypeMessage(
  expressionText: string,
  expected: readonly string[],
  result: FeelResult,
): string {
  const names =
    expected.length === 1 ? `'${expected[0] ?? ''}'` : `one of '[${expected.join(', ')}]'`;
  return `Expected result of the expression '${expressionText}' to be ${names}, but was '${result.type}'.${warningsSuffix(result.warnings)}`;
}

/** The text of Camunda's incidents for an evaluation that failed. */
export function failureMessage(expressionText: string, result: FeelResult): string {
  const { failure = '', failureKind, warnings } = result;
  switch (failureKind) {
    case 'assertion':
      return `Assertion failure on evaluate the expression '${expressionText}': ${failure}${warningsSuffix(warnings)}`;
    case 'exception':
      return `failed to evaluate expression '${expressionText}' : ${failure}`;
    default:
      return `failed to evaluate expression '${expressionText}': ${failure}${warningsSuffix(warnings)}`;
  }
}

/** The sentence on warnings that ends Camunda's incident texts; empty without warnings. */
export function warningsSuffix(warnings: readonly FeelWarning[]): string {
  return warnings.length === 0
    ? ''
    : ` The evaluation reported the following warnings:\n${warnings.map((w) => `[${w.type}] ${w.message}`).join('\n')}`;
}
