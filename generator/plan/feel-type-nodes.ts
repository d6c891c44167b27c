import type { FeelArguments, FeelNode } from '../../model/feel/index.js';

/** FEEL's arithmetic operators. */
export type ArithmeticOperator = Extract<FeelNode, { kind: 'arithmetic' }>['operator'];

/** A call of a function. */
export type FeelCall = Extract<FeelNode, { kind: 'call' }>;

/** The name of the function that is called; empty when an expression yields it. */
export function calledName({ callee }: FeelCall): string {
  if (typeof callee === 'string') {
    return callee;
  }
  return callee.kind === 'reference' ? callee.names.join(' ') : '';
}

/** The arguments of a call in order; named ones are put in the order of `parameters`. */
export function argumentNodes(
  args: FeelArguments,
  parameters: readonly string[] = [],
): readonly (FeelNode | undefined)[] {
  return args.kind === 'positional'
    ? args.values
    : parameters.length > 0
      ? parameters.map((name) => args.values.find(({ key }) => key === name)?.value)
      : args.values.map(({ value }) => value);
}
