import { Temporal } from 'temporal-polyfill';
import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from './temporal-values.js';
import type { FeelTemporal, FeelValue } from './values.js';
import { isTemporal } from './values.js';
import { isOffset } from './zones.js';

export { readTemporal } from './read-temporal.js';

/** Distinguishes what Camunda distinguishes: local and zoned values, and the two durations. */
export function temporalClass(value: FeelTemporal): string {
  if (value instanceof FeelDuration) {
    return value.months === undefined ? 'duration' : 'period';
  }
  if (value instanceof FeelDate) {
    return 'date';
  }
  const kind = value instanceof FeelTime ? 'time' : 'date time';
  return value.zone === null ? `local ${kind}` : kind;
}

/**
 * A number that orders temporal values of one type, or null when the two cannot be ordered: values
 * of different types, and local against zoned ones. Zoned values of one moment are ordered by what
 * their clocks show, as in Java.
 */
export function compareTemporals(a: FeelValue, b: FeelValue): number | null {
  if (!isTemporal(a) || !isTemporal(b) || temporalClass(a) !== temporalClass(b)) {
    return null;
  }
  if (a instanceof FeelDuration && b instanceof FeelDuration) {
    return a.months === undefined ? sign(a.nanos - b.nanos) : a.amount - b.amount;
  }
  if (a instanceof FeelDate && b instanceof FeelDate) {
    return Temporal.PlainDate.compare(a.value, b.value);
  }
  if (a instanceof FeelTime && b instanceof FeelTime) {
    return sign(timeNanos(a) - timeNanos(b)) || Temporal.PlainTime.compare(a.value, b.value);
  }
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) {
    return compareDateTimes(a, b);
  }
  return null;
}

