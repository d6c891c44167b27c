import type { Evaluation } from '../evaluation.js';
import type { FeelValue } from '../values.js';
import { isContext, isList } from '../values.js';
import { feelEquals } from '../compare.js';
import { isNumber, toWhole } from '../decimal.js';
import type { Overloads } from './builtin.js';
import { overload, since } from './builtin.js';
import { sort } from './sort-list.js';
import { FeelFunctionValue } from '../values.js';
import { joinStrings } from './join-strings.js';

type List = readonly FeelValue[];

/** Functions over lists. */
export const listFunctions: Readonly<Record<string, Overloads>> = {
  'list contains': [
    overload(['list', 'element'], ([list = null, element = null]) =>
      isList(list) ? list.some((item) => isSame(item, element)) : undefined,
    ),
  ],
  count: [overload(['list'], ([list = null]) => (isList(list) ? list.length : undefined))],
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
    overload(['list', 'position', 'newItem'], ([list = null, position = null, newItem = null]) => {
      const at = isList(list) ? placeOf(list, position) : undefined;
      return isList(list) && at !== undefined ? insertBefore(list, at, newItem) : undefined;
    }),
  ],
  remove: [
    overload(['list', 'position'], ([list = null, position = null]) => {
      const at = isList(list) ? placeOf(list, position) : undefined;
      // Position 0 gives the list twice, as in Camunda.
      if (!isList(list) || at === undefined) {
        return undefined;
      }
      return isNumber(position) && toWhole(position) === 0 ? [...list, ...list] : remove(list, at);
    }),
  ],
  ...since('8.9', {
    'list replace': [
      overload(['list', 'position', 'newItem'], replaceItems),
      overload(['list', 'match', 'newItem'], replaceItems),
    ],
  }),
  reverse: [
    overload(['list'], ([list = null]) => (isList(list) ? [...list].reverse() : undefined)),
  ],
  'index of': [
    overload(['list', 'match'], ([list = null, match = null]) =>
      isList(list) ? list.flatMap((item, i) => (isSame(item, match) ? [i + 1] : [])) : undefined,
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
      isList(list) && precedes instanceof FeelFunctionValue
        ? sort(list, precedes, evaluation)
        : undefined,
    ),
  ],
  'string join': [
    overload(['list'], ([list = null]) => joinStrings(list)),
    overload(['list', 'delimiter'], ([list = null, delimiter = null]) =>
      joinStrings(list, { delimiter }),
    ),
    overload(
      ['list', 'delimiter', 'prefix', 'suffix'],
      ([list = null, delimiter = null, prefix = null, suffix = null]) =>
        joinStrings(list, { delimiter, prefix, suffix }),
    ),
  ],
  'is empty': [
    overload(['list'], ([list = null]) => (isList(list) ? list.length === 0 : undefined)),
  ],
  ...since('8.7', {
    partition: [
      overload(['list', 'size'], ([list = null, size = null]) => {
        if (!isList(list) || !isNumber(size) || toWhole(size) < 1) {
          return undefined;
        }
        const width = toWhole(size);
        return Array.from({ length: Math.ceil(list.length / width) }, (_, i) =>
          list.slice(i * width, (i + 1) * width),
        );
      }),
    ],
  }),
};

function flatten(list: List): FeelValue[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

/** Camunda looks for a context itself, not for an equal one. */
function isSame(a: FeelValue, b: FeelValue): boolean {
  return isContext(a) ? a === b : same(a, b);
}

function same(a: FeelValue, b: FeelValue): boolean {
  return feelEquals(a, b) === true;
}

/** 0-based place of a 1-based position, counted from the end when negative; may be outside. */
function placeOf(list: List, position: FeelValue): number | undefined {
  if (!isNumber(position)) {
    return undefined;
  }
  const at = toWhole(position);
  return at > 0 ? at - 1 : list.length + at;
}

function sublist(list: FeelValue, start: FeelValue, length?: FeelValue): FeelValue | undefined {
  const at = isList(list) ? placeOf(list, start) : undefined;
  if (!isList(list) || at === undefined) {
    return undefined;
  }
  const from = Math.max(0, at);
  if (length === undefined) {
    return list.slice(from);
  }
  // The end counts from the place asked for, also when that is before the list.
  return isNumber(length) ? list.slice(from, Math.max(0, at + toWhole(length))) : undefined;
}

/** Joins what is before and after a place, as Camunda does for places outside of the list, too. */
function insertBefore(list: List, at: number, item: FeelValue): FeelValue[] {
  const place = Math.max(0, Math.min(at, list.length));
  return [...list.slice(0, place), item, ...list.slice(place)];
}

/** Without the item at a place. */
function remove(list: List, at: number): FeelValue[] {
  return [...list.slice(0, Math.max(0, at)), ...list.slice(Math.max(0, at + 1))];
}

function replaceItems(args: readonly FeelValue[]): FeelValue | undefined {
  const [list = null, which = null, item = null] = args;
  if (!isList(list)) {
    return undefined;
  }
  if (which instanceof FeelFunctionValue) {
    return list.map((old) => (which.invoke([old, item]) === true ? item : old));
  }
  const at = placeOf(list, which);
  return at === undefined ? undefined : list.map((old, i) => (i === at ? item : old));
}

function distinct(list: List, evaluation: Evaluation): FeelValue[] {
  const scalars = new Set<FeelValue>();
  const others: FeelValue[] = [];
  return list.filter((item) => {
    if (item === null || typeof item !== 'object') {
      const known =
        scalars.has(item) || (typeof item === 'number' && others.some((o) => same(o, item)));
      scalars.add(item);
      return !known;
    }
    evaluation.step(others.length);
    const isDouble = isNumber(item) && [...scalars].some((other) => same(other, item));
    if (isDouble || others.some((other) => same(item, other))) {
      return false;
    }
    others.push(item);
    return true;
  });
}
