import type { FeelNode, FeelUnaryTests } from './ast.js';
import { readConcrete, TreeReader } from './syntax.js';

/** A parsed expression. Frozen, free of state: one may be evaluated any number of times. */
export interface FeelExpression {
  /** The text as given, without a leading `=`. */
  readonly text: string;
  readonly node: FeelNode;
}

/** The parsed cell of a decision table. */
export interface FeelTests {
  readonly text: string;
  readonly tests: FeelUnaryTests;
}

/** How many parsed texts are kept for each of the two kinds. */
const CACHE_SIZE = 5_000;
const expressions = new Map<string, FeelExpression>();
const unaryTests = new Map<string, FeelTests>();

/**
 * Parses a FEEL expression as Camunda 8 reads it: names with spaces need backticks.
 * @param text the expression without the leading `=` of a BPMN attribute
 * @throws FeelSyntaxError with the offset of the first error
 */
export function parseExpression(text: string): FeelExpression {
  return cached(expressions, text, () => {
    const node = new TreeReader(text).node(readConcrete(text, 'Expression'));
    return Object.freeze({ text, node });
  });
}

/**
 * Parses the tests of a decision table's input cell: `< 5, [10..20]`, `not("a")`, `-`.
 * @throws FeelSyntaxError with the offset of the first error
 */
export function parseUnaryTests(text: string): FeelTests {
  return cached(unaryTests, text, () => Object.freeze({ text, tests: readTests(text) }));
}

function readTests(text: string): FeelUnaryTests {
  if (text.trim() === '' || text.trim() === '-') {
    return { kind: 'any' };
  }
  const reader = new TreeReader(text);
  const concrete = readConcrete(text, 'UnaryTests');
  const list = concrete.children.find((child) => child.name === 'PositiveUnaryTests');
  const negated = concrete.children[0]?.name === 'not';
  const tests = (list?.children ?? []).map((test) => reader.node(test));
  const [only] = tests;
  // `not(true)` calls the function, which comes to the same for every input.
  if (negated && tests.length === 1 && only?.kind === 'boolean') {
    const args = { kind: 'positional', values: tests } as const;
    return { kind: 'tests', negated: false, tests: [{ kind: 'call', callee: 'not', args }] };
  }
  return { kind: 'tests', negated, tests };
}

function cached<T>(cache: Map<string, T>, text: string, parse: () => T): T {
  const known = cache.get(text);
  if (known !== undefined) {
    return known;
  }
  const parsed = parse();
  const oldest = cache.keys().next();
  if (cache.size >= CACHE_SIZE && oldest.done !== true) {
    cache.delete(oldest.value);
  }
  cache.set(text, parsed);
  return parsed;
}
