import { roundDecimal } from '../arithmetic.js';
import { feelEquals, feelOrder } from '../compare.js';
import type { Evaluation } from '../evaluation.js';
import { FeelFailure } from '../evaluation.js';
import type { FeelValue } from '../values.js';
import { FeelFunctionValue, isList } from '../values.js';
import type { Overloads } from './builtin.js';
import { overList, overload } from './builtin.js';

type List = readonly FeelValue[];

/** Functions over lists. */
export const listFunctions: Readonly<Record<string, Overloads>> = {
  'list contains': [
    overload(['list', 'element'], ([list = null, element = null]) =>
      isList(list) ? list.some((item) => same(item, element)) : undefined,
    ),
  ],
  count: [overload(['list'], ([list = null]) => (isList(list) ? list.length : undefined))],
  min: [overList('list', (list) => extreme(list, -1))],
  max: [overList('list', (list) => extreme(list, 1))],
  sum: [overList('list', (list) => overNumbers(list, (numbers) => total(numbers)))],
  product: [
    overList('list', (list) => overNumbers(list, (n) => n.reduce((a, b) => decimal(a * b), 1))),
  ],
  mean: [overList('list', (list) => overNumbers(list, (n) => decimal(total(n) / n.length)))],
  median: [overList('list', (list) => overNumbers(list, median))],
  stddev: [overList('list', (list) => overNumbers(list, standardDeviation))],
  mode: [overList('list', mode)],
  and: [overList('list', (list) => junction(list, false))],
  all: [overList('list', (list) => junction(list, false))],
  or: [overList('list', (list) => junction(list, true))],
  any: [overList('list', (list) => junction(list, true))],
  sublist: [
    overload(['list', 'start position'], ([list = null, start = null]) => sublist(list, start)),
    overload(['list', 'start position', 'length'], ([list = null, start = null, length = null]) =>
      sublist(list, start, length),
    ),
  ],
  append: [
    {
      parameters: ['list', 'items'],
      variadic: true,
      invoke: ([list = null, ...items]) => (isList(list) ? [...list, ...items] : undefined),
    },
  ],
  concatenate: [
    {
      parameters: ['lists'],
      variadic: true,
      invoke: (lists) => lists.flatMap((each) => (isList(each) ? each : [each])),
    },
  ],
  'insert before': [
    overload(['list', 'position', 'newItem'], ([list = null, position = null, item = null]) => {
      const at = isList(list) ? indexOf(list, position) : undefined;
      return isList(list) && at !== undefined
        ? [...list.slice(0, at), item, ...list.slice(at)]
        : undefined;
    }),
  ],
  remove: [
    overload(['list', 'position'], ([list = null, position = null]) => {
      const at = isList(list) ? indexOf(list, position) : undefined;
      return isList(list) && at !== undefined ? list.filter((_, i) => i !== at) : undefined;
    }),
  ],
  'list replace': [
    overload(['list', 'position', 'newItem'], replaceItems),
    overload(['list', 'match', 'newItem'], replaceItems),
  ],
  reverse: [
    overload(['list'], ([list = null]) => (isList(list) ? [...list].reverse() : undefined)),
  ],
  'index of': [
    overload(['list', 'match'], ([list = null, match = null]) =>
      isList(list) ? list.flatMap((item, i) => (same(item, match) ? [i + 1] : [])) : undefined,
    ),
  ],
  union: [
    {
      parameters: ['lists'],
      variadic: true,
      invoke: (lists, evaluation) =>
        distinct(
          lists.flatMap((each) => (isList(each) ? each : [each])),
          evaluation,
        ),
    },
  ],
  'distinct values': [
    overload(['list'], ([list = null], evaluation) =>
      isList(list) ? distinct(list, evaluation) : undefined,
    ),
  ],
  'duplicate values': [
    overload(['list'], ([list = null], evaluation) => {
      if (!isList(list)) {
        return undefined;
      }
      evaluation.step(list.length * list.length);
      const repeated = list.filter((item, i) =>
        list.some((other, k) => k !== i && same(item, other)),
      );
      return distinct(repeated, evaluation);
    }),
  ],
  flatten: [overload(['list'], ([list = null]) => (isList(list) ? flatten(list) : undefined))],
  sort: [
    overload(['list', 'precedes'], ([list = null, precedes = null], evaluation) =>
      isList(list) && precedes instanceof FeelFunctionValue && precedes.parameters.length === 2
        ? sort(list, precedes, evaluation)
        : undefined,
    ),
  ],
  'string join': [
    overload(['list'], ([list = null]) => joinStrings(list, '')),
    overload(['list', 'delimiter'], ([list = null, delimiter = null]) =>
      joinStrings(list, delimiter ?? ''),
    ),
    overload(
      ['list', 'delimiter', 'prefix', 'suffix'],
      ([list = null, delimiter = null, prefix = null, suffix = null]) => {
        const joined = joinStrings(list, delimiter ?? '');
        const [before, after] = [prefix ?? '', suffix ?? ''];
        return joined !== undefined && isText(before) && isText(after)
          ? `${before}${joined}${after}`
          : undefined;
      },
    ),
  ],
  'is empty': [
    overload(['list'], ([list = null]) => (isList(list) ? list.length === 0 : undefined)),
  ],
  partition: [
    overload(['list', 'size'], ([list = null, size = null]) => {
      if (!isList(list) || typeof size !== 'number' || size < 1) {
        return undefined;
      }
      const width = Math.trunc(size);
      return Array.from({ length: Math.ceil(list.length / width) }, (_, i) =>
        list.slice(i * width, (i + 1) * width),
      );
    }),
  ],
};