function compareDateTimes(a: FeelDateTime, b: FeelDateTime): number {
  if (a.zoned === null || b.zoned === null) {
    return Temporal.PlainDateTime.compare(a.local, b.local);
  }
  return (
    sign(a.zoned.epochNanoseconds - b.zoned.epochNanoseconds) ||
    Temporal.PlainDateTime.compare(a.local, b.local) ||
    (String(a.zone) < String(b.zone) ? -1 : a.zone === b.zone ? 0 : 1)
  );
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** Nanoseconds since midnight, UTC for a zoned time. */
function timeNanos(value: FeelTime): bigint {
  const { hour, minute, second, millisecond, microsecond, nanosecond } = value.value;
  const seconds = (hour * 60 + minute) * 60 + second - (value.offsetSeconds ?? 0);
  return (
    BigInt(seconds) * 1_000_000_000n +
    BigInt(millisecond * 1_000_000 + microsecond * 1000 + nanosecond)
  );
}

/** Nanoseconds since 1970; a local date and time is taken as UTC. */
function momentNanos(value: FeelDateTime): bigint {
  return value.zoned?.epochNanoseconds ?? value.local.toZonedDateTime('UTC').epochNanoseconds;
}

/** Sum of two temporal values, or null when FEEL has none for their types. */
export function addTemporals(a: FeelTemporal, b: FeelTemporal): FeelTemporal | null {
  if (a instanceof FeelDuration && !(b instanceof FeelDuration)) {
    return addTemporals(b, a);
  }
  return b instanceof FeelDuration ? shift(a, b) : null;
}

/** The duration with the other sign. */
export function negateDuration(value: FeelDuration): FeelDuration {
  return value.months === undefined
    ? FeelDuration.ofNanos(-value.nanos)
    : FeelDuration.ofMonths(-value.months);
}

/** Difference of two temporal values, or null when FEEL has none for their types. */
export function subtractTemporals(a: FeelTemporal, b: FeelTemporal): FeelTemporal | null {
  if (b instanceof FeelDuration) {
    return shift(a, negateDuration(b));
  }
  if (temporalClass(a) !== temporalClass(b)) {
    return null;
  }
  if (a instanceof FeelDate && b instanceof FeelDate) {
    const { days } = b.value.until(a.value, { largestUnit: 'day' });
    return FeelDuration.ofNanos(BigInt(days) * 86_400_000_000_000n);
  }
  if (a instanceof FeelTime && b instanceof FeelTime) {
    return FeelDuration.ofNanos(timeNanos(a) - timeNanos(b));
  }
  return a instanceof FeelDateTime && b instanceof FeelDateTime
    ? FeelDuration.ofNanos(momentNanos(a) - momentNanos(b))
    : null;
}

function lengthOf(nanos: bigint): Temporal.Duration {
  return Temporal.Duration.from({
    seconds: Number(nanos / 1_000_000_000n),
    nanoseconds: Number(nanos % 1_000_000_000n),
  });
}

function shift(value: FeelTemporal, by: FeelDuration): FeelTemporal | null {
  try {
    if (value instanceof FeelDuration) {
      return addDurations(value, by);
    }
    if (value instanceof FeelTime) {
      return by.months === undefined
        ? new FeelTime(value.value.add(lengthOf(by.nanos)), value.zone)
        : null;
    }
    return value instanceof FeelDate ? shiftDate(value, by) : shiftDateTime(value, by);
  } catch (error) {
    if (error instanceof RangeError) {
      // Beyond the years that can be told.
      return null;
    }
    throw error;
  }
}

function addDurations(a: FeelDuration, b: FeelDuration): FeelDuration | null {
  if (a.months !== undefined && b.months !== undefined) {
    return FeelDuration.ofMonths(a.months + b.months);
  }
  return a.months === undefined && b.months === undefined
    ? FeelDuration.ofNanos(a.nanos + b.nanos)
    : null;
}

/** A date plus hours stays a date in Camunda. */
function shiftDate(value: FeelDate, by: FeelDuration): FeelDate {
  if (by.months !== undefined) {
    return new FeelDate(value.value.add({ months: by.months }));
  }
  const moved = value.value.toPlainDateTime().add(lengthOf(by.nanos));
  return new FeelDate(moved.toPlainDate());
}

function shiftDateTime(value: FeelDateTime, by: FeelDuration): FeelDateTime {
  const length = by.months === undefined ? lengthOf(by.nanos) : { months: by.months };
  return value.zoned === null || value.zone === null
    ? new FeelDateTime(value.local.add(length))
    : FeelDateTime.of(value.zoned.add(length), value.zone);
}

/** Milliseconds since 1970 of a date and time; a local one is taken as UTC. */
export function epochMillis(value: FeelDateTime): number {
  return Number(momentNanos(value) / 1_000_000n);
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  date: ['year', 'month', 'day', 'weekday'],
  // In the order in which Scala's hash map gives them.
  time: ['timezone', 'second', 'time offset', 'minute', 'hour'],
  'date time': [
    'timezone',
    'year',
    'second',
    'month',
    'day',
    'time offset',
    'weekday',
    'minute',
    'hour',
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
  if (value instanceof FeelDuration) {
    return durationProperty(value, name);
  }
  if (name === 'timezone' || name === 'time offset') {
    return value instanceof FeelDate ? undefined : zoneProperty(value, name);
  }
  const holder: object = value instanceof FeelDateTime ? value.local : value.value;
  const found: unknown = Reflect.get(holder, name === 'weekday' ? 'dayOfWeek' : name);
  return typeof found === 'number' ? found : undefined;
}

function zoneProperty(value: FeelTime | FeelDateTime, name: string): FeelValue {
  if (name === 'timezone') {
    return value.zone === null || isOffset(value.zone) ? null : value.zone;
  }
  const seconds = value.offsetSeconds;
  return seconds === null ? null : FeelDuration.ofNanos(BigInt(seconds) * 1_000_000_000n);
}

function durationProperty(value: FeelDuration, name: string): number | undefined {
  const { months } = value;
  const seconds = Math.trunc(Number(value.nanos / 1_000_000_000n));
  switch (name) {
    case 'years':
      return Math.trunc((months ?? 0) / 12) + 0;
    case 'months':
      return ((months ?? 0) % 12) + 0;
    case 'days':
      return Math.trunc(seconds / 86_400) + 0;
    case 'hours':
      return (Math.trunc(seconds / 3600) % 24) + 0;
    case 'minutes':
      return (Math.trunc(seconds / 60) % 60) + 0;
    case 'seconds':
      return (seconds % 60) + 0;
    default:
      return undefined;
  }
}
