import { applyArithmetic } from './arithmetic.js';
import { assertNever } from './assert-never.js';
import type { ArithmeticOperator, FeelNode } from './ast.js';
import { evaluateCall } from './calls.js';
import { checkRange, compareValues } from './comparison.js';
import { inFeelOrder } from './context-order.js';
import { isNumber, negate, toWhole } from './decimal.js';
import { FeelFailure } from './evaluation.js';
import type { Evaluation } from './evaluation.js';
import { isInstanceOf } from './instance-of.js';
import { evaluateFor, evaluateQuantified, evaluateRange } from './iterations.js';
import { readProperty } from './read-property.js';
import type { Scope } from './scope.js';
import { readTemporal } from './read-temporal.js';
import { passesAny } from './unary-tests.js';
import type { FeelContext, FeelValue } from './values.js';
import {
  emptyLiteral,
  FeelFunctionValue,
  FeelRangeValue,
  isContext,
  isList,
  renderValue,
  setEntry,
} from './values.js';
import { INPUT } from './walker.js';
import type { Walker } from './walker.js';

/** Walks a syntax tree. One interpreter serves one evaluation. */
export class Interpreter implements Walker {
  readonly evaluation: Evaluation;

  constructor(evaluation: Evaluation) {
    this.evaluation = evaluation;
  }

  /** The value of a node; what has none is null and leaves a warning. */
  value(node: FeelNode, scope: Scope): FeelValue {
    this.evaluation.step();
    switch (node.kind) {
      case 'null':
        return null;
      case 'boolean':
      case 'string':
        return node.value;
      case 'number':
        return node.exact ?? node.value;
      case 'temporal':
        return this.#temporal(node.text);
      case 'reference':
        return this.#reference(node.names, scope);
      case 'input':
        return this.#input(scope);
      case 'list':
        return node.items.map((item) => this.value(item, scope));
      case 'context':
        return inFeelOrder(this.#context(node, scope));
      case 'path':
        return readProperty(this.#pathTarget(node.target, scope), node.name, this.evaluation);
      case 'filter':
        return this.#filter(node, scope);
      case 'negation':
        return this.#negation(this.value(node.operand, scope));
      case 'arithmetic':
        return this.#arithmetic(
          node.operator,
          this.value(node.left, scope),
          this.value(node.right, scope),
        );
      case 'and':
      case 'or':
        return this.#junction(node, scope);
      default:
        return this.#comparing(node, scope);
    }
  }

  #comparing(node: ComparingNode, scope: Scope): FeelValue {
    switch (node.kind) {
      case 'comparison':
        return compareValues(
          node.operator,
          [this.value(node.left, scope), this.value(node.right, scope)],
          this.evaluation,
        );
      case 'inputComparison':
        return compareValues(
          node.operator,
          [this.#inputOrNull(scope), this.value(node.operand, scope)],
          this.evaluation,
        );
      case 'between':
        return this.#between(node, scope);
      case 'in':
        return passesAny(this, node.tests, { input: this.value(node.value, scope), scope });
      case 'interval':
        return this.#interval(node, scope);
      case 'instanceOf':
        return isInstanceOf(this.value(node.value, scope), node.type);
      default:
        return this.#structure(node, scope);
    }
  }

  #structure(node: StructureNode, scope: Scope): FeelValue {
    switch (node.kind) {
      case 'if':
        return this.#isTrue(this.value(node.condition, scope))
          ? this.value(node.then, scope)
          : this.value(node.otherwise, scope);
      case 'for':
        return evaluateFor(this, node, scope);
      case 'some':
      case 'every':
        return evaluateQuantified(this, node, scope);
      case 'iteration':
        return evaluateRange(this, this.value(node.from, scope), this.value(node.to, scope));
      case 'call':
        return evaluateCall(this, node, scope);
      case 'function':
        return new FeelFunctionValue(node.parameters, (args) => {
          const bound: Record<string, FeelValue> = {};
          node.parameters.forEach((name, i) => {
            setEntry(bound, name, args[i] ?? null);
          });
          return this.evaluation.call(() => this.value(node.body, scope.with(bound)));
        });
      default:
        return assertNever(node);
    }
  }

