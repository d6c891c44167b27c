import { FeelTime } from './temporal-values.js';
import type { FeelResultType, FeelValue } from './values.js';
import { resultType } from './values.js';

const NAMES: Readonly<Record<Exclude<FeelResultType, 'UNKNOWN'>, readonly string[]>> = {
  NULL: ['null', 'Null'],
  BOOLEAN: ['boolean'],
  NUMBER: ['number'],
  STRING: ['string'],
  ARRAY: ['list'],
  OBJECT: ['context'],
  DURATION: ['days and time duration'],
  PERIOD: ['years and months duration'],
  DATE: ['date'],
  DATE_TIME: ['date and time', 'date time'],
  RANGE: ['range'],
};

/** `value instance of type`; every value but null is of type `Any`. */
export function isInstanceOf(value: FeelValue, type: string): boolean {
  if (type === 'Any') {
    return value !== null;
  }
  const kind = resultType(value);
  if (kind === 'UNKNOWN') {
    return type === (value instanceof FeelTime ? 'time' : 'function');
  }
  return NAMES[kind].includes(type);
}
