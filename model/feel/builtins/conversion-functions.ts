import { isNumber, parseDecimal, subtract, toDouble, toScale, toWhole } from '../decimal.js';
import type { FeelNumber } from '../decimal.js';
import { FeelFailure } from '../evaluation.js';
import {
  dateOf,
  readDate,
  readDateTime,
  readDuration,
  readTime,
  timeOf,
} from '../read-temporal.js';
import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from '../temporal-values.js';
import { toJson } from '../to-json.js';
import type { FeelValue } from '../values.js';
import { renderValue } from '../values.js';
import { offsetOf, readZone, temporalZone } from '../zones.js';
import type { Overloads } from './builtin.js';
import { overload, since, Unfit } from './builtin.js';

/** Functions that turn values of one type into another. */
export const conversionFunctions: Readonly<Record<string, Overloads>> = {
  string: [
    overload(['from'], ([from = null]) =>
      from === null || typeof from === 'string' ? from : renderValue(from),
    ),
  ],
  number: [
    overload(['from'], ([from = null]) =>
      typeof from === 'string' ? parseNumber(from) : undefined,
    ),
    overload(['from', 'grouping separator'], ([from = null, grouping = null]) =>
      typeof from === 'string' && typeof grouping === 'string'
        ? ungroup(from, grouping)
        : undefined,
    ),
    overload(
      ['from', 'grouping separator', 'decimal separator'],
      ([from = null, grouping = null, decimal = null]) => separate(from, grouping, decimal),
    ),
  ],
  date: [
    overload(['from'], ([from = null]) => toDate(from)),
    overload(['year', 'month', 'day'], ([year = null, month = null, day = null]) => {
      if (!isNumber(year) || !isNumber(month) || !isNumber(day)) {
        return undefined;
      }
      const [y, m, d] = [toWhole(year), toWhole(month), toWhole(day)];
      return (
        dateOf(y, m, d) ?? new Unfit(`Failed to parse date from: year=${y}, month=${m}, day=${d}`)
      );
    }),
  ],
  time: [
    overload(['from'], ([from = null]) => toTime(from)),
    overload(['hour', 'minute', 'second'], (args) => clock(args, null)),
    overload(['hour', 'minute', 'second', 'offset'], (args) => clock(args, args[3] ?? null)),
  ],
  'date and time': [
    overload(['from'], ([from = null]) =>
      typeof from === 'string' ? readDateTime(from) : undefined,
    ),
    overload(['date', 'time'], ([date = null, time = null]) => combine(date, time)),
    overload(['date', 'timezone'], ([date = null, zone = null]) => combine(date, zone)),
  ],
  duration: [
    overload(['from'], ([from = null]) =>
      typeof from === 'string' ? readDuration(from) : undefined,
    ),
  ],
  'years and months duration': [
    overload(['from', 'to'], ([from = null, to = null]) => monthsBetween(from, to)),
  ],
  ...since('8.9', {
    boolean: [overload(['from'], ([from = null]) => toBoolean(from))],
    'to json': [overload(['value'], ([value = null]) => JSON.stringify(toJson(value)))],
    'from json': [
      overload(['value'], ([value = null]) =>
        typeof value === 'string' ? parseJson(value) : undefined,
      ),
    ],
  }),
};

function parseNumber(text: string): FeelNumber | Unfit {
  return parseDecimal(text) ?? new Unfit(`Can't parse '${text}' as a number`);
}

function ungroup(text: string, grouping: string): FeelNumber | Unfit {
  return [' ', ',', '.'].includes(grouping)
    ? parseNumber(text.replaceAll(grouping, ''))
    : new Unfit("illegal argument for grouping. Must be one of ' ', ',' or '.'");
}

function separate(
  from: FeelValue,
  grouping: FeelValue,
  decimal: FeelValue,
): FeelNumber | Unfit | undefined {
  if (typeof from === 'string' && typeof grouping === 'string' && decimal === null) {
    return ungroup(from, grouping);
  }
  if (typeof from !== 'string' || typeof decimal !== 'string') {
    return undefined;
  }
  if (grouping === null && [',', '.'].includes(decimal)) {
    return parseNumber(from.replaceAll(decimal, '.'));
  }
  if (typeof grouping !== 'string') {
    return undefined;
  }
  const isKnown = [' ', ',', '.'].includes(grouping) && [',', '.'].includes(decimal);
  return isKnown && grouping !== decimal
    ? parseNumber(from.replaceAll(grouping, '').replaceAll(decimal, '.'))
    : new Unfit(
        "illegal arguments for grouping or decimal. Must be one of ' ' (grouping only), ',' or '.'",
      );
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
    return readDate(from);
  }
  if (from instanceof FeelDateTime) {
    return new FeelDate(from.local.toPlainDate());
  }
  return from instanceof FeelDate ? from : undefined;
}

function toTime(from: FeelValue): FeelValue | undefined {
  if (typeof from === 'string') {
    return readTime(from);
  }
  if (from instanceof FeelDateTime) {
    return new FeelTime(from.local.toPlainTime(), from.zone);
  }
  if (from instanceof FeelDate) {
    return timeOf({ hour: 0, minute: 0, second: 0 }, 'Z') ?? undefined;
  }
  return from instanceof FeelTime ? from : undefined;
}

function clock(args: readonly FeelValue[], offset: FeelValue): FeelValue | Unfit | undefined {
  const [hour = null, minute = null, second = null] = args;
  const isOffset = offset instanceof FeelDuration && offset.months === undefined;
  if (!isNumber(hour) || !isNumber(minute) || !isNumber(second) || (offset !== null && !isOffset)) {
    return undefined;
  }
  const parts = { hour: toWhole(hour), minute: toWhole(minute), second: toWhole(second) };
  const nanos = Math.round(toDouble(toScale(subtract(second, parts.second), 9, 'down')) * 1e9);
  const zone = isOffset ? offsetOf(offset.amount) : null;
  const time = zone === undefined ? null : timeOf(parts, zone, nanos);
  return (
    time ??
    new Unfit(
      `Failed to parse local-time from: hour=${parts.hour}, minute=${parts.minute}, second=${parts.second}`,
    )
  );
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
  const day = date instanceof FeelDate ? date.value : date.local.toPlainDate();
  return new FeelDateTime(day.toPlainDateTime(second.value), second.zone);
}

/** A local date and time gets the zone; a zoned one is shown in it. */
function inZone(date: FeelDateTime, text: string): FeelValue {
  const zone = readZone(text);
  if (zone === undefined) {
    throw new FeelFailure(
      `java.time.zone.ZoneRulesException: Unknown time-zone ID: ${text}`,
      'exception',
    );
  }
  return date.zoned === null
    ? new FeelDateTime(date.local, zone)
    : FeelDateTime.of(date.zoned.withTimeZone(temporalZone(zone)), zone);
}

function monthsBetween(from: FeelValue, to: FeelValue): FeelDuration | undefined {
  const [a, b] = [toDate(from), toDate(to)];
  if (!(a instanceof FeelDate) || !(b instanceof FeelDate) || typeof from === 'string') {
    return undefined;
  }
  const { years, months } = a.value.until(b.value, { largestUnit: 'year' });
  return FeelDuration.ofMonths(years * 12 + months);
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
