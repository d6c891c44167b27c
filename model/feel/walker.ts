import type { FeelInterval, FeelNode } from './ast.js';
import type { Evaluation } from './evaluation.js';
import type { Scope } from './scope.js';
import type { FeelRangeValue, FeelValue } from './values.js';

/** What the parts of the interpreter need of the whole. */
export interface Walker {
  readonly evaluation: Evaluation;
  /** The value of a node; what has none is null and leaves a warning. */
  value(node: FeelNode, scope: Scope): FeelValue;
  /** The range that an interval stands for, where it is no test of the input. */
  range(node: FeelInterval, scope: Scope): FeelRangeValue;
}

/** The name under which a unary test or filter finds the value it is about. */
export const INPUT = '?';
