import {
  evaluate,
  failureMessage,
  toJson,
  unexpectedTypeMessage,
  warningsSuffix,
} from '../../model/feel/index.js';
import type { FeelResult } from '../../model/feel/index.js';
import type { CompiledExpression } from '../model/expression.js';
import type { Processing } from '../processors/processing.js';
import { ElementFailure } from '../processors/refusal.js';
import type { Json, Variables } from '../records/values.js';
import { visibleVariables } from './variables.js';
import { zonedDateTimeText, zonedTextOf } from './zoned-date-time.js';

/** Where an expression is evaluated: a scope, and values that hide the scope's variables. */
export interface EvaluationScope {
  /** Key of the element instance whose variables are seen; -1 for none. */
  readonly scopeKey: number;
  readonly locals?: Variables;
}

function run(cx: Processing, expression: CompiledExpression, scope: EvaluationScope): FeelResult {
  if (expression.kind === 'static') {
    return { value: expression.text, type: 'STRING', warnings: [] };
  }
  const variables = { ...visibleVariables(cx.state, scope.scopeKey), ...scope.locals };
  const result = evaluate(expression.feel, variables, {
    now: () => new Date(cx.now),
    level: cx.compat,
  });
  if (result.failure !== undefined) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      failureMessage(expression.text, result),
      scope.scopeKey,
    );
  }
  return result;
}

function unexpected(
  expression: CompiledExpression,
  expected: readonly string[],
  found: { readonly result: FeelResult; readonly scope: EvaluationScope },
): ElementFailure {
  return new ElementFailure(
    'EXTRACT_VALUE_ERROR',
    unexpectedTypeMessage(expression.text, expected, found.result),
    found.scope.scopeKey,
  );
}

/** Evaluates to any value, as JSON. Throws `ElementFailure` when an assertion in it failed. */
export function evaluateJson(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): Json {
  return toJson(run(cx, expression, scope).value);
}

/** Evaluates without turning the result to JSON. */
export function evaluateRaw(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): FeelResult {
  return run(cx, expression, scope);
}

/** Evaluates to a boolean; throws `ElementFailure` for anything else, null included. */
export function evaluateBoolean(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): boolean {
  const result = run(cx, expression, scope);
  if (typeof result.value !== 'boolean') {
    throw unexpected(expression, ['BOOLEAN'], { result, scope });
  }
  return result.value;
}

/** Evaluates to a text; throws `ElementFailure` for anything else. */
export function evaluateString(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): string {
  const result = run(cx, expression, scope);
  if (typeof result.value !== 'string') {
    throw unexpected(expression, ['STRING'], { result, scope });
  }
  return result.value;
}

/** Evaluates to a whole number of 32 bits, as Java cuts a larger one; a static text must be one. */
export function evaluateInteger(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): number {
  const result = run(cx, expression, scope);
  const number = expression.kind === 'static' ? Number(expression.text) : toJson(result.value);
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw unexpected(expression, ['NUMBER'], { result, scope });
  }
  return Number(BigInt.asIntN(32, BigInt(Math.trunc(number))));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Evaluates to a list; throws `ElementFailure` for anything else. */
export function evaluateList(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): readonly Json[] {
  const result = run(cx, expression, scope);
  const json = toJson(result.value);
  if (!isList(json)) {
    throw unexpected(expression, ['ARRAY'], { result, scope });
  }
  return json;
}

/** Evaluates to a list of texts; a static text is a list separated by commas. */
export function evaluateStrings(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): readonly string[] {
  if (expression.kind === 'static') {
    return expression.text.split(',').map((part) => part.trim());
  }
  const result = run(cx, expression, scope);
  if (!Array.isArray(result.value)) {
    throw unexpected(expression, ['ARRAY'], { result, scope });
  }
  const texts = result.value.filter((item): item is string => typeof item === 'string');
  if (texts.length < result.value.length) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `Expected result of the expression '${expression.text}' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.`,
    );
  }
  return texts;
}

/** As `evaluateInteger`, but a fraction is refused. */
export function evaluateWhole(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): number {
  const result = run(cx, expression, scope);
  const number = expression.kind === 'static' ? Number(expression.text) : toJson(result.value);
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw unexpected(expression, ['NUMBER'], { result, scope });
  }
  if (!Number.isInteger(number)) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `Expected result of the expression '${expression.text}' to be an integer, but was a decimal.`,
    );
  }
  return number;
}

/**
 * Evaluates to a date and time with offset, as its text; null and an empty text give an empty text.
 */
export function evaluateDateTime(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): string {
  const result = run(cx, expression, scope);
  if (result.value === null || result.value === '') {
    return '';
  }
  const text = result.type === 'DATE_TIME' ? zonedTextOf(toJson(result.value)) : result.value;
  if (typeof text !== 'string') {
    throw unexpected(expression, ['NULL', 'DATE_TIME', 'STRING'], { result, scope });
  }
  const zoned = zonedDateTimeText(text);
  if (zoned === undefined) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `Invalid date-time format '${text}' for expression '${expression.text}'`,
    );
  }
  return zoned;
}

/** Evaluates a correlation key: text as it is, a number cut to a whole one. */
export function evaluateCorrelationKey(
  cx: Processing,
  expression: CompiledExpression,
  scope: EvaluationScope,
): string {
  const result = run(cx, expression, scope);
  if (typeof result.value === 'string') {
    return result.value;
  }
  const number = toJson(result.value);
  if (typeof number === 'number') {
    return String(Math.trunc(number));
  }
  throw new ElementFailure(
    'EXTRACT_VALUE_ERROR',
    `Failed to extract the correlation key for '${expression.text}': ` +
      `The value must be either a string or a number, but was '${result.type}'.` +
      warningsSuffix(result.warnings),
    scope.scopeKey,
  );
}

/** The variable that an expression like `=result.price` reads; undefined for any other expression. */
export function variableRead({ text }: CompiledExpression): string | undefined {
  return /^([A-Za-z_]\w*)(\s*\.\s*\w+)*$/.exec(text)?.[1];
}
