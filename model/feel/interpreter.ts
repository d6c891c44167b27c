import { FeelDuration } from 'feelin';
import { applyArithmetic } from './arithmetic.js';
import { assertNever } from './assert-never.js';
import type { ArithmeticOperator, FeelNode } from './ast.js';
import { evaluateCall } from './calls.js';
import { feelOrder } from './compare.js';
import { compareValues } from './comparison.js';
import type { Evaluation } from './evaluation.js';
import { isInstanceOf } from './instance-of.js';
import { evaluateFor, evaluateQuantified, evaluateRange } from './iterations.js';
import { readProperty } from './read-property.js';
import type { Scope } from './scope.js';
import { daysAndTime, durationAmount, readTemporal, yearsAndMonths } from './temporal.js';
import { passesAny } from './unary-tests.js';
import type { FeelContext, FeelValue } from './values.js';
import {
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
      case 'number':
      case 'string':
        return node.value;
      case 'temporal':
        return this.#temporal(node.text);
      case 'reference':
        return this.#reference(node.names, scope);
      case 'input':
        return this.#input(scope);
      case 'list':
        return node.items.map((item) => this.value(item, scope));
      case 'context':
        return this.#context(node, scope);
      case 'path':
        return readProperty(this.value(node.target, scope), node.name, this.evaluation);
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
          [this.#input(scope), this.value(node.operand, scope)],
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
    return (
      readTemporal(text) ??
      this.evaluation.warn(
        'FUNCTION_INVOCATION_FAILURE',
        `Failed to parse a date, time or duration from '${text}'`,
      )
    );
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
    return scope.get(INPUT) ?? this.evaluation.warn('NO_VARIABLE_FOUND', 'No input value found.');
  }

  #context(node: Extract<FeelNode, { kind: 'context' }>, scope: Scope): FeelContext {
    const context: Record<string, FeelValue> = {};
    // Later entries see earlier ones, so the scope is over the object being filled.
    const inner = scope.with(context);
    for (const entry of node.entries) {
      setEntry(context, entry.key, this.value(entry.value, inner));
    }
    return context;
  }

  #filter(node: Extract<FeelNode, { kind: 'filter' }>, scope: Scope): FeelValue {
    const target = this.value(node.target, scope);
    if (target === null) {
      return this.evaluation.warn('INVALID_TYPE', "Expected list but found 'null'");
    }
    const items = isList(target) ? target : [target];
    const literal = literalIndex(node.filter);
    if (literal !== undefined) {
      return itemAt(items, literal);
    }
    const kept: FeelValue[] = [];
    for (const [i, item] of items.entries()) {
      const result = this.value(node.filter, this.#itemScope(item, scope));
      if (i === 0 && typeof result === 'number') {
        return itemAt(items, result);
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
    if (typeof value === 'number') {
      return 0 - value;
    }
    if (value instanceof FeelDuration) {
      const amount = -durationAmount(value);
      return value.yearsMonths ? yearsAndMonths(amount) : daysAndTime(amount);
    }
    return this.evaluation.warn(
      'INVALID_TYPE',
      `Expected number but found '${renderValue(value)}'`,
    );
  }

  #arithmetic(operator: ArithmeticOperator, a: FeelValue, b: FeelValue): FeelValue {
    const result = applyArithmetic(operator, a, b);
    if (result === undefined) {
      const [x, y] = [renderValue(a), renderValue(b)];
      return this.evaluation.warn('INVALID_TYPE', ARITHMETIC_WARNING[operator](x, y));
    }
    return typeof result === 'string' ? this.evaluation.bounded(result) : result;
  }

  #junction(node: Extract<FeelNode, { kind: 'and' | 'or' }>, scope: Scope): FeelValue {
    const decisive = node.kind === 'or';
    const left = this.#boolean(this.value(node.left, scope));
    if (left === decisive) {
      return decisive;
    }
    const right = this.#boolean(this.value(node.right, scope));
    if (right === decisive) {
      return decisive;
    }
    return left === null || right === null ? null : !decisive;
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

  #between(node: Extract<FeelNode, { kind: 'between' }>, scope: Scope): boolean | null {
    const value = this.value(node.value, scope);
    const low = compareValues('>=', [value, this.value(node.low, scope)], this.evaluation);
    const high = compareValues('<=', [value, this.value(node.high, scope)], this.evaluation);
    return low === null || high === null ? null : low && high;
  }

  #interval(node: Extract<FeelNode, { kind: 'interval' }>, scope: Scope): FeelValue {
    const start = this.value(node.start, scope);
    const end = this.value(node.end, scope);
    const range = new FeelRangeValue({
      start,
      end,
      startIncluded: node.startIncluded,
      endIncluded: node.endIncluded,
    });
    return feelOrder(start, end) === null
      ? this.evaluation.warn('INVALID_TYPE', `Invalid range definition '${renderValue(range)}'`)
      : range;
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

const ARITHMETIC_WARNING: Readonly<Record<ArithmeticOperator, (x: string, y: string) => string>> = {
  '+': (x, y) => `Can't add '${y}' to '${x}'`,
  '-': (x, y) => `Can't subtract '${y}' from '${x}'`,
  '*': (x, y) => `Can't multiply '${x}' by '${y}'`,
  '/': (x, y) => `Can't divide '${x}' by '${y}'`,
  '**': (x, y) => `Can't raise '${x}' to the power of '${y}'`,
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
