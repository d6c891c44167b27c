import type { Dice } from './dice.js';
import type { Trigger } from './plan.js';

/** Codes that errors and escalations of a case carry. */
export const codes = ['c1', 'c2', 'c3'] as const;

/** Names of a case begin with this; each run puts its own prefix there, so that cases do not meet. */
export const prefix = 'R_';

/**
 * Durations lie so that timers, job timeouts and retry back-offs never fall due at the same moment:
 * see `rounds.ts`.
 */
const durations = [
  'PT9M',
  'PT9M',
  'PT18M30S',
  'PT27M45S',
  '=duration("PT9M")',
  '=duration("PT18M30S")',
];
const keys = ['=key', '=key', '="k1"', '=7', '=string(key)'];

/** Makes the triggers of one case. */
export class TriggerMaker {
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  message(): Trigger {
    const name = `${prefix}m${String(this.#dice.integer(1, 3))}`;
    return {
      kind: 'message',
      name: this.#dice.chance(0.1) ? `="${name}"` : name,
      key: this.#dice.pick(keys),
    };
  }

  signal(): Trigger {
    return { kind: 'signal', name: `${prefix}s${String(this.#dice.integer(1, 2))}` };
  }

  timer(mayRepeat: boolean): Trigger {
    if (mayRepeat && this.#dice.chance(0.6)) {
      return {
        kind: 'timer',
        type: 'Cycle',
        text: this.#dice.pick(['R2/PT9M', 'R3/PT9M', 'R1/PT18M30S', '="R2/PT9M"']),
      };
    }
    if (this.#dice.chance(0.1)) {
      return {
        kind: 'timer',
        type: 'Date',
        text: this.#dice.pick([
          '2020-01-01T00:00:00Z',
          '=now() + duration("PT9M")',
          '=date and time("2020-01-01T00:00:00Z")',
        ]),
      };
    }
    return { kind: 'timer', type: 'Duration', text: this.#dice.pick(durations) };
  }

  coded(kind: 'error' | 'escalation', mayCatchAll: boolean): Trigger {
    return mayCatchAll && this.#dice.chance(0.3)
      ? { kind }
      : { kind, code: this.#dice.pick(codes) };
  }

  /** What an intermediate catch event or an event-based gateway may wait for. */
  waiting(): Trigger {
    return this.#dice.weigh<() => Trigger>([
      [4, () => this.message()],
      [3, () => this.timer(false)],
      [2, () => this.signal()],
    ])();
  }
}

/** False for a trigger that a model must not have twice at one place. */
export function isNew(trigger: Trigger, seen: Set<string>): boolean {
  if (trigger.kind === 'timer') {
    return true;
  }
  const id = JSON.stringify({
    ...trigger,
    key: '',
    name: 'name' in trigger ? trigger.name.replace(/[="]/g, '') : '',
  });
  const isKnown = seen.has(id);
  seen.add(id);
  return !isKnown;
}
