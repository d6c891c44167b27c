import type { FeelValue } from '../values.js';
import { isList, renderValue } from '../values.js';
import { Unfit } from './builtin.js';

interface Around {
  /** Null is none. */
  readonly delimiter?: FeelValue;
  readonly prefix?: FeelValue;
  readonly suffix?: FeelValue;
}

/** The texts of a list in one, without nulls; undefined when an argument has the wrong type. */
export function joinStrings(
  list: FeelValue,
  { delimiter = '', prefix = '', suffix = '' }: Around = {},
): string | Unfit | undefined {
  if (!isList(list) || typeof (delimiter ?? '') !== 'string') {
    return undefined;
  }
  if (typeof prefix !== 'string' || typeof suffix !== 'string') {
    return undefined;
  }
  const texts = list.filter((item) => item !== null);
  if (!texts.every((item) => typeof item === 'string')) {
    const shown = list.map(renderValue).join(', ');
    return new Unfit(`expected a list of strings but found 'List(${shown})'`);
  }
  return `${prefix}${texts.join(typeof delimiter === 'string' ? delimiter : '')}${suffix}`;
}
