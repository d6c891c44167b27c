import type { Evaluation } from '../evaluation.js';
import type { FeelValue } from '../values.js';

/** One overload of a built-in function. */
export interface Builtin {
  readonly parameters: readonly string[];
  /** Takes any number of arguments from `parameters.length - 1` on. */
  readonly variadic: boolean;
  /** The result; undefined when the arguments have the wrong type or value. */
  readonly invoke: (args: readonly FeelValue[], evaluation: Evaluation) => FeelValue | undefined;
}

/** The overloads of one function. */
export type Overloads = readonly Builtin[];

/** A function over fixed parameters. */
export function overload(parameters: readonly string[], invoke: Builtin['invoke']): Builtin {
  return { parameters, invoke, variadic: false };
}

/** A function over a list, given as one list or as several arguments. */
export function overList(
  parameter: string,
  invoke: (list: readonly FeelValue[], evaluation: Evaluation) => FeelValue | undefined,
): Builtin {
  return {
    parameters: [parameter],
    variadic: true,
    invoke: (args, evaluation) => {
      const [first] = args;
      const list = args.length === 1 && Array.isArray(first) ? (first as FeelValue[]) : args;
      return invoke(list, evaluation);
    },
  };
}
