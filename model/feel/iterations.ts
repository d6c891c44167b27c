import type { FeelIterator, FeelNode } from './ast.js';
import type { Scope } from './scope.js';
import { isList, renderValue } from './values.js';
import type { FeelValue } from './values.js';
import type { Walker } from './walker.js';

/** Longest list an iteration such as `1..n` may make. */
const MAX_RANGE = 1_000_000;

type Iteration = Extract<FeelNode, { kind: 'for' | 'some' | 'every' }>;

/** `for x in xs return f(x)`; null with a warning when an iterator is no list. */
export function evaluateFor(walker: Walker, node: Iteration, scope: Scope): FeelValue {
  const results: FeelValue[] = [];
  const complete = iterate(walker, node.iterators, {
    scope,
    visit: (inner) => {
      // `partial` is a live view: nobody can change it, and a copy a round would be quadratic.
      results.push(walker.value(node.body, inner.with({ partial: results })));
      return true;
    },
  });
  return complete === null ? null : results.slice();
}

/** `some` and `every` with FEEL's three-valued logic. */
export function evaluateQuantified(walker: Walker, node: Iteration, scope: Scope): FeelValue {
  const decisive = node.kind === 'some';
  const undecided: FeelValue[] = [];
  const complete = iterate(walker, node.iterators, {
    scope,
    visit: (inner) => {
      const result = walker.value(node.body, inner);
      if (typeof result !== 'boolean') {
        undecided.push(result);
        walker.evaluation.warn(
          'INVALID_TYPE',
          `Expected boolean but found '${renderValue(result)}'`,
        );
      }
      return result !== decisive;
    },
  });
  if (complete === null) {
    return null;
  }
  if (!complete) {
    return decisive;
  }
  return undecided.length > 0 ? null : !decisive;
}

interface Visit {
  readonly scope: Scope;
  /** Returns false to stop. */
  readonly visit: (scope: Scope) => boolean;
}

/** Visits the product of the iterators; false when stopped, null when one is no list. */
function iterate(
  walker: Walker,
  iterators: readonly FeelIterator[],
  { scope, visit }: Visit,
): boolean | null {
  const [first, ...rest] = iterators;
  if (first === undefined) {
    return visit(scope);
  }
  const list = walker.value(first.list, scope);
  if (!isList(list)) {
    return walker.evaluation.warn('INVALID_TYPE', `Expected list but found '${renderValue(list)}'`);
  }
  for (const item of list) {
    const going = iterate(walker, rest, { scope: scope.with({ [first.name]: item }), visit });
    if (going !== true) {
      return going;
    }
  }
  return true;
}

/** `from..to` as a list of numbers, downwards when `to` is the smaller. */
export function evaluateRange(walker: Walker, from: FeelValue, to: FeelValue): FeelValue {
  if (typeof from !== 'number' || typeof to !== 'number') {
    const wrong = renderValue(typeof from === 'number' ? to : from);
    return walker.evaluation.warn('INVALID_TYPE', `Expected number but found '${wrong}'`);
  }
  const length = Math.floor(Math.abs(to - from)) + 1;
  if (!(length <= MAX_RANGE)) {
    return walker.evaluation.warn(
      'INVALID_TYPE',
      `The range ${from}..${to} has more than ${MAX_RANGE} items`,
    );
  }
  walker.evaluation.step(length);
  const sign = from <= to ? 1 : -1;
  return Array.from({ length }, (_, i) => from + sign * i);
}
