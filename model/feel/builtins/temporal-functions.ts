import { Temporal } from 'temporal-polyfill';
import { epochMillis } from '../temporal.js';
import { FeelDate, FeelDateTime } from '../temporal-values.js';
import type { FeelValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { overload, since } from './builtin.js';

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

/** Functions over dates and times. `now` and `today` read the evaluation's clock, in UTC. */
export const temporalFunctions: Readonly<Record<string, Overloads>> = {
  now: [overload([], (_, evaluation) => new FeelDateTime(local(evaluation.now()), 'Z'))],
  today: [overload([], (_, evaluation) => new FeelDate(local(evaluation.now()).toPlainDate()))],
  'day of week': [onDay((day) => DAYS[day.dayOfWeek - 1])],
  'day of year': [onDay((day) => day.dayOfYear)],
  'week of year': [onDay((day) => day.weekOfYear)],
  'month of year': [onDay((day) => MONTHS[day.month - 1])],
  'last day of month': [onDay((day) => new FeelDate(day.with({ day: day.daysInMonth })))],
  ...since('8.9', {
    'unix timestamp': [
      overload(['date and time'], ([value = null]) =>
        value instanceof FeelDateTime ? epochMillis(value) : undefined,
      ),
    ],
  }),
};

function local(now: Date): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
}

function onDay(compute: (day: Temporal.PlainDate) => FeelValue | undefined): Builtin {
  return overload(['date'], ([value = null]) => {
    if (value instanceof FeelDate) {
      return compute(value.value);
    }
    return value instanceof FeelDateTime ? compute(value.local.toPlainDate()) : undefined;
  });
}
