import { randomUUID } from 'node:crypto';
import { feelEquals } from '../compare.js';
import type { Evaluation } from '../evaluation.js';
import { temporalClass } from '../temporal.js';
import type { FeelValue } from '../values.js';
import { isTemporal, resultType } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { overload, since } from './builtin.js';

/** Functions over values of any type. */
export const valueFunctions: Readonly<Record<string, Overloads>> = {
  not: [overload(['negand'], ([negand = null]) => (typeof negand === 'boolean' ? !negand : null))],
  'get or else': [overload(['value', 'default'], ([value = null, other = null]) => value ?? other)],
  // A variable that is null is not defined.
  'is defined': [overload(['value'], ([value = null]) => value !== null)],
  assert: [
    overload(['value', 'condition'], ([value = null, condition = null], evaluation) =>
      check(value, { condition, cause: null }, evaluation),
    ),
    overload(
      ['value', 'condition', 'cause'],
      ([value = null, condition = null, cause = null], evaluation) =>
        check(value, { condition, cause }, evaluation),
    ),
  ],
  uuid: [overload([], () => randomUUID())],
  ...since('8.8', { fromAi: Array.from({ length: 5 }, (_, i) => fromAi(i + 1)) }),
  ...since('8.9', {
    is: [
      overload(['value1', 'value2'], ([a = null, b = null]) => {
        if (isTemporal(a) && isTemporal(b)) {
          return temporalClass(a) === temporalClass(b) && String(a) === String(b);
        }
        return resultType(a) === resultType(b) && feelEquals(a, b) === true;
      }),
    ],
  }),
};

/** Marks a value that an agent is asked for: here it is the value itself. */
function fromAi(count: number): Builtin {
  const parameters = ['value', 'description', 'type', 'schema', 'options'].slice(0, count);
  return overload(parameters, ([value = null]) => value);
}

/** An assertion that does not hold is null here, and fails the whole evaluation at its end. */
function check(
  value: FeelValue,
  { condition, cause }: { readonly condition: FeelValue; readonly cause: FeelValue },
  evaluation: Evaluation,
): FeelValue {
  if (condition === true) {
    return value;
  }
  const text = typeof cause === 'string' ? cause : 'The condition is not fulfilled';
  evaluation.assertion ??= text;
  return evaluation.warn('ASSERT_FAILURE', text);
}
