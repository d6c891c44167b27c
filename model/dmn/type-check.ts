import { resultType } from '../feel/index.js';
import type { FeelResultType, FeelValue } from '../feel/index.js';

/** Names of types as a `typeRef` writes them; others are not checked. */
const types: Readonly<Record<string, readonly FeelResultType[]>> = {
  string: ['STRING'],
  number: ['NUMBER'],
  integer: ['NUMBER'],
  long: ['NUMBER'],
  double: ['NUMBER'],
  boolean: ['BOOLEAN'],
  date: ['DATE'],
  time: ['UNKNOWN'],
  dateTime: ['DATE_TIME'],
  'date and time': ['DATE_TIME'],
  dayTimeDuration: ['DURATION'],
  yearMonthDuration: ['PERIOD'],
};

/** Whether a value has the type that a model states; null has every type. */
export function hasType(value: FeelValue, typeRef: string | undefined): boolean {
  const expected = typeRef === undefined ? undefined : types[typeRef];
  return value === null || expected === undefined || expected.includes(resultType(value));
}
