import type { FeelIterator, FeelNode } from './ast.js';
import type { Scope } from './scope.js';
import { isNumber, toDouble } from './decimal.js';
import { isList, renderValue } from './values.js';
import type { FeelValue } from './values.js';
import type { Walker } from './walker.js';

/** Longest list an iteration such as `1..n` may make. */
const MAX_RANGE = 1_000_000;

type Iteration = Extract<FeelNode, { kind: 'for' | 'some' | 'every' }>;

/**
 * `for x in xs return f(x)`; null with a warning when an iterator is no list. `partial` is what came
 * before, copied in each round in which it is read.
 */
export function evaluateFor(walker: Walker, node: Iteration, scope: Scope): FeelValue {
  const results: FeelValue[] = [];
  const readsPartial = mentions(node.body, 'partial');
  const complete = iterate(walker, node.iterators, {
    scope,
    visit: (inner) => {
      if (readsPartial) {
        walker.evaluation.step(results.length);
      }
      const seen = readsPartial ? inner.with({ partial: results.slice() }) : inner;
      results.push(walker.value(node.body, seen));
      return true;
    },
  });
  return complete === null ? null : results;
}

/** Whether a name is read anywhere in a part of the tree. */
function mentions(part: unknown, name: string): boolean {
  if (typeof part !== 'object' || part === null) {
    return false;
  }
  return (
    ('names' in part && Array.isArray(part.names) && part.names[0] === name) ||
    Object.values(part).some((inner: unknown) => mentions(inner, name))
  );
}

/** `some` and `every` with FEEL's three-valued logic. */
export function evaluateQuantified(walker: Walker, node: Iteration, scope: Scope): FeelValue {
  const decisive = node.kind === 'some';
  let undecided = 0;
  const complete = iterate(walker, node.iterators, {
    scope,
    visit: (inner) => {
      const result = walker.value(node.body, inner);
      if (typeof result !== 'boolean') {
        undecided += 1;
        if (undecided === 1) {
          walker.evaluation.warn(
            'INVALID_TYPE',
            `Expected boolean but found '${renderValue(result)}'`,
          );
        }
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
  return undecided > 0 ? null : !decisive;
}

interface Visit {
  readonly scope: Scope;
  /** Returns false to stop. */
  readonly visit: (scope: Scope) => boolean;
}

/**
 * Visits the product of the iterators; false when stopped, null when one is no list. All lists are
 * made in the outer scope: one cannot read the variable of another.
 */
function iterate(
  walker: Walker,
  iterators: readonly FeelIterator[],
  { scope, visit }: Visit,
): boolean | null {
  const lists: (readonly FeelValue[])[] = [];
  for (const { list: node } of iterators) {
    const list = walker.value(node, scope);
    if (!isList(list)) {
      // A range that is none has said so already.
      return node.kind === 'iteration'
        ? null
        : walker.evaluation.warn('INVALID_TYPE', `Expected list but found '${renderValue(list)}'`);
    }
    lists.push(list);
  }
  const names = iterators.map(({ name }) => name);
  return product({ names, lists, visit }, 0, scope);
}

interface Product {
  readonly names: readonly string[];
  readonly lists: readonly (readonly FeelValue[])[];
  readonly visit: (scope: Scope) => boolean;
}

function product(given: Product, depth: number, scope: Scope): boolean {
  const [name, list] = [given.names[depth], given.lists[depth]];
  if (name === undefined || list === undefined) {
    return given.visit(scope);
  }
  return list.every((item) => product(given, depth + 1, scope.with({ [name]: item })));
}

/** `from..to` as a list of numbers, downwards when `to` is the smaller. */
export function evaluateRange(walker: Walker, from: FeelValue, to: FeelValue): FeelValue {
  if (!isNumber(from) || !isNumber(to)) {
    const wrong = renderValue(isNumber(from) ? to : from);
    return walker.evaluation.warn('INVALID_TYPE', `Expected number but found '${wrong}'`);
  }
  const [first, last] = [toDouble(from), toDouble(to)];
  const length = Math.floor(Math.abs(last - first)) + 1;
  if (!(length <= MAX_RANGE)) {
    return walker.evaluation.warn(
      'INVALID_TYPE',
      `The range ${first}..${last} has more than ${MAX_RANGE} items`,
    );
  }
  walker.evaluation.step(length);
  const sign = first <= last ? 1 : -1;
  return Array.from({ length }, (_, i) => first + sign * i);
}
