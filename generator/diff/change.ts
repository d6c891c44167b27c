import type { Place } from '../../model/index.js';
import { diffCodes, type DiffCode } from './diff-codes.js';
import type { Subject } from './subject.js';

/** What happened to a thing between the two sides. */
export type ChangeKind = 'added' | 'removed' | 'changed';

/** `breaking` somebody must act, `risky` somebody may have to, `safe` nobody has to. */
export type Compatibility = 'breaking' | 'risky' | 'safe';

/** Who is hit by a change that is not safe. */
export type Party =
  | 'workers'
  | 'API callers'
  | 'message publishers'
  | 'running instances'
  | 'task applications'
  | 'calling processes'
  | 'called processes';

/** One difference between two versions of the models. */
export interface Change {
  readonly code: DiffCode;
  readonly kind: ChangeKind;
  readonly subject: Subject;
  readonly compatibility: Compatibility;
  /** Empty when the change is safe. */
  readonly breaks: readonly Party[];
  /** Id of the process it belongs to; absent for the API. */
  readonly process?: string;
  /** What the change is about: `reserve-seats`, `reserve-seats.seats`, `startOrder 202`. */
  readonly name: string;
  /** One sentence: what was, what is, and what follows. */
  readonly message: string;
  /** What to do about it; absent when the change is safe. */
  readonly fix?: string;
  /** Place in the older sources; absent for what was added. */
  readonly before?: Place;
  /** Place in the newer sources; absent for what was removed. */
  readonly after?: Place;
}

/** How much a change asks of anybody, and of whom. */
export interface Effect {
  readonly compatibility: Compatibility;
  readonly breaks: readonly Party[];
}

/** Nobody has to do anything. */
export const SAFE: Effect = { compatibility: 'safe', breaks: [] };

/** Somebody must act. */
export function breaking(...breaks: readonly Party[]): Effect {
  return { compatibility: 'breaking', breaks };
}

/** Somebody may have to act. */
export function risky(...breaks: readonly Party[]): Effect {
  return { compatibility: 'risky', breaks };
}

/** What a change is made of beside its code. */
export interface ChangeText {
  readonly kind: ChangeKind;
  readonly process?: string;
  readonly name: string;
  readonly message: string;
  readonly before?: Place | undefined;
  readonly after?: Place | undefined;
}

/** Makes a change of a registered code; subject and fix come from the registry. */
export function change(code: DiffCode, effect: Effect, text: ChangeText): Change {
  const { subject, fix } = diffCodes[code];
  const { kind, process, name, message, before, after } = text;
  return Object.freeze({
    code,
    kind,
    subject,
    compatibility: effect.compatibility,
    breaks: effect.breaks,
    ...(process === undefined ? {} : { process }),
    name,
    message,
    ...(effect.compatibility === 'safe' ? {} : { fix }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}