function flatten(list: List): FeelValue[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

function isText(value: FeelValue): value is string {
  return typeof value === 'string';
}

function same(a: FeelValue, b: FeelValue): boolean {
  return feelEquals(a, b) === true;
}

function decimal(value: number): number {
  return roundDecimal(value) ?? Number.NaN;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => decimal(a + b), 0);
}

function overNumbers(
  list: List,
  compute: (numbers: readonly number[]) => number,
): number | null | undefined {
  if (list.length === 0) {
    return null;
  }
  const numbers = list.filter((item) => typeof item === 'number');
  if (numbers.length !== list.length) {
    return undefined;
  }
  const result = compute(numbers);
  return Number.isFinite(result) ? result : null;
}

function extreme(list: List, sign: 1 | -1): FeelValue | undefined {
  let best: FeelValue = list[0] ?? null;
  for (const item of list.slice(1)) {
    const order = feelOrder(item, best);
    if (order === null) {
      return undefined;
    }
    if (order * sign > 0) {
      best = item;
    }
  }
  return best;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : decimal(((sorted[middle - 1] ?? 0) + upper) / 2);
}

function standardDeviation(numbers: readonly number[]): number {
  const mean = total(numbers) / numbers.length;
  const squares = numbers.reduce((sum, n) => sum + (n - mean) ** 2, 0);
  return decimal(Math.sqrt(squares / (numbers.length - 1)));
}

function mode(list: List): FeelValue | undefined {
  const counts = new Map<number, number>();
  for (const item of list) {
    if (typeof item !== 'number') {
      return undefined;
    }
    counts.set(item, (counts.get(item) ?? 0) + 1);
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

/** 0-based index of a 1-based position, counted from the end when negative. */
function indexOf(list: List, position: FeelValue): number | undefined {
  if (typeof position !== 'number' || position === 0) {
    return undefined;
  }
  const at = position > 0 ? Math.trunc(position) - 1 : list.length + Math.trunc(position);
  return at >= 0 && at <= list.length ? at : undefined;
}

function sublist(list: FeelValue, start: FeelValue, length?: FeelValue): FeelValue | undefined {
  const at = isList(list) ? indexOf(list, start) : undefined;
  if (!isList(list) || at === undefined) {
    return undefined;
  }
  if (length === undefined) {
    return list.slice(at);
  }
  return typeof length === 'number' ? list.slice(at, at + Math.trunc(length)) : undefined;
}

function replaceItems(args: readonly FeelValue[]): FeelValue | undefined {
  const [list = null, which = null, item = null] = args;
  if (!isList(list)) {
    return undefined;
  }
  if (which instanceof FeelFunctionValue) {
    return list.map((old) => (which.invoke([old, item]) === true ? item : old));
  }
  const at = indexOf(list, which);
  return at === undefined ? undefined : list.map((old, i) => (i === at ? item : old));
}

function distinct(list: List, evaluation: Evaluation): FeelValue[] {
  const scalars = new Set<FeelValue>();
  const others: FeelValue[] = [];
  return list.filter((item) => {
    if (item === null || typeof item !== 'object') {
      const known = scalars.has(item);
      scalars.add(item);
      return !known;
    }
    evaluation.step(others.length);
    if (others.some((other) => same(item, other))) {
      return false;
    }
    others.push(item);
    return true;
  });
}

/** Sorts with the expression's own `precedes`; stable, so equal items keep their order. */
function sort(list: List, precedes: FeelFunctionValue, evaluation: Evaluation): FeelValue[] {
  return [...list].sort((a, b) => {
    evaluation.step();
    const first = precedes.invoke([a, b]);
    if (typeof first !== 'boolean') {
      throw new FeelFailure('the function given to sort() must return true or false');
    }
    if (first) {
      return -1;
    }
    return precedes.invoke([b, a]) === true ? 1 : 0;
  });
}

function joinStrings(list: FeelValue, delimiter: FeelValue): string | undefined {
  if (!isList(list) || typeof delimiter !== 'string') {
    return undefined;
  }
  const texts = list.filter((item) => item !== null);
  return texts.every(isText) ? texts.join(delimiter) : undefined;
}
