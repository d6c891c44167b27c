import type { Evaluation, FeelLevel } from '../evaluation.js';
import type { FeelValue } from '../values.js';

/** Why a function has no value, in the words of Camunda's warning. */
export class Unfit {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** One overload of a built-in function. */
export interface Builtin {
  readonly parameters: readonly string[];
  /** Takes any number of arguments from `parameters.length - 1` on. */
  readonly variadic: boolean;
  /** The first Camunda version whose FEEL engine has it; absent is every one. */
  readonly since?: FeelLevel;
  /** The result; undefined when the arguments have the wrong type or value. */
  readonly invoke: (
    args: readonly FeelValue[],
    evaluation: Evaluation,
  ) => FeelValue | Unfit | undefined;
}

/** The overloads of one function. */
export type Overloads = readonly Builtin[];

/** A function over fixed parameters. */
export function overload(parameters: readonly string[], invoke: Builtin['invoke']): Builtin {
  return { parameters, invoke, variadic: false };
}

/** The overloads of functions that came with a later version. */
export function since(
  level: FeelLevel,
  functions: Readonly<Record<string, Overloads>>,
): Readonly<Record<string, Overloads>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, overloads]) => [
      name,
      overloads.map((each) => ({ ...each, since: level })),
    ]),
  );
}

/** A function over a list, given as one list or as one or more arguments. */
export function overList(
  parameter: string,
  invoke: (list: readonly FeelValue[], evaluation: Evaluation) => FeelValue | Unfit | undefined,
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
