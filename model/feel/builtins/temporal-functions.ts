import { FeelDate, FeelDateTime, parseDate, parseDateTime } from 'feelin';
import { epochMillis } from '../temporal.js';
import type { FeelValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { overload } from './builtin.js';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

type Day = ReturnType<FeelDate['unwrap']>;

/** Functions over dates and times. `now` and `today` read the evaluation's clock, in UTC. */
export const temporalFunctions: Readonly<Record<string, Overloads>> = {
  now: [
    overload([], (_, evaluation) => parseDateTime(evaluation.now().toISOString()) ?? undefined),
  ],
  today: [
    overload(
      [],
      (_, evaluation) => parseDate(evaluation.now().toISOString().slice(0, 10)) ?? undefined,
    ),
  ],
  'day of week': [onDay((day) => DAYS[day.dayOfWeek - 1])],
  'day of year': [onDay((day) => day.dayOfYear)],
  'week of year': [onDay((day) => day.weekOfYear)],
  'month of year': [onDay((day) => MONTHS[day.month - 1])],
  'last day of month': [
    onDay((day) => parseDate(day.with({ day: day.daysInMonth }).toString()) ?? undefined),
  ],
  'unix timestamp': [
    overload(['date and time'], ([value = null]) =>
      value instanceof FeelDateTime ? epochMillis(value) : undefined,
    ),
  ],
};

function onDay(compute: (day: Day) => FeelValue | undefined): Builtin {
  return overload(['date'], ([value = null]) => {
    if (value instanceof FeelDate) {
      return compute(value.unwrap());
    }
    return value instanceof FeelDateTime ? compute(value.unwrap().toPlainDate()) : undefined;
  });
}
