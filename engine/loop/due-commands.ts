import type { RecordDraft } from '../processors/processing.js';
import type { EngineState } from '../state/engine-state.js';

/** Most due commands of one kind that are read at once. */
const atOnce = 64;

interface DueSource {
  readonly valueType: string;
  readonly intent: string;
  readonly next: (state: EngineState) => number | undefined;
  readonly until: (state: EngineState, now: number) => readonly number[];
  readonly value: (state: EngineState, key: number) => object | undefined;
}

const sources: readonly DueSource[] = [
  {
    valueType: 'TIMER',
    intent: 'TRIGGER',
    next: (state) => state.timersDue.next(),
    until: (state, now) => state.timersDue.until(now, atOnce),
    value: (state, key) => state.timers.get(key)?.value,
  },
  {
    valueType: 'JOB',
    intent: 'TIME_OUT',
    next: (state) => state.jobDeadlines.next(),
    until: (state, now) => state.jobDeadlines.until(now, atOnce),
    value: (state, key) => state.jobs.get(key)?.value,
  },
  {
    valueType: 'JOB',
    intent: 'RECUR_AFTER_BACKOFF',
    next: (state) => state.jobBackoffs.next(),
    until: (state, now) => state.jobBackoffs.until(now, atOnce),
    value: (state, key) => state.jobs.get(key)?.value,
  },
  {
    valueType: 'MESSAGE',
    intent: 'EXPIRE',
    next: (state) => state.messagesDue.next(),
    until: (state, now) => state.messagesDue.until(now, atOnce),
    value: (state, key) => state.messages.get(key)?.value,
  },
];

/**
 * Time's own commands: reads what is due from the state and says so as commands. Changes nothing;
 * keys whose command hit a defect are left alone until the engine starts again.
 */
export class DueCommands {
  readonly #state: EngineState;
  readonly #skipped = new Set<number>();

  constructor(state: EngineState) {
    this.#state = state;
  }

  /** Commands that are due at `now`, epoch milliseconds; at most a few of each kind. */
  at(now: number): readonly RecordDraft[] {
    const found: RecordDraft[] = [];
    for (const { valueType, intent, next, until, value } of sources) {
      // Asked between any two commands: mostly nothing is due.
      const first = next(this.#state);
      if (first === undefined || first > now) {
        continue;
      }
      for (const key of until(this.#state, now)) {
        const current = this.#skipped.has(key) ? undefined : value(this.#state, key);
        if (current !== undefined) {
          found.push({ valueType, intent, key, value: current });
        }
      }
    }
    return found;
  }

  /** When the next command is due; undefined when nothing waits. */
  next(): number | undefined {
    let earliest: number | undefined;
    for (const source of sources) {
      const time = source.next(this.#state);
      if (time !== undefined && (earliest === undefined || time < earliest)) {
        earliest = time;
      }
    }
    return earliest;
  }

  /** True when this command is still due. */
  isDue(draft: RecordDraft, now: number): boolean {
    return this.at(now).some(
      ({ key, valueType, intent }) =>
        key === draft.key && valueType === draft.valueType && intent === draft.intent,
    );
  }

  /** Stops saying that this key is due: its command cannot be processed. */
  skip(key: number): void {
    this.#skipped.add(key);
  }
}
