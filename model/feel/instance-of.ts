import type { FeelResultType, FeelValue } from './values.js';
import { isContext, isList, resultType } from './values.js';

const NAMES: Readonly<Record<FeelResultType, readonly string[]>> = {
  NULL: ['null', 'Null'],
  BOOLEAN: ['boolean'],
  NUMBER: ['number'],
  STRING: ['string'],
  ARRAY: ['list'],
  OBJECT: ['context'],
  DURATION: ['days and time duration', 'day-time-duration'],
  PERIOD: ['years and months duration', 'year-month-duration'],
  DATE: ['date'],
  TIME: ['time'],
  DATE_TIME: ['date and time', 'date time'],
  FUNCTION: ['function'],
  RANGE: ['range'],
};

/** `value instanceof type`, with `Any`, `list<T>` and `context<...>` without looking into entries. */
export function isInstanceOf(value: FeelValue, type: string): boolean {
  if (type === 'Any') {
    return value !== null;
  }
  const element = /^list ?< ?(.+?) ?>$/.exec(type)?.[1];
  if (element !== undefined) {
    return isList(value) && value.every((item) => isInstanceOf(item, element));
  }
  if (type.startsWith('context<')) {
    return isContext(value);
  }
  return NAMES[resultType(value)].includes(type);
}
