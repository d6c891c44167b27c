import { ofJavaDouble } from '../arithmetic.js';
import { feelOrder } from '../compare.js';
import type { FeelNumber } from '../decimal.js';
import { add, compareNumbers, divide, isNumber, multiply, subtract, toDouble } from '../decimal.js';
import { FeelFailure } from '../evaluation.js';
import type { FeelValue } from '../values.js';
import { isContext, isList, renderValue } from '../values.js';
import type { Overloads } from './builtin.js';
import { overList, Unfit } from './builtin.js';

type List = readonly FeelValue[];

/** Functions that make one value of a list. */
export const statisticFunctions: Readonly<Record<string, Overloads>> = {
  min: [overList('list', (list) => extreme('min', list))],
  max: [overList('list', (list) => extreme('max', list))],
  sum: [overList('list', (list) => overNumbers(list, total))],
  product: [overList('list', (list) => overNumbers(list, (n) => n.reduce(multiply, 1)))],
  mean: [overList('list', (list) => overNumbers(list, (n) => divide(total(n), n.length)))],
  median: [overList('list', (list) => overNumbers(list, median))],
  stddev: [overList('list', (list) => overNumbers(list, standardDeviation))],
  mode: [overList('list', (list) => overNumbers(list, mode, []))],
  and: [overList('list', (list) => junction(list, false))],
  all: [overList('list', (list) => junction(list, false))],
  or: [overList('list', (list) => junction(list, true))],
  any: [overList('list', (list) => junction(list, true))],
};

function total(numbers: readonly FeelNumber[]): FeelNumber {
  return numbers.reduce(add, 0);
}

function overNumbers(
  list: List,
  compute: (numbers: readonly FeelNumber[]) => FeelValue,
  ofNothing: FeelValue = null,
): FeelValue | Unfit {
  const wrong = list.find((item) => !isNumber(item));
  if (wrong !== undefined) {
    return new Unfit(`expected number but found '${renderValue(wrong)}'`);
  }
  return list.length === 0 ? ofNothing : compute(list.filter(isNumber));
}

/** Lists and contexts have no order: Java's comparison of them fails. */
function notOrdered(a: FeelValue, b: FeelValue): FeelFailure {
  return new FeelFailure(
    `java.lang.IllegalArgumentException: ${renderValue(a)} can not be compared to ${renderValue(b)}`,
    'exception',
  );
}

function extreme(name: 'min' | 'max', list: List): FeelValue | Unfit {
  const sign = name === 'min' ? -1 : 1;
  const [first, ...rest] = list;
  if (first === undefined) {
    return null;
  }
  const unfit = new Unfit(`${renderValue(list)} is not comparable`);
  if (first === null || isContext(first)) {
    return unfit;
  }
  let best: FeelValue = first;
  for (const item of rest) {
    if (isList(item) && isList(best)) {
      throw notOrdered(best, item);
    }
    const order = feelOrder(item, best);
    if (order === null) {
      return unfit;
    }
    if (order * sign > 0) {
      best = item;
    }
  }
  return best;
}

function median(numbers: readonly FeelNumber[]): FeelNumber {
  const sorted = [...numbers].sort(compareNumbers);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : divide(add(sorted[middle - 1] ?? 0, upper), 2);
}

function standardDeviation(numbers: readonly FeelNumber[]): FeelNumber {
  if (numbers.length === 1) {
    throw new FeelFailure('java.lang.ArithmeticException: Division undefined', 'exception');
  }
  const mean = divide(total(numbers), numbers.length);
  const squares = numbers.map((n) => multiply(subtract(n, mean), subtract(n, mean)));
  return ofJavaDouble(Math.sqrt(toDouble(divide(total(squares), numbers.length - 1))));
}

function mode(numbers: readonly FeelNumber[]): readonly FeelNumber[] {
  const counts = new Map<number, number>();
  for (const each of numbers) {
    const n = toDouble(each);
    counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...counts].flatMap(([n, count]) => (count === most ? [n] : [])).sort((a, b) => a - b);
}

/** `and`/`or` of a list: one decisive item decides, otherwise anything but a boolean is null. */
function junction(list: List, decisive: boolean): boolean | null {
  if (list.includes(decisive)) {
    return decisive;
  }
  return list.every((item) => typeof item === 'boolean') ? !decisive : null;
}