  #temporal(text: string): FeelValue {
    return readTemporal(text);
  }

  #reference(names: readonly string[], scope: Scope): FeelValue {
    const [first = '', ...rest] = names;
    let value = scope.get(first);
    if (value === undefined) {
      return this.evaluation.warn('NO_VARIABLE_FOUND', `No variable found with name '${first}'`);
    }
    for (const name of rest) {
      value = readProperty(value, name, this.evaluation);
    }
    return value;
  }

  #input(scope: Scope): FeelValue {
    const input = scope.get(INPUT);
    if (input === undefined) {
      throw new FeelFailure(
        "No input value available. '?' can only be used inside an unary-test expression.",
        'call',
      );
    }
    return input;
  }

  #inputOrNull(scope: Scope): FeelValue {
    return scope.get(INPUT) ?? this.evaluation.warn('NO_VARIABLE_FOUND', 'No input value found.');
  }

  #context(node: Extract<FeelNode, { kind: 'context' }>, scope: Scope): FeelContext {
    if (node.entries.length === 0) {
      return emptyLiteral;
    }
    const context: Record<string, FeelValue> = {};
    // Later entries see earlier ones, so the scope is over the object being filled.
    const inner = scope.with(context);
    for (const entry of node.entries) {
      // A function sees what stands before it, and so not itself.
      const seen = entry.value.kind === 'function' ? scope.with({ ...context }) : inner;
      setEntry(context, entry.key, this.value(entry.value, seen));
    }
    return context;
  }

  /** A context that is only read from keeps the order in which it was written. */
  #pathTarget(target: FeelNode, scope: Scope): FeelValue {
    return target.kind === 'context' ? this.#context(target, scope) : this.value(target, scope);
  }

  #filter(node: Extract<FeelNode, { kind: 'filter' }>, scope: Scope): FeelValue {
    const target = this.value(node.target, scope);
    if (!isList(target)) {
      return this.evaluation.warn(
        'INVALID_TYPE',
        `Expected list but found '${renderValue(target)}'`,
      );
    }
    const literal = literalIndex(node.filter);
    if (literal !== undefined) {
      return itemAt(target, literal);
    }
    if (!isTest(node.filter)) {
      // What is no comparison may be an index: it is asked for once without an item.
      const index = this.value(node.filter, scope);
      if (isNumber(index)) {
        return itemAt(target, toWhole(index));
      }
    }
    const kept: FeelValue[] = [];
    for (const item of target) {
      const result = this.value(node.filter, this.#itemScope(item, scope));
      if (isNumber(result)) {
        return itemAt(target, toWhole(result));
      }
      if (result === true) {
        kept.push(item);
      }
    }
    return kept;
  }

  #itemScope(item: FeelValue, scope: Scope): Scope {
    const withItem = scope.with({ item, [INPUT]: item });
    return isContext(item) ? withItem.with(item) : withItem;
  }

  #negation(value: FeelValue): FeelValue {
    return isNumber(value)
      ? negate(value)
      : this.evaluation.warn('INVALID_TYPE', `Expected number but found '${renderValue(value)}'`);
  }

  #arithmetic(operator: ArithmeticOperator, a: FeelValue, b: FeelValue): FeelValue {
    const result = applyArithmetic(operator, a, b);
    if (result === undefined) {
      const [x, y] = [renderValue(a), renderValue(b)];
      if (operator === '**') {
        const wrong = isNumber(a) ? y : x;
        return this.evaluation.warn('INVALID_TYPE', `Expected number but found '${wrong}'`);
      }
      return this.evaluation.warn('INVALID_TYPE', ARITHMETIC_WARNING[operator](x, y));
    }
    return typeof result === 'string' ? this.evaluation.bounded(result) : result;
  }

  #junction(node: Extract<FeelNode, { kind: 'and' | 'or' }>, scope: Scope): FeelValue {
    return this.#join(node.kind === 'or', [
      () => this.value(node.left, scope),
      () => this.value(node.right, scope),
    ]);
  }

  /** `and` and `or`: one decisive side decides; of two that are no booleans the first is told. */
  #join(decisive: boolean, [left, right]: readonly [() => FeelValue, () => FeelValue]): FeelValue {
    const first = this.#boolean(left());
    if (first === decisive) {
      return decisive;
    }
    const value = right();
    if (first === null && typeof value !== 'boolean') {
      return null;
    }
    const second = this.#boolean(value);
    if (second === decisive) {
      return decisive;
    }
    return first === null || second === null ? null : !decisive;
  }

  #boolean(value: FeelValue): boolean | null {
    if (typeof value === 'boolean') {
      return value;
    }
    return this.evaluation.warn(
      'INVALID_TYPE',
      `Expected boolean but found '${renderValue(value)}'`,
    );
  }

  #isTrue(value: FeelValue): boolean {
    return this.#boolean(value) === true;
  }

  #between(node: Extract<FeelNode, { kind: 'between' }>, scope: Scope): FeelValue {
    const compare = (operator: '>=' | '<=', bound: FeelNode) => () =>
      compareValues(
        operator,
        [this.value(node.value, scope), this.value(bound, scope)],
        this.evaluation,
      );
    return this.#join(false, [compare('>=', node.low), compare('<=', node.high)]);
  }

  /** An interval that stands alone tests the input, which only a unary test has. */
  #interval(node: Extract<FeelNode, { kind: 'interval' }>, scope: Scope): FeelValue {
    const input = scope.get(INPUT);
    if (input === undefined) {
      this.evaluation.warn('NO_VARIABLE_FOUND', 'No input value found.');
      this.evaluation.warn('NO_VARIABLE_FOUND', 'No input value found.');
    }
    return checkRange(input ?? null, this.range(node, scope), this.evaluation);
  }

  /** The range that an interval stands for. */
  range(node: Extract<FeelNode, { kind: 'interval' }>, scope: Scope): FeelRangeValue {
    return new FeelRangeValue({
      start: this.value(node.start, scope),
      end: this.value(node.end, scope),
      startIncluded: node.startIncluded,
      endIncluded: node.endIncluded,
    });
  }
}

