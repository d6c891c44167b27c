import { DateTime, Duration } from 'luxon';

import type { ExecutableEvent } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { ElementFailure } from '../processors/refusal.js';
import { toJson, unexpectedTypeMessage } from '../../model/feel/index.js';
import { checkTimer } from '../../model/index.js';
import { nextCronTime, parseCron } from './cron.js';
import { evaluateRaw } from './expressions.js';
import type { EvaluationScope } from './expressions.js';

type TimerEvent = Extract<ExecutableEvent, { kind: 'timer' }>;

/** What a timer's expression may give. */
const EXPECTED: Readonly<Record<TimerEvent['type'], readonly string[]>> = {
  duration: ['DURATION', 'PERIOD', 'STRING'],
  date: ['DATE_TIME', 'STRING'],
  cycle: ['STRING'],
};

/** When a timer fires, and how often from then on; -1 is without end. */
export interface TimerPlan {
  /** Epoch milliseconds. */
  readonly dueDate: number;
  readonly repetitions: number;
}

/** What is left of a timer that just fired. */
interface Previous {
  readonly dueDate: number;
  readonly repetitions: number;
}

function invalid(kind: TimerEvent['type'], text: string, expression: string): ElementFailure {
  const problem = checkTimer(kind, text, expression) ?? `Invalid ${kind} '${text}'`;
  return new ElementFailure('EXTRACT_VALUE_ERROR', problem);
}

function parseInterval(text: string): Duration | undefined {
  // Without a locale luxon asks the system for one, which takes milliseconds the first time.
  const duration = Duration.fromISO(text, { locale: 'en-US' });
  return duration.isValid ? duration : undefined;
}

/** Adds an ISO 8601 interval; days and longer follow the calendar of the system zone. */
function plus(time: number, interval: Duration): number {
  const { years, months, weeks, days } = interval;
  return years === 0 && months === 0 && weeks === 0 && days === 0
    ? time + interval.toMillis()
    : DateTime.fromMillis(time).plus(interval).toMillis();
}

function parseDate(text: string): number | undefined {
  // A named zone in brackets follows the offset, which says all that is needed.
  const bare = text.replace(/\[[^\]]*\]$/, '');
  if (!/(Z|[+-]\d\d:?\d\d)$/i.test(bare)) {
    return undefined;
  }
  const date = DateTime.fromISO(bare, { locale: 'en-US' });
  return date.isValid ? date.toMillis() : undefined;
}

function planCycle(
  text: string,
  now: number,
  previous: Previous | undefined,
): TimerPlan | undefined {
  const cron = parseCron(text);
  if (cron !== undefined) {
    const next = nextCronTime(cron, now);
    return next === undefined ? undefined : { dueDate: next, repetitions: -1 };
  }
  const parts = /^R(-?\d*)\/(?:([^/]+)\/)?([^/]+)$/.exec(text);
  const interval = parts === null ? undefined : parseInterval(parts[3] ?? '');
  // An interval that does not move on would fire for ever at one moment.
  if (parts === null || interval === undefined || plus(0, interval) <= 0) {
    return undefined;
  }
  if (previous !== undefined) {
    const left = previous.repetitions < 0 ? -1 : previous.repetitions - 1;
    return { dueDate: plus(previous.dueDate, interval), repetitions: left };
  }
  const repetitions = parts[1] === '' || parts[1] === undefined ? -1 : Number(parts[1]);
  const start = parts[2] === undefined ? undefined : parseDate(parts[2]);
  if (parts[2] !== undefined && start === undefined) {
    return undefined;
  }
  return { dueDate: start ?? plus(now, interval), repetitions };
}

/**
 * Plans a timer from its expression. `previous` is the firing that is repeated: the next due time
 * then follows it without drift. Throws `ElementFailure` for a value that is no timer.
 */
export function planTimer(
  cx: Processing,
  event: TimerEvent,
  scope: EvaluationScope & { readonly previous?: Previous },
): TimerPlan {
  const { expression } = event;
  const result = evaluateRaw(cx, expression, scope);
  const json = toJson(result.value);
  if (typeof json !== 'string') {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      unexpectedTypeMessage(expression.text, EXPECTED[event.type], result),
    );
  }
  const text = json.trim();
  switch (event.type) {
    case 'duration': {
      const interval = parseInterval(text);
      if (interval === undefined) {
        throw invalid('duration', text, expression.text);
      }
      return { dueDate: plus(cx.now, interval), repetitions: 1 };
    }
    case 'date': {
      const date = parseDate(text);
      if (date === undefined) {
        throw invalid('date', text, expression.text);
      }
      return { dueDate: date, repetitions: 1 };
    }
    case 'cycle': {
      const plan = planCycle(text, cx.now, scope.previous);
      if (plan === undefined) {
        throw invalid('cycle', text, expression.text);
      }
      return plan;
    }
  }
}
