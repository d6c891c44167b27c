import type { Evaluation } from '../evaluation.js';
import type { FeelFunctionValue, FeelValue } from '../values.js';
import { renderValue } from '../values.js';
import { Unfit } from './builtin.js';

/** Ends a sort whose `precedes` gives no boolean. */
class NotBoolean extends Error {
  readonly value: FeelValue;

  constructor(value: FeelValue) {
    super('no boolean');
    this.value = value;
  }
}

/** Sorts with the expression's own `precedes`; stable, so equal items keep their order. */
export function sort(
  list: readonly FeelValue[],
  precedes: FeelFunctionValue,
  evaluation: Evaluation,
): FeelValue[] | Unfit {
  const { length } = precedes.parameters;
  if (length !== 2) {
    return new Unfit(`expect boolean function with 2 arguments, but found '${length}'`);
  }
  const ask = (a: FeelValue, b: FeelValue): boolean => {
    evaluation.step();
    const answer = precedes.invoke([a, b]);
    if (typeof answer !== 'boolean') {
      throw new NotBoolean(answer);
    }
    return answer;
  };
  try {
    return [...list].sort((a, b) => (ask(a, b) ? -1 : ask(b, a) ? 1 : 0));
  } catch (error) {
    if (!(error instanceof NotBoolean)) {
      throw error;
    }
    return new Unfit(
      `fail to sort list by given precedes function: expected boolean but found '${renderValue(error.value)}'`,
    );
  }
}
