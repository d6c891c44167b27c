/** ISO 8601 duration as java.time reads it: a period, a duration, or both. */
const duration =
  /^[+-]?P(?=.)(?:[+-]?\d+Y)?(?:[+-]?\d+M)?(?:[+-]?\d+W)?(?:[+-]?\d+D)?(?:T(?=.)(?:[+-]?\d+H)?(?:[+-]?\d+M)?(?:[+-]?\d+(?:[.,]\d{0,9})?S)?)?$/i;
/** ISO 8601 date and time with an offset or `Z`. */
const dateTime =
  /^[+-]?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2}){0,2})(?:\[[\w/+-]+\])?$/i;

/**
 * What is wrong with a timer's value, in the engine's words; undefined when nothing is. `expression` is
 * what the value came from.
 */
export function checkTimer(
  kind: 'date' | 'duration' | 'cycle',
  text: string,
  expression = text,
): string | undefined {
  switch (kind) {
    case 'date':
      return isDateTime(text)
        ? undefined
        : `Invalid date-time format '${text}' for expression '${expression}'.`;
    case 'duration':
      return duration.test(text)
        ? undefined
        : `Invalid duration format '${text}' for expression '${expression}'.`;
    case 'cycle':
      return /^R/i.test(text) ? checkRepetition(text) : checkCron(text);
  }
}

function isDateTime(text: string): boolean {
  return dateTime.test(text) && !Number.isNaN(Date.parse(text.replace(/\[.*$/, '')));
}

/** `R5/PT10S`, `R/P1D`, `R3/2030-01-01T00:00:00Z/PT1S`. */
function checkRepetition(text: string): string | undefined {
  const [repeat = '', ...rest] = text.split('/');
  const interval = rest.at(-1);
  if (interval === undefined) {
    return 'No interval given';
  }
  if (!/^R(?:-?\d+)?$/i.test(repeat)) {
    return 'Cannot parse repetitions count';
  }
  if (!duration.test(interval)) {
    return `Text cannot be parsed to a ${interval.includes('T') ? 'Duration' : 'Period'}`;
  }
  return undefined;
}

const cronFields = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  {
    low: 1,
    high: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { low: 0, high: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
] as const;
const cronMacros = [
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
];

/** Six fields from seconds to the day of the week, or one of the macros. */
function checkCron(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return 'Empty expression!';
  }
  if (cronMacros.includes(trimmed.toLowerCase())) {
    return undefined;
  }
  const parts = trimmed.split(/\s+/);
  if (parts.length !== cronFields.length) {
    return `Cron expression contains ${String(parts.length)} parts but we expect one of [6]`;
  }
  const problem = cronFields
    .map((field, index) => checkCronField(parts[index] ?? '', field))
    .find((each) => each !== undefined);
  return problem === undefined ? undefined : `Failed to parse cron expression. ${problem}`;
}

function checkCronField(
  text: string,
  field: { readonly low: number; readonly high: number; readonly names: readonly string[] },
): string | undefined {
  for (const item of text.toUpperCase().split(',')) {
    const [range = '', step] = item.split('/');
    if (step !== undefined && !/^[1-9]\d*$/.test(step)) {
      return `Invalid chars in expression! Expression: ${step}`;
    }
    for (const value of range.split('-')) {
      const special = /^(?:\*|\?|L|LW|\d+[LW]|W)$/.test(value) || /^[A-Z]{3}L$/.test(value);
      const nth = value.split('#')[0] ?? '';
      const isName = field.names.includes(nth);
      if (!special && !isName && !/^\d+$/.test(nth)) {
        return `Invalid chars in expression! Expression: ${value}`;
      }
      const number = Number(nth);
      if (!special && !isName && (number < field.low || number > field.high)) {
        return `Value ${nth} not in range [${String(field.low)}, ${String(field.high)}]`;
      }
    }
  }
  return undefined;
}
