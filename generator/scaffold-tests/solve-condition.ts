import type { FeelNode } from '../../model/index.js';
import type { Json } from '../json.js';

/** A variable, or a property below one, and the value that it must have. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: Json;
}

/** What is known of a variable, to find a value that differs from another. */
export type ValueOtherThan = (path: readonly string[], value: Json) => Json | undefined;

type Comparison = Extract<FeelNode, { readonly kind: 'comparison' }>;

/**
 * Values of variables that make a condition true, or false as `wanted` says: for references,
 * comparisons of one with a literal, `not`, `and` and `or`. Undefined for everything else.
 */
export function solveCondition(
  node: FeelNode,
  wanted: boolean,
  other: ValueOtherThan,
): readonly Assignment[] | undefined {
  switch (node.kind) {
    case 'boolean':
      return node.value === wanted ? [] : undefined;
    case 'reference':
      return [{ path: node.names, value: wanted }];
    case 'comparison':
      return solveComparison(node, wanted, other);
    case 'and':
    case 'or': {
      const both = (node.kind === 'and') === wanted;
      const left = solveCondition(node.left, wanted, other);
      const right = solveCondition(node.right, wanted, other);
      return both ? left && right && [...left, ...right] : (left ?? right);
    }
    case 'call': {
      const [operand] = node.args.kind === 'positional' ? node.args.values : [];
      return node.callee === 'not' && operand !== undefined
        ? solveCondition(operand, !wanted, other)
        : undefined;
    }
    default:
      return undefined;
  }
}

const mirrored = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const opposite = { '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function solveComparison(
  { left, right, operator }: Comparison,
  wanted: boolean,
  other: ValueOtherThan,
): readonly Assignment[] | undefined {
  if (left.kind !== 'reference') {
    return right.kind === 'reference'
      ? solveComparison(
          { kind: 'comparison', left: right, right: left, operator: mirrored[operator] },
          wanted,
          other,
        )
      : undefined;
  }
  const literal = literalOf(right);
  if (literal === undefined) {
    return undefined;
  }
  const value = solvingValue(left.names, {
    operator: wanted ? operator : opposite[operator],
    literal,
    other,
  });
  return value === undefined ? undefined : [{ path: left.names, value }];
}

function solvingValue(
  path: readonly string[],
  {
    operator,
    literal,
    other,
  }: {
    readonly operator: Comparison['operator'];
    readonly literal: Json;
    readonly other: ValueOtherThan;
  },
): Json | undefined {
  switch (operator) {
    case '=':
    case '<=':
    case '>=':
      return literal;
    case '!=':
      return other(path, literal);
    case '<':
      return typeof literal === 'number' ? literal - 1 : undefined;
    case '>':
      return typeof literal === 'number' ? literal + 1 : undefined;
  }
}

function literalOf(node: FeelNode): Json | undefined {
  switch (node.kind) {
    case 'null':
      return null;
    case 'string':
    case 'number':
    case 'boolean':
      return node.value;
    default:
      return undefined;
  }
}
