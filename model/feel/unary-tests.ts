import type { FeelNode } from './ast.js';
import { feelEquals, isInRange } from './compare.js';
import { checkRange, compareValues } from './comparison.js';
import type { Scope } from './scope.js';
import { FeelRangeValue, isList } from './values.js';
import type { FeelValue } from './values.js';
import { INPUT } from './walker.js';
import type { Walker } from './walker.js';

/** True when one test accepts the input; null when none does and one could not be told. */
export function passesAny(
  walker: Walker,
  tests: readonly FeelNode[],
  given: { readonly input: FeelValue; readonly scope: Scope },
): boolean | null {
  const scope = given.scope.with({ [INPUT]: given.input });
  let unknown = false;
  for (const test of tests) {
    const result = passesTest(walker, test, { input: given.input, scope });
    if (result === true) {
      return true;
    }
    unknown ||= result === null;
  }
  return unknown ? null : false;
}

function passesTest(
  walker: Walker,
  test: FeelNode,
  given: { readonly input: FeelValue; readonly scope: Scope },
): boolean | null {
  const { input, scope } = given;
  if (test.kind === 'inputComparison') {
    return compareValues(
      test.operator,
      [input, walker.value(test.operand, scope)],
      walker.evaluation,
    );
  }
  if (test.kind === 'interval') {
    return checkRange(input, walker.range(test, scope), walker.evaluation);
  }
  const value = walker.value(test, scope);
  // A test that looks at the input, or comes to a boolean otherwise than by being one, is the answer.
  if (mentionsInput(test)) {
    return typeof value === 'boolean' ? value : null;
  }
  if (typeof value === 'boolean' && test.kind !== 'boolean') {
    // A variable that is false stands for the value false.
    return value || (test.kind === 'reference' && input === false);
  }
  if (value instanceof FeelRangeValue) {
    return checkRange(input, value, walker.evaluation);
  }
  if (isList(value)) {
    return (
      value.some((item) => accepts(item, input)) ||
      compareValues('=', [input, value], walker.evaluation) === true
    );
  }
  if (value === null && test.kind !== 'null') {
    return input === null;
  }
  return compareValues('=', [input, value], walker.evaluation);
}

function accepts(item: FeelValue, input: FeelValue): boolean {
  return item instanceof FeelRangeValue
    ? isInRange(input, item) === true
    : feelEquals(input, item) === true;
}

/** Whether `?` occurs in a test: then its value is the answer. */
function mentionsInput(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) {
    return false;
  }
  return (
    ('kind' in node && node.kind === 'input') ||
    Object.values(node).some((part: unknown) => mentionsInput(part))
  );
}
