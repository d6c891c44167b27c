import {
  date as readDateOrDateTime,
  duration as readDuration,
  evaluate as feelin,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelTime,
  parseDate,
  parseDateTime,
  parseTime,
} from 'feelin';
import type { FeelTemporal, FeelValue } from './values.js';
import { isTemporal } from './values.js';

const MILLIS_OF_DAY = 86_400_000;

/** Reads the text of an `@"..."` literal; null when it is no date, time or duration. */
export function readTemporal(text: string): FeelTemporal | null {
  if (/^-?P/.test(text)) {
    return readDuration(text);
  }
  if (/^\d{1,2}:\d{2}/.test(text)) {
    return parseTime(text);
  }
  return text.includes('T') ? parseDateTime(text) : readDateOrDateTime(text);
}

/** The duration of so many milliseconds as a days-and-time duration. */
export function daysAndTime(millis: number): FeelDuration | null {
  const seconds = Math.abs(millis) / 1000;
  return readDuration(`${millis < 0 ? '-' : ''}PT${decimal(seconds)}S`);
}

/** The duration of so many months as a years-and-months duration. */
export function yearsAndMonths(months: number): FeelDuration | null {
  return readDuration(`${months < 0 ? '-' : ''}P${Math.abs(Math.trunc(months))}M`);
}

function decimal(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}

/** Milliseconds of a days-and-time duration, months of a years-and-months duration. */
export function durationAmount(duration: FeelDuration): number {
  const parts = duration.unwrap();
  return duration.yearsMonths
    ? parts.years * 12 + parts.months
    : ((parts.days * 24 + parts.hours) * 60 + parts.minutes) * 60_000 +
        parts.seconds * 1000 +
        parts.milliseconds;
}

/**
 * A number that orders temporal values of one type, or null when the two cannot be ordered: values
 * of different types, and local against zoned ones.
 */
export function compareTemporals(a: FeelValue, b: FeelValue): number | null {
  if (!isTemporal(a) || !isTemporal(b) || temporalClass(a) !== temporalClass(b)) {
    return null;
  }
  return comparable(a) - comparable(b);
}

/** Distinguishes what Camunda distinguishes: local and zoned values, and the two durations. */
export function temporalClass(value: FeelTemporal): string {
  if (value instanceof FeelDuration) {
    return value.yearsMonths ? 'period' : 'duration';
  }
  if (value instanceof FeelDate) {
    return 'date';
  }
  const kind = value instanceof FeelTime ? 'time' : 'date time';
  return value.zone === null ? `local ${kind}` : kind;
}

function comparable(value: FeelTemporal): number {
  if (value instanceof FeelDuration) {
    return durationAmount(value);
  }
  if (value instanceof FeelDate) {
    return Date.parse(`${value.unwrap().toString()}T00:00:00Z`);
  }
  if (value instanceof FeelDateTime) {
    return epochMillis(value);
  }
  const time = value.unwrap();
  const offset = value.zone === null ? null : value['time offset'];
  const wall = ((time.hour * 60 + time.minute) * 60 + time.second) * 1000 + time.millisecond;
  return offset === null ? wall : wall - durationAmount(offset);
}

/** Milliseconds since 1970 of a date and time; a local one is taken as UTC. */
export function epochMillis(value: FeelDateTime): number {
  const zone = value.zone === null || value.zone === 'Z' ? 'UTC' : value.zone;
  return value.unwrap().toZonedDateTime(zone).epochMilliseconds;
}

/** Sum of two temporal values, or null when FEEL has none for their types. */
export function addTemporals(a: FeelTemporal, b: FeelTemporal): FeelTemporal | null {
  if (a instanceof FeelDuration && !(b instanceof FeelDuration)) {
    return addTemporals(b, a);
  }
  return b instanceof FeelDuration ? shift(a, '+', b) : null;
}

/** Difference of two temporal values, or null when FEEL has none for their types. */
export function subtractTemporals(a: FeelTemporal, b: FeelTemporal): FeelTemporal | null {
  if (b instanceof FeelDuration) {
    return shift(a, '-', b);
  }
  const difference = compareTemporals(a, b);
  return difference === null ? null : daysAndTime(difference);
}

function shift(value: FeelTemporal, sign: '+' | '-', by: FeelDuration): FeelTemporal | null {
  if (value instanceof FeelDuration) {
    return addDurations(value, by, sign === '+' ? 1 : -1);
  }
  if (value instanceof FeelTime && by.yearsMonths) {
    return null;
  }
  if (value instanceof FeelDate && !by.yearsMonths) {
    // A date plus hours stays a date in Camunda; feelin would make it a date and time.
    const millis = comparable(value) + (sign === '+' ? 1 : -1) * durationAmount(by);
    const day = new Date(Math.floor(millis / MILLIS_OF_DAY) * MILLIS_OF_DAY);
    return Number.isNaN(day.getTime()) ? null : parseDate(day.toISOString().slice(0, 10));
  }
  const { value: result } = feelin(`value ${sign} by`, { value, by });
  return isFeelTemporal(result) ? result : null;
}

function addDurations(a: FeelDuration, b: FeelDuration, sign: 1 | -1): FeelDuration | null {
  if (a.yearsMonths !== b.yearsMonths) {
    return null;
  }
  const amount = durationAmount(a) + sign * durationAmount(b);
  return a.yearsMonths ? yearsAndMonths(amount) : daysAndTime(amount);
}

function isFeelTemporal(value: unknown): value is FeelTemporal {
  return value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime;
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  date: ['year', 'month', 'day', 'weekday'],
  time: ['hour', 'minute', 'second', 'time offset', 'timezone'],
  'date time': [
    'year',
    'month',
    'day',
    'weekday',
    'hour',
    'minute',
    'second',
    'time offset',
    'timezone',
  ],
  duration: ['days', 'hours', 'minutes', 'seconds'],
  period: ['years', 'months'],
};

/** The names of the properties of a temporal value. */
export function temporalPropertyNames(value: FeelTemporal): readonly string[] {
  return PROPERTIES[temporalClass(value).replace('local ', '')] ?? [];
}

/** A property of a temporal value, or undefined when it has none of that name. */
export function temporalProperty(value: FeelTemporal, name: string): FeelValue | undefined {
  if (!temporalPropertyNames(value).includes(name)) {
    return undefined;
  }
  const own: unknown = Reflect.get(value, name);
  if (name === 'timezone') {
    return typeof own === 'string' && /^[A-Za-z]+\//.test(own) ? own : null;
  }
  return typeof own === 'number' || own instanceof FeelDuration ? own : null;
}
