import type { FeelNode } from './ast.js';
import type { EvaluationLimits, FeelFailureKind, FeelLevel, FeelWarning } from './evaluation.js';
import { refuseLargeResult } from './result-size.js';
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
  readonly failureKind?: FeelFailureKind;
}

/** Options of an evaluation. */
export interface EvaluateOptions {
  /** The clock that `now()` and `today()` read. @default the system clock */
  readonly now?: () => Date;
  /** Which functions there are: those of the FEEL engine in this Camunda version. @default '8.6' */
  readonly level?: FeelLevel;
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
  return run(options, (interpreter) => {
    const value = interpreter.value(expression.node, rootScope(variables));
    const { failedCall } = interpreter.evaluation;
    if (failedCall !== undefined && isPropertyCall(expression.node)) {
      throw new FeelFailure(failedCall, 'call');
    }
    return value;
  });
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

/** Whether an expression is a call of a property, or a list or context with one: such a call then fails all. */
function isPropertyCall(node: FeelNode): boolean {
  switch (node.kind) {
    case 'list':
      return node.items.some(isPropertyCall);
    case 'context':
      return node.entries.some(({ value }) => isPropertyCall(value));
    default:
      return node.kind === 'call' && typeof node.callee !== 'string';
  }
}

function rootScope(variables: Readonly<Record<string, unknown>>): Scope {
  // Variables come from JSON and from earlier results: all are FEEL values.
  return new Scope(variables as Readonly<Record<string, FeelValue>>);
}

function run(options: EvaluateOptions, body: (interpreter: Interpreter) => FeelValue): FeelResult {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const evaluation = new Evaluation(options.now ?? systemClock, limits, options.level);
  try {
    const value = body(new Interpreter(evaluation));
    const { assertion } = evaluation;
    if (assertion !== undefined) {
      return failed(evaluation, { message: assertion, kind: 'assertion' });
    }
    if (typeof value === 'object') {
      refuseLargeResult(value);
    }
    return { value, type: resultType(value), warnings: evaluation.warnings };
  } catch (error) {
    return failed(evaluation, failureOf(error));
  }
}

interface Failure {
  readonly message: string;
  readonly kind: FeelFailureKind;
}

function failed(evaluation: Evaluation, { message, kind }: Failure): FeelResult {
  const { warnings } = evaluation;
  return { value: null, type: 'NULL', warnings, failure: message, failureKind: kind };
}

function failureOf(error: unknown): Failure {
  if (error instanceof FeelFailure) {
    return error;
  }
  if (error instanceof RangeError) {
    // Deep recursion over data, for example comparing values nested thousands of levels deep.
    return { message: 'the values are nested too deeply or too large', kind: 'bound' };
  }
  throw error;
}
