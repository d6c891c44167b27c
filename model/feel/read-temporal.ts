import { Temporal } from 'temporal-polyfill';
import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from './temporal-values.js';
import type { FeelTemporal } from './values.js';
import { readZone } from './zones.js';

const datePattern = /^([+-]?\d{4,9})-(\d\d)-(\d\d)$/;
const timePattern = /^T?(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d|@.+)?$/;
const periodPattern = /^([+-]?)P(?:([+-]?\d{1,9})Y)?(?:([+-]?\d{1,9})M)?$/;
const durationPattern =
  /^([+-]?)P(?:([+-]?\d{1,15})D)?(?:T(?:([+-]?\d{1,15})H)?(?:([+-]?\d{1,15})M)?(?:([+-]?\d{1,15})(?:\.(\d{1,9}))?S)?)?$/;

/** What `make` gives, null when a part of it is out of range. */
function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

/** A date of its parts; null when there is no such day. */
export function dateOf(year: number, month: number, day: number): FeelDate | null {
  return orNull(
    () => new FeelDate(Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })),
  );
}

/** A local time of its parts; null when there is no such time. */
export function timeOf(
  parts: { readonly hour: number; readonly minute: number; readonly second: number },
  zone: string | null = null,
  nanos = 0,
): FeelTime | null {
  const small = {
    millisecond: Math.floor(nanos / 1_000_000),
    microsecond: Math.floor(nanos / 1000) % 1000,
    nanosecond: nanos % 1000,
  };
  return orNull(
    () =>
      new FeelTime(Temporal.PlainTime.from({ ...parts, ...small }, { overflow: 'reject' }), zone),
  );
}

/** Reads a date such as `2026-01-31`. */
export function readDate(text: string): FeelDate | null {
  const parts = datePattern.exec(text);
  if (parts === null || (/^\d{5}|^[+-]0000-|^-\d{10}/.test(text) && !/^\d{5,9}-/.test(text))) {
    return null;
  }
  return dateOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function readClock(text: string): FeelTime | null {
  const parts = timePattern.exec(text);
  if (parts === null) {
    return null;
  }
  const [, hour, minute, seconds = '0', digits = '', given] = parts;
  const zone = given === undefined ? null : readZone(given.replace('@', ''));
  if (zone === undefined) {
    return null;
  }
  const nanos = Number(digits.padEnd(9, '0'));
  return timeOf(
    { hour: Number(hour), minute: Number(minute), second: Number(seconds) },
    zone,
    nanos,
  );
}

/** Reads a time such as `10:30:00`, `10:30:00Z` or `10:30:00@Europe/Berlin`; 24:00 is midnight. */
export function readTime(text: string): FeelTime | null {
  return readClock(text.replace(/^(T?)24:00(?=:00|$|Z|[+@-])/, '$100:00'));
}

/** Reads a date and time; a date alone is its beginning. */
export function readDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  const date = readDate(at < 0 ? text : text.slice(0, at));
  const rest = text.slice(at + 1);
  const time =
    at < 0
      ? timeOf({ hour: 0, minute: 0, second: 0 })
      : rest.startsWith('T')
        ? null
        : readClock(rest);
  return date === null || time === null
    ? null
    : orNull(() => new FeelDateTime(date.value.toPlainDateTime(time.value), time.zone));
}

/** Reads a duration of either kind. */
export function readDuration(text: string): FeelDuration | null {
  const period = periodPattern.exec(text);
  if (period !== null && /\d/.test(text)) {
    const months = Number(period[2] ?? 0) * 12 + Number(period[3] ?? 0);
    return FeelDuration.ofMonths(period[1] === '-' ? -months : months);
  }
  const parts = durationPattern.exec(text);
  if (parts === null || !/\d[DHMS]$/.test(text)) {
    return null;
  }
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', digits = ''] = parts;
  const broken = BigInt(digits.padEnd(9, '0')) * (seconds.startsWith('-') ? -1n : 1n);
  const whole =
    BigInt(days) * 86_400n + BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  const nanos = whole * 1_000_000_000n + broken;
  return FeelDuration.ofNanos(sign === '-' ? -nanos : nanos);
}

/** Reads the text of an `@"..."` literal; null when it is no date, time or duration. */
export function readTemporal(text: string): FeelTemporal | null {
  if (/^[+-]?P/.test(text)) {
    return readDuration(text);
  }
  if (/^T?\d\d:/.test(text)) {
    return readTime(text);
  }
  return text.includes('T') ? readDateTime(text) : readDate(text);
}
