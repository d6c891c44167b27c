import { isNumber, numberText } from './decimal.js';
import type { FeelDecimal } from './decimal.js';
import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from './temporal-values.js';

/**
 * A FEEL value: JSON values, dates, times and durations, functions and ranges. `undefined` never
 * appears; FEEL's null is `null`.
 */
export type FeelValue =
  | null
  | boolean
  | number
  | FeelDecimal
  | string
  | FeelTemporal
  | FeelFunctionValue
  | FeelRangeValue
  | readonly FeelValue[]
  | FeelContext;

/** A date, time, date and time, or duration. */
export type FeelTemporal = FeelDate | FeelTime | FeelDateTime | FeelDuration;

/** A FEEL context. Keys keep the order they were written in. */
export interface FeelContext {
  readonly [key: string]: FeelValue;
}

/** A function defined in an expression. */
export class FeelFunctionValue {
  readonly parameters: readonly string[];
  readonly invoke: (args: readonly FeelValue[]) => FeelValue;

  constructor(parameters: readonly string[], invoke: (args: readonly FeelValue[]) => FeelValue) {
    this.parameters = parameters;
    this.invoke = invoke;
  }
}

/** A range such as `[1..5)`. */
export class FeelRangeValue {
  readonly start: FeelValue;
  readonly end: FeelValue;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;

  constructor(bounds: {
    readonly start: FeelValue;
    readonly end: FeelValue;
    readonly startIncluded: boolean;
    readonly endIncluded: boolean;
  }) {
    this.start = bounds.start;
    this.end = bounds.end;
    this.startIncluded = bounds.startIncluded;
    this.endIncluded = bounds.endIncluded;
  }
}

/** The type names that Camunda's incidents quote. */
export type FeelResultType =
  | 'NULL'
  | 'BOOLEAN'
  | 'NUMBER'
  | 'STRING'
  | 'ARRAY'
  | 'OBJECT'
  | 'DURATION'
  | 'PERIOD'
  | 'DATE'
  | 'DATE_TIME'
  | 'RANGE'
  | 'UNKNOWN';

/**
 * Names a value's type: `PERIOD` is a years-and-months duration, `DURATION` a days-and-time one; times
 * and functions are `UNKNOWN` to Camunda.
 */
export function resultType(value: FeelValue): FeelResultType {
  if (value === null) {
    return 'NULL';
  }
  if (isNumber(value)) {
    return 'NUMBER';
  }
  switch (typeof value) {
    case 'boolean':
      return 'BOOLEAN';
    case 'string':
      return 'STRING';
    default:
      return objectType(value);
  }
}

function objectType(
  value: Exclude<FeelValue, null | boolean | number | FeelDecimal | string>,
): FeelResultType {
  if (value instanceof FeelDate) {
    return 'DATE';
  }
  if (value instanceof FeelDateTime) {
    return 'DATE_TIME';
  }
  if (value instanceof FeelTime) {
    return 'UNKNOWN';
  }
  if (value instanceof FeelDuration) {
    return value.months === undefined ? 'DURATION' : 'PERIOD';
  }
  if (value instanceof FeelFunctionValue) {
    return 'UNKNOWN';
  }
  if (value instanceof FeelRangeValue) {
    return 'RANGE';
  }
  return Array.isArray(value) ? 'ARRAY' : 'OBJECT';
}

/** Whether a value is a date, time, date and time, or duration. */
export function isTemporal(value: FeelValue): value is FeelTemporal {
  return (
    value instanceof FeelDate ||
    value instanceof FeelDateTime ||
    value instanceof FeelTime ||
    value instanceof FeelDuration
  );
}

/** Whether a value is a list. */
export function isList(value: FeelValue): value is readonly FeelValue[] {
  return Array.isArray(value);
}

/** The context that an expression writes as `{}`: warnings tell it from one that came from outside. */
export const emptyLiteral: FeelContext = Object.freeze({});

/** Whether a value is a context. */
export function isContext(value: FeelValue): value is FeelContext {
  return resultType(value) === 'OBJECT';
}

/** Sets an own entry of a context under construction, whatever its name (also `__proto__`). */
export function setEntry<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return;
  }
  target[key] = value;
}

/** Renders a value the way Camunda's warnings quote it: `"text"`, `[1, 2]`, `{a:1}`. */
export function renderValue(value: FeelValue): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'string') {
    return `"${value}"`;
  }
  if (isNumber(value)) {
    return numberText(value);
  }
  if (isList(value)) {
    return `[${value.map(renderValue).join(', ')}]`;
  }
  if (value instanceof FeelFunctionValue) {
    return `function(${value.parameters.join(', ')})`;
  }
  if (value instanceof FeelRangeValue) {
    const [open, close] = [value.startIncluded ? '[' : '(', value.endIncluded ? ']' : ')'];
    return `${open}${renderValue(value.start)}..${renderValue(value.end)}${close}`;
  }
  if (isContext(value)) {
    const entries = Object.entries(value).map(([key, entry]) => `${key}:${renderValue(entry)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
}
