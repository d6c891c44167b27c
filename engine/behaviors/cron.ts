import { DateTime } from 'luxon';

/** A parsed cron text: allowed values a field. */
export interface Cron {
  readonly second: ReadonlySet<number>;
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly day: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekday: ReadonlySet<number>;
}

const macros: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 0 1 1 *'],
  ['@annually', '0 0 0 1 1 *'],
  ['@monthly', '0 0 0 1 * *'],
  ['@weekly', '0 0 0 * * 0'],
  ['@daily', '0 0 0 * * *'],
  ['@midnight', '0 0 0 * * *'],
  ['@hourly', '0 0 * * * *'],
]);
const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

const fields: readonly Field[] = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: ['', ...monthNames] },
  { low: 0, high: 7, names: weekdayNames },
];

function parseNumber(text: string, field: Field): number | undefined {
  const named = field.names.indexOf(text.toUpperCase());
  const number = text !== '' && named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= field.low && number <= field.high ? number : undefined;
}

function parsePart(part: string, field: Field): readonly number[] | undefined {
  const [range = '', stepText] = part.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (!Number.isInteger(step) || step < 1) {
    return undefined;
  }
  const [lowText = '', highText] = range.split('-');
  const all = range === '*' || range === '?';
  const low = all ? field.low : parseNumber(lowText, field);
  const openEnd = all || (highText === undefined && stepText !== undefined);
  const high = openEnd ? field.high : parseNumber(highText ?? lowText, field);
  if (low === undefined || high === undefined || low > high) {
    return undefined;
  }
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
}

function parseField(text: string, field: Field): ReadonlySet<number> | undefined {
  const values = text.split(',').map((part) => parsePart(part, field));
  return values.includes(undefined) ? undefined : new Set(values.flatMap((list) => list ?? []));
}

/** Parses Spring's six cron fields or a macro; undefined for any other text. */
export function parseCron(text: string): Cron | undefined {
  const parts = (macros.get(text) ?? text).trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return undefined;
  }
  const [second, minute, hour, day, month, weekday] = fields.map((field, i) =>
    parseField(parts[i] ?? '', field),
  );
  if (!second || !minute || !hour || !day || !month || !weekday) {
    return undefined;
  }
  // Both 0 and 7 are Sunday.
  return { second, minute, hour, day, month, weekday: new Set([...weekday].map((d) => d % 7)) };
}

/** Years looked ahead: a leap day that must be a certain weekday comes within 28. */
const horizonYears = 28;

/** First time after `after` (epoch milliseconds, system zone) that fits; undefined when none does. */
export function nextCronTime(cron: Cron, after: number): number | undefined {
  let time = DateTime.fromMillis(after).startOf('second').plus({ seconds: 1 });
  const end = time.plus({ years: horizonYears });
  while (time < end) {
    if (!cron.month.has(time.month)) {
      time = time.startOf('month').plus({ months: 1 });
    } else if (!cron.day.has(time.day) || !cron.weekday.has(time.weekday % 7)) {
      time = time.startOf('day').plus({ days: 1 });
    } else if (!cron.hour.has(time.hour)) {
      time = time.startOf('hour').plus({ hours: 1 });
    } else if (!cron.minute.has(time.minute)) {
      time = time.startOf('minute').plus({ minutes: 1 });
    } else if (!cron.second.has(time.second)) {
      time = time.plus({ seconds: 1 });
    } else {
      return time.toMillis();
    }
  }
  return undefined;
}
