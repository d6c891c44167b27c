import type { FeelDuration } from 'feelin';
import {
  duration as readDuration,
  evaluate as feelin,
  FeelDate,
  FeelDateTime,
  FeelTime,
  parseDate,
  parseDateTime,
  parseTime,
} from 'feelin';
import { toJson } from '../to-json.js';
import type { FeelValue } from '../values.js';
import { isTemporal, renderValue, resultType } from '../values.js';
import { yearsAndMonths } from '../temporal.js';
import type { Overloads } from './builtin.js';
import { overload } from './builtin.js';

/** Functions that turn values of one type into another. */
export const conversionFunctions: Readonly<Record<string, Overloads>> = {
  string: [
    overload(['from'], ([from = null]) => {
      if (from === null || resultType(from) === 'FUNCTION') {
        return from === null ? null : undefined;
      }
      return typeof from === 'string' ? from : renderValue(from);
    }),
  ],
  number: [
    overload(['from'], ([from = null]) => toNumber(from)),
    overload(['from', 'grouping separator'], ([from = null, grouping = null]) =>
      toNumber(from, grouping),
    ),
    overload(
      ['from', 'grouping separator', 'decimal separator'],
      ([from = null, grouping = null, decimal = null]) => toNumber(from, grouping, decimal),
    ),
  ],
  boolean: [overload(['from'], ([from = null]) => toBoolean(from))],
  date: [
    overload(['from'], ([from = null]) => toDate(from)),
    overload(['year', 'month', 'day'], ([year, month, day]) =>
      known(feelin('date(year, month, day)', { year, month, day }).value),
    ),
  ],
  time: [
    overload(['from'], ([from = null]) => toTime(from)),
    overload(['hour', 'minute', 'second'], ([hour, minute, second]) =>
      known(feelin('time(hour, minute, second)', { hour, minute, second }).value),
    ),
    overload(['hour', 'minute', 'second', 'offset'], ([hour, minute, second, offset = null]) =>
      known(
        offset === null
          ? feelin('time(hour, minute, second)', { hour, minute, second }).value
          : feelin('time(hour, minute, second, offset)', { hour, minute, second, offset }).value,
      ),
    ),
  ],
  'date and time': [
    overload(['from'], ([from = null]) =>
      typeof from === 'string'
        ? (parseDateTime(from) ?? undefined)
        : from instanceof FeelDateTime
          ? from
          : undefined,
    ),
    overload(['date', 'time'], ([date = null, time = null]) => combine(date, time)),
    overload(['date', 'timezone'], ([date = null, zone = null]) => combine(date, zone)),
  ],
  duration: [
    overload(['from'], ([from = null]) =>
      typeof from === 'string' ? (readDuration(from) ?? undefined) : undefined,
    ),
  ],
  'years and months duration': [
    overload(['from', 'to'], ([from = null, to = null]) => monthsBetween(from, to)),
  ],
  'to json': [overload(['value'], ([value = null]) => JSON.stringify(toJson(value)))],
  'from json': [
    overload(['value'], ([value = null]) =>
      typeof value === 'string' ? parseJson(value) : undefined,
    ),
  ],
};

/** feelin answers null for what it cannot build; here that is a wrong argument. */
function known(value: unknown): FeelValue | undefined {
  const feel = value as FeelValue;
  return value !== null && typeof value === 'object' && isTemporal(feel) ? feel : undefined;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function toNumber(
  from: FeelValue,
  grouping: FeelValue = null,
  decimal: FeelValue = null,
): number | undefined {
  if (typeof from === 'number' && grouping === null && decimal === null) {
    return from;
  }
  const isGrouping = grouping === null || grouping === ' ' || grouping === ',' || grouping === '.';
  const isDecimal = decimal === null || decimal === ',' || decimal === '.';
  if (typeof from !== 'string' || !isGrouping || !isDecimal) {
    return undefined;
  }
  if (grouping !== null && grouping === (decimal ?? '')) {
    return undefined;
  }
  const plain = grouping === null ? from : from.replaceAll(grouping, '');
  const text = decimal === null ? plain : plain.replace(decimal, '.');
  return NUMBER.test(text) ? Number(text) : undefined;
}

function toBoolean(from: FeelValue): boolean | undefined {
  if (typeof from === 'boolean') {
    return from;
  }
  const text = typeof from === 'string' ? from.trim().toLowerCase() : '';
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

function toDate(from: FeelValue): FeelValue | undefined {
  if (typeof from === 'string') {
    return parseDate(from) ?? undefined;
  }
  if (from instanceof FeelDateTime) {
    return parseDate(from.unwrap().toPlainDate().toString()) ?? undefined;
  }
  return from instanceof FeelDate ? from : undefined;
}

function toTime(from: FeelValue): FeelValue | undefined {
  if (typeof from === 'string') {
    return parseTime(from) ?? undefined;
  }
  if (from instanceof FeelDateTime) {
    return new FeelTime(from.unwrap().toPlainTime(), from.zone);
  }
  if (from instanceof FeelDate) {
    return parseTime('00:00:00Z') ?? undefined;
  }
  return from instanceof FeelTime ? from : undefined;
}

function combine(date: FeelValue, second: FeelValue): FeelValue | undefined {
  if (date instanceof FeelDateTime && typeof second === 'string') {
    return inZone(date, second);
  }
  if (
    !(date instanceof FeelDate || date instanceof FeelDateTime) ||
    !(second instanceof FeelTime)
  ) {
    return undefined;
  }
  const day = date instanceof FeelDate ? date.unwrap() : date.unwrap().toPlainDate();
  return new FeelDateTime(day.toPlainDateTime(second.unwrap()), second.zone);
}

/** A local date and time gets the zone; a zoned one is shown in it. */
function inZone(date: FeelDateTime, zone: string): FeelValue | undefined {
  try {
    const from = date.zone === null ? zone : date.zone === 'Z' ? 'UTC' : date.zone;
    const zoned = date.unwrap().toZonedDateTime(from).withTimeZone(zone);
    return new FeelDateTime(zoned.toPlainDateTime(), zone);
  } catch {
    // Temporal throws for a zone it does not know.
    return undefined;
  }
}

function monthsBetween(from: FeelValue, to: FeelValue): FeelDuration | undefined {
  const [a, b] = [toDate(from), toDate(to)];
  if (!(a instanceof FeelDate) || !(b instanceof FeelDate) || typeof from === 'string') {
    return undefined;
  }
  const { years, months } = a.unwrap().until(b.unwrap(), { largestUnit: 'year' });
  return yearsAndMonths(years * 12 + months) ?? undefined;
}

function parseJson(text: string): FeelValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // JSON values are FEEL values.
    return value as FeelValue;
  } catch {
    return undefined;
  }
}
