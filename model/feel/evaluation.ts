import type { FeelValue } from './values.js';

/** Warning types of Camunda's FEEL engine. */
export type FeelWarningType =
  | 'NO_VARIABLE_FOUND'
  | 'NO_CONTEXT_ENTRY_FOUND'
  | 'NO_PROPERTY_FOUND'
  | 'NOT_COMPARABLE'
  | 'INVALID_TYPE'
  | 'NO_FUNCTION_FOUND'
  | 'FUNCTION_INVOCATION_FAILURE'
  | 'ASSERT_FAILURE';

/** Why a part of an expression became null. */
export interface FeelWarning {
  readonly type: FeelWarningType;
  readonly message: string;
}

/**
 * How an evaluation failed: an `assert`, a call of something that is no function, an error inside
 * Camunda's FEEL engine, or a bound of ours.
 */
export type FeelFailureKind = 'assertion' | 'call' | 'exception' | 'bound';

/** Ends an evaluation that must not yield a value. */
export class FeelFailure extends Error {
  override readonly name = 'FeelFailure';
  readonly kind: FeelFailureKind;

  constructor(message: string, kind: FeelFailureKind = 'bound') {
    super(message);
    this.kind = kind;
  }
}

/** Camunda versions whose FEEL engines differ in their functions. */
export type FeelLevel = '8.6' | '8.7' | '8.8' | '8.9';

/** Bounds of one evaluation. */
export interface EvaluationLimits {
  /** Longest run time in ms. @default 5000, the limit of Camunda 8.6. */
  readonly maxMillis: number;
  /** Most nodes visited and list items made. @default 5,000,000 */
  readonly maxSteps: number;
  /** Deepest chain of function calls. @default 200 */
  readonly maxCalls: number;
}

export const DEFAULT_LIMITS: EvaluationLimits = {
  maxMillis: 5_000,
  maxSteps: 5_000_000,
  maxCalls: 200,
};

/** Longest string an expression may build. */
const MAX_STRING_LENGTH = 4_000_000;
/** How many warnings are kept; the rest would only repeat. */
const MAX_WARNINGS = 100;

/** What one evaluation carries along: warnings, clock and bounds. */
export class Evaluation {
  readonly now: () => Date;
  readonly level: FeelLevel;
  /** Text of the first `assert` that failed. */
  assertion: string | undefined;
  /** Text of the last call of a property that is no function. */
  failedCall: string | undefined;
  readonly #limits: EvaluationLimits;
  readonly #deadline: number;
  readonly #warnings: FeelWarning[] = [];
  #steps = 0;
  #calls = 0;

  constructor(now: () => Date, limits: EvaluationLimits, level: FeelLevel = '8.6') {
    this.now = now;
    this.level = level;
    this.#limits = limits;
    this.#deadline = performance.now() + limits.maxMillis;
  }

  get warnings(): readonly FeelWarning[] {
    return this.#warnings;
  }

  /** Records a warning and gives null, the value of a part that has none. */
  warn(type: FeelWarningType, message: string): null {
    if (this.#warnings.length < MAX_WARNINGS) {
      this.#warnings.push({ type, message });
    }
    return null;
  }

  /** Counts work. @throws FeelFailure when a bound is reached */
  step(amount = 1): void {
    const before = this.#steps;
    this.#steps += amount;
    if (this.#steps > this.#limits.maxSteps) {
      throw new FeelFailure(`the evaluation took more than ${this.#limits.maxSteps} steps`);
    }
    // Reading the clock each time would cost more than the step itself.
    if (before >> 12 !== this.#steps >> 12 && performance.now() > this.#deadline) {
      throw new FeelFailure(`the evaluation took longer than ${this.#limits.maxMillis} ms`);
    }
  }

  /** Runs a function body one call deeper. @throws FeelFailure when calls nest too deeply */
  call(body: () => FeelValue): FeelValue {
    this.#calls += 1;
    if (this.#calls > this.#limits.maxCalls) {
      throw new FeelFailure(`functions call each other more than ${this.#limits.maxCalls} deep`);
    }
    try {
      return body();
    } finally {
      this.#calls -= 1;
    }
  }

  /** Passes a string on. @throws FeelFailure when it is larger than a variable may be */
  bounded(text: string): string {
    if (text.length > MAX_STRING_LENGTH) {
      throw new FeelFailure(`a string is longer than ${MAX_STRING_LENGTH} characters`);
    }
    return text;
  }
}
