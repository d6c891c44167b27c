import type { FeelArguments, FeelNode } from './ast.js';
import { findBuiltin } from './builtins/index.js';
import type { Scope } from './scope.js';
import { FeelFunctionValue, isContext, isList, renderValue } from './values.js';
import type { FeelValue } from './values.js';
import type { Walker } from './walker.js';

type Call = Extract<FeelNode, { kind: 'call' }>;

/** Calls a function of the expression or a built-in one; a warning and null when it cannot. */
export function evaluateCall(walker: Walker, node: Call, scope: Scope): FeelValue {
  if (typeof node.callee !== 'string') {
    const target = walker.value(node.callee, scope);
    return target instanceof FeelFunctionValue
      ? target.invoke(bind(walker, target.parameters, { args: node.args, scope }))
      : walker.evaluation.warn(
          'NO_FUNCTION_FOUND',
          `Expected function but found '${renderValue(target)}'`,
        );
  }
  const own = scope.get(node.callee);
  if (own instanceof FeelFunctionValue) {
    return own.invoke(bind(walker, own.parameters, { args: node.args, scope }));
  }
  return node.callee === 'is defined'
    ? isDefined(walker, node.args, scope)
    : callBuiltin(walker, { name: node.callee, args: node.args }, scope);
}

/** `is defined(x.y)` asks without leaving the warning that reading would. */
function isDefined(walker: Walker, args: FeelArguments, scope: Scope): boolean {
  const node = args.kind === 'positional' ? args.values[0] : args.values[0]?.value;
  if (node?.kind !== 'reference') {
    return node !== undefined && walker.value(node, scope) !== null;
  }
  const [first = '', ...rest] = node.names;
  let value = scope.get(first);
  for (const name of rest) {
    value =
      value !== undefined && isContext(value) && Object.hasOwn(value, name)
        ? value[name]
        : undefined;
  }
  return value !== undefined;
}

function callBuiltin(
  walker: Walker,
  call: { readonly name: string; readonly args: FeelArguments },
  scope: Scope,
): FeelValue {
  const { name, args } = call;
  const found = findBuiltin(name, args);
  if (found === undefined) {
    const detail =
      args.kind === 'positional'
        ? `and ${args.values.length} parameters`
        : `and parameters: ${args.values.map((arg) => arg.key).join(',')}`;
    return walker.evaluation.warn(
      'NO_FUNCTION_FOUND',
      `No function found with name '${name}' ${detail}`,
    );
  }
  const values = bind(walker, found.parameters, { args, scope });
  for (const value of values) {
    walker.evaluation.step(isList(value) || typeof value === 'string' ? value.length : 1);
  }
  const result = found.invoke(values, walker.evaluation);
  if (result === undefined) {
    const given = values.map(renderValue).join(', ');
    return walker.evaluation.warn(
      'FUNCTION_INVOCATION_FAILURE',
      `Failed to invoke function '${name}': Illegal arguments: [${given}]`,
    );
  }
  return typeof result === 'string' ? walker.evaluation.bounded(result) : result;
}

function bind(
  walker: Walker,
  parameters: readonly string[],
  { args, scope }: { readonly args: FeelArguments; readonly scope: Scope },
): readonly FeelValue[] {
  if (args.kind === 'positional') {
    return args.values.map((arg) => walker.value(arg, scope));
  }
  return parameters.map((name) => {
    const given = args.values.find((arg) => arg.key === name);
    return given === undefined ? null : walker.value(given.value, scope);
  });
}
