import { randomUUID } from 'node:crypto';
import { feelEquals } from '../compare.js';
import { FeelFailure } from '../evaluation.js';
import { temporalClass } from '../temporal.js';
import { isTemporal, resultType } from '../values.js';
import type { Overloads } from './builtin.js';
import { overload } from './builtin.js';

/** Functions over values of any type. */
export const valueFunctions: Readonly<Record<string, Overloads>> = {
  not: [overload(['negand'], ([negand = null]) => (typeof negand === 'boolean' ? !negand : null))],
  'get or else': [overload(['value', 'default'], ([value = null, other = null]) => value ?? other)],
  is: [
    overload(['value1', 'value2'], ([a = null, b = null]) => {
      if (isTemporal(a) && isTemporal(b)) {
        return temporalClass(a) === temporalClass(b) && String(a) === String(b);
      }
      return resultType(a) === resultType(b) && feelEquals(a, b) === true;
    }),
  ],
  assert: [
    overload(['value', 'condition'], ([value = null, condition = null], evaluation) => {
      if (condition !== true) {
        evaluation.warn('ASSERT_FAILURE', 'The condition is not fulfilled');
        throw new FeelFailure('The condition is not fulfilled');
      }
      return value;
    }),
    overload(
      ['value', 'condition', 'cause'],
      ([value = null, condition = null, cause = null], evaluation) => {
        if (condition !== true) {
          const text = typeof cause === 'string' ? cause : 'The condition is not fulfilled';
          evaluation.warn('ASSERT_FAILURE', text);
          throw new FeelFailure(text);
        }
        return value;
      },
    ),
  ],
  uuid: [overload([], () => randomUUID())],
};
