import type { FeelArguments } from '../ast.js';
import type { FeelLevel } from '../evaluation.js';
import type { Builtin, Overloads } from './builtin.js';
import { contextFunctions } from './context-functions.js';
import { conversionFunctions } from './conversion-functions.js';
import { listFunctions } from './list-functions.js';
import { numericFunctions } from './numeric-functions.js';
import { rangeFunctions } from './range-functions.js';
import { statisticFunctions } from './statistic-functions.js';
import { stringFunctions } from './string-functions.js';
import { temporalFunctions } from './temporal-functions.js';
import { valueFunctions } from './value-functions.js';

const functions: ReadonlyMap<string, Overloads> = new Map(
  [
    valueFunctions,
    contextFunctions,
    conversionFunctions,
    listFunctions,
    numericFunctions,
    rangeFunctions,
    statisticFunctions,
    stringFunctions,
    temporalFunctions,
  ].flatMap((group) => Object.entries(group)),
);

/**
 * The overload of a built-in function that fits the arguments; undefined when the FEEL engine of this
 * version has none.
 */
export function findBuiltin(
  name: string,
  args: FeelArguments,
  level: FeelLevel,
): Builtin | undefined {
  const overloads = (functions.get(name) ?? []).filter(({ since = '8.6' }) => since <= level);
  if (args.kind === 'named') {
    const keys = args.values.map((arg) => arg.key);
    return overloads.find((each) => keys.every((key) => each.parameters.includes(key)));
  }
  const count = args.values.length;
  return (
    overloads.find((each) => !each.variadic && each.parameters.length === count) ??
    overloads.find((each) => each.variadic && each.parameters.length <= count)
  );
}

/** Names of all built-in functions, sorted. */
export function builtinNames(): readonly string[] {
  return [...functions.keys()].sort();
}
