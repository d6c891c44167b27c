import type { EvaluationLimits, FeelWarning } from './evaluation.js';
import { DEFAULT_LIMITS, Evaluation, FeelFailure } from './evaluation.js';
import { Interpreter } from './interpreter.js';
import type { FeelExpression, FeelTests } from './parse.js';
import { Scope } from './scope.js';
import { passesAny } from './unary-tests.js';
import type { FeelResultType, FeelValue } from './values.js';
import { resultType } from './values.js';

/** What an evaluation gives. */
export interface FeelResult {
  /** The FEEL value; {@link toJson} turns it into a process variable. Null when it failed. */
  readonly value: unknown;
  readonly type: FeelResultType;
  /** Why parts of the expression are null, in the order they were met. */
  readonly warnings: readonly FeelWarning[];
  /** Why there is no value at all: an `assert` that failed, or a bound that was reached. */
  readonly failure?: string;
}

/** Options of an evaluation. */
export interface EvaluateOptions {
  /** The clock that `now()` and `today()` read. @default the system clock */
  readonly now?: () => Date;
  /** Bounds that replace the default ones. */
  readonly limits?: Partial<EvaluationLimits>;
}

const systemClock = (): Date => new Date();

/**
 * Evaluates an expression over JSON variables with the rules of Camunda 8.6. Never throws for what
 * the expression or the variables hold: a missing variable or a wrong type is null and a warning.
 */
export function evaluate(
  expression: FeelExpression,
  variables: Readonly<Record<string, unknown>>,
  options: EvaluateOptions = {},
): FeelResult {
  return run(options, (interpreter) => interpreter.value(expression.node, rootScope(variables)));
}

/**
 * Whether `input` passes the tests of a decision table's cell. The value is a boolean, or null when
 * a test could not be decided.
 */
export function evaluateUnaryTests(
  tests: FeelTests,
  given: { readonly input: unknown; readonly variables: Readonly<Record<string, unknown>> },
  options: EvaluateOptions = {},
): FeelResult {
  return run(options, (interpreter) => {
    const { tests: parsed } = tests;
    if (parsed.kind === 'any') {
      return true;
    }
    const result = passesAny(interpreter, parsed.tests, {
      // Variables come from JSON and from earlier results: all are FEEL values.
      input: given.input as FeelValue,
      scope: rootScope(given.variables),
    });
    return parsed.negated && result !== null ? !result : result;
  });
}

function rootScope(variables: Readonly<Record<string, unknown>>): Scope {
  // Variables come from JSON and from earlier results: all are FEEL values.
  return new Scope(variables as Readonly<Record<string, FeelValue>>);
}

function run(options: EvaluateOptions, body: (interpreter: Interpreter) => FeelValue): FeelResult {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const evaluation = new Evaluation(options.now ?? systemClock, limits);
  try {
    const value = body(new Interpreter(evaluation));
    return { value, type: resultType(value), warnings: evaluation.warnings };
  } catch (error) {
    const failure = failureText(error);
    if (failure === undefined) {
      throw error;
    }
    return { value: null, type: 'NULL', warnings: evaluation.warnings, failure };
  }
}

function failureText(error: unknown): string | undefined {
  if (error instanceof FeelFailure) {
    return error.message;
  }
  // Deep recursion over data, for example comparing values nested thousands of levels deep.
  return error instanceof RangeError ? 'the values are nested too deeply' : undefined;
}
