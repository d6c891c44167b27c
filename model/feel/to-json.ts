import { isNumber, jsonNumber } from './decimal.js';
import { FeelFunctionValue, FeelRangeValue, isTemporal, setEntry } from './values.js';
import type { FeelValue } from './values.js';

/** A JSON value. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * A FEEL value as process variable: dates, times and durations become the ISO 8601 text that Java has
 * for them, numbers stay numbers; functions, ranges and numbers without a JSON form become null, and
 * a function in a context is left out.
 */
export function toJson(value: unknown): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return value;
  }
  if (isNumber(value)) {
    return typeof value === 'number' && !Number.isFinite(value) ? null : jsonNumber(value);
  }
  if (Array.isArray(value)) {
    return value.map(toJson);
  }
  if (
    typeof value !== 'object' ||
    value instanceof FeelFunctionValue ||
    value instanceof FeelRangeValue
  ) {
    return null;
  }
  // Values reach here from evaluate(): an object is a temporal value or a context.
  const feel = value as FeelValue;
  if (isTemporal(feel)) {
    return feel.toJSON();
  }
  const json: Record<string, JsonValue> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry instanceof FeelFunctionValue) {
      continue;
    }
    setEntry(json, key, toJson(entry));
  }
  return json;
}
