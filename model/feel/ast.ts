import type { FeelDecimal } from './decimal.js';

/**
 * The syntax tree of a FEEL expression, discriminated by `kind`. Trees are frozen and hold no text
 * positions: a wrong expression is refused by the parser, which reports its place.
 */
export type FeelNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `exact` is there when a JavaScript number does not say it all. */
  | { readonly kind: 'number'; readonly value: number; readonly exact?: FeelDecimal }
  | { readonly kind: 'string'; readonly value: string }
  /** `@"2026-01-01"`; the text between the quotes. */
  | { readonly kind: 'temporal'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly FeelNode[] }
  | { readonly kind: 'context'; readonly entries: readonly FeelContextEntry[] }
  /** A variable and the properties read from it: `order.items.price` has three names. */
  | { readonly kind: 'reference'; readonly names: readonly string[] }
  /** `?`, the value a unary test is about. */
  | { readonly kind: 'input' }
  | { readonly kind: 'path'; readonly target: FeelNode; readonly name: string }
  | { readonly kind: 'filter'; readonly target: FeelNode; readonly filter: FeelNode }
  | { readonly kind: 'negation'; readonly operand: FeelNode }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: FeelNode;
      readonly right: FeelNode;
    }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: FeelNode;
      readonly right: FeelNode;
    }
  | {
      readonly kind: 'between';
      readonly value: FeelNode;
      readonly low: FeelNode;
      readonly high: FeelNode;
    }
  | { readonly kind: 'in'; readonly value: FeelNode; readonly tests: readonly FeelNode[] }
  | { readonly kind: 'and' | 'or'; readonly left: FeelNode; readonly right: FeelNode }
  | {
      readonly kind: 'if';
      readonly condition: FeelNode;
      readonly then: FeelNode;
      readonly otherwise: FeelNode;
    }
  | { readonly kind: 'for'; readonly iterators: readonly FeelIterator[]; readonly body: FeelNode }
  | {
      readonly kind: 'some' | 'every';
      readonly iterators: readonly FeelIterator[];
      readonly body: FeelNode;
    }
  | { readonly kind: 'instanceOf'; readonly value: FeelNode; readonly type: string }
  | {
      readonly kind: 'call';
      /** A function by name, or the expression that yields the function. */
      readonly callee: string | FeelNode;
      readonly args: FeelArguments;
    }
  | { readonly kind: 'function'; readonly parameters: readonly string[]; readonly body: FeelNode }
  | FeelInterval
  /** `< 5` in a unary test or a filter: compares the input value. */
  | {
      readonly kind: 'inputComparison';
      readonly operator: ComparisonOperator;
      readonly operand: FeelNode;
    }
  /** `1..3` of an iteration. */
  | { readonly kind: 'iteration'; readonly from: FeelNode; readonly to: FeelNode };

/** `[1..5)` and its like. */
export interface FeelInterval {
  readonly kind: 'interval';
  readonly start: FeelNode;
  readonly end: FeelNode;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
}

/** One `key: value` of a context. */
export interface FeelContextEntry {
  readonly key: string;
  readonly value: FeelNode;
}

/** One `name in list` of a `for`, `some` or `every`. */
export interface FeelIterator {
  readonly name: string;
  readonly list: FeelNode;
}

/** Arguments by position or by name. */
export type FeelArguments =
  | { readonly kind: 'positional'; readonly values: readonly FeelNode[] }
  | { readonly kind: 'named'; readonly values: readonly FeelContextEntry[] };

/** FEEL's arithmetic operators. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';

/** FEEL's comparison operators. */
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** The tests of one decision table cell. `any` is `-` or an empty cell. */
export type FeelUnaryTests =
  | { readonly kind: 'any' }
  | { readonly kind: 'tests'; readonly negated: boolean; readonly tests: readonly FeelNode[] };