type ComparingNode = Exclude<
  FeelNode,
  {
    kind:
      | 'null'
      | 'boolean'
      | 'number'
      | 'string'
      | 'temporal'
      | 'reference'
      | 'input'
      | 'list'
      | 'context'
      | 'path'
      | 'filter'
      | 'negation'
      | 'arithmetic'
      | 'and'
      | 'or';
  }
>;
type StructureNode = Exclude<
  ComparingNode,
  { kind: 'comparison' | 'inputComparison' | 'between' | 'in' | 'interval' | 'instanceOf' }
>;

/** Filters that can only be true or false; Camunda tries all others as an index first. */
function isTest(filter: FeelNode): boolean {
  return (
    filter.kind === 'comparison' || filter.kind === 'inputComparison' || filter.kind === 'call'
  );
}

const ARITHMETIC_WARNING: Readonly<
  Record<Exclude<ArithmeticOperator, '**'>, (x: string, y: string) => string>
> = {
  '+': (x, y) => `Can't add '${y}' to '${x}'`,
  '-': (x, y) => `Can't subtract '${y}' from '${x}'`,
  '*': (x, y) => `Can't multiply '${x}' by '${y}'`,
  '/': (x, y) => `Can't divide '${x}' by '${y}'`,
};

/** The index of a filter that is a number: `[1]`, `[-1]`. */
function literalIndex(filter: FeelNode): number | undefined {
  if (filter.kind === 'number') {
    return filter.value;
  }
  return filter.kind === 'negation' && filter.operand.kind === 'number'
    ? -filter.operand.value
    : undefined;
}

/** The item at a 1-based index, from the end when negative. */
function itemAt(items: readonly FeelValue[], index: number): FeelValue {
  const i = Math.trunc(index);
  return items[i > 0 ? i - 1 : items.length + i] ?? null;
}
