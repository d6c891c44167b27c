import type { FeelArguments, FeelNode } from './ast.js';
import { Unfit } from './builtins/builtin.js';
import type { Builtin } from './builtins/builtin.js';
import { findBuiltin } from './builtins/index.js';
import type { Scope } from './scope.js';
import { FeelFunctionValue, isContext, isList, renderValue } from './values.js';
import type { FeelValue } from './values.js';
import type { Walker } from './walker.js';

type Call = Extract<FeelNode, { kind: 'call' }>;

/** Calls a function of the expression or a built-in one; a warning and null when it cannot. */
export function evaluateCall(walker: Walker, node: Call, scope: Scope): FeelValue {
  if (typeof node.callee !== 'string') {
    return callProperty(walker, node, scope);
  }
  const own = scope.get(node.callee);
  if (own instanceof FeelFunctionValue) {
    return takes(own.parameters, node.args)
      ? own.invoke(bind(walker, own.parameters, { args: node.args, scope }))
      : noFunction(walker, node.callee, node.args);
  }
  if (node.callee === 'is defined' && isInput(node.args)) {
    return true;
  }
  return callBuiltin(walker, { name: node.callee, args: node.args }, scope);
}

/** The input of a unary test is always defined, also when it is null. */
function isInput(args: FeelArguments): boolean {
  return args.kind === 'positional' && args.values[0]?.kind === 'input';
}

/** `context.name(...)`; without such a function it is null, unless it is the whole expression. */
function callProperty(walker: Walker, { callee, args }: Call, scope: Scope): FeelValue {
  const [target, name] = calledProperty(walker, callee, scope);
  if (!isContext(target)) {
    const text = `Expected context but found '${renderValue(target)}'`;
    walker.evaluation.failedCall = text;
    return walker.evaluation.warn('INVALID_TYPE', text);
  }
  const found = Object.hasOwn(target, name) ? target[name] : undefined;
  if (!(found instanceof FeelFunctionValue) || !takes(found.parameters, args)) {
    walker.evaluation.failedCall = `No function found with name '${name}' ${argumentsText(args)}`;
    return noFunction(walker, name, args);
  }
  return found.invoke(bind(walker, found.parameters, { args, scope }));
}

function calledProperty(
  walker: Walker,
  callee: Call['callee'],
  scope: Scope,
): readonly [target: FeelValue, name: string] {
  if (typeof callee !== 'string' && callee.kind === 'reference') {
    const names = callee.names.slice(0, -1);
    return [walker.value({ kind: 'reference', names }, scope), callee.names.at(-1) ?? ''];
  }
  if (typeof callee !== 'string' && callee.kind === 'path') {
    return [walker.value(callee.target, scope), callee.name];
  }
  return [null, ''];
}

function takes(parameters: readonly string[], args: FeelArguments): boolean {
  return args.kind === 'positional'
    ? args.values.length === parameters.length
    : args.values.every(({ key }) => parameters.includes(key));
}

function argumentsText(args: FeelArguments): string {
  return args.kind === 'positional'
    ? `and ${args.values.length} parameters`
    : `and parameters: ${args.values.map((arg) => arg.key).join(',')}`;
}

function noFunction(walker: Walker, name: string, args: FeelArguments): null {
  return walker.evaluation.warn(
    'NO_FUNCTION_FOUND',
    `No function found with name '${name}' ${argumentsText(args)}`,
  );
}

function callBuiltin(
  walker: Walker,
  call: { readonly name: string; readonly args: FeelArguments },
  scope: Scope,
): FeelValue {
  const { name, args } = call;
  const found = findBuiltin(name, args, walker.evaluation.level);
  if (found === undefined) {
    return noFunction(walker, name, args);
  }
  const values = bind(walker, found.parameters, { args, scope });
  for (const value of values) {
    walker.evaluation.step(isList(value) || typeof value === 'string' ? value.length : 1);
  }
  const result = found.invoke(values, walker.evaluation);
  if (result === undefined || result instanceof Unfit) {
    const reason = result?.reason ?? `Illegal arguments: ${given(found, values)}`;
    return walker.evaluation.warn(
      'FUNCTION_INVOCATION_FAILURE',
      `Failed to invoke function '${name}': ${reason}`,
    );
  }
  return typeof result === 'string' ? walker.evaluation.bounded(result) : result;
}

/** The arguments as a warning quotes them; those of an open end are one list. */
function given({ parameters, variadic }: Builtin, values: readonly FeelValue[]): string {
  const fixed = variadic ? parameters.length - 1 : values.length;
  const shown = [...values.slice(0, fixed), ...(variadic ? [values.slice(fixed)] : [])];
  return shown.map((value) => `'${renderValue(value)}'`).join(', ');
}

/** An interval given to a function is a range, while elsewhere it tests the input. */
function argument(walker: Walker, node: FeelNode, scope: Scope): FeelValue {
  return node.kind === 'interval' ? walker.range(node, scope) : walker.value(node, scope);
}

function bind(
  walker: Walker,
  parameters: readonly string[],
  { args, scope }: { readonly args: FeelArguments; readonly scope: Scope },
): readonly FeelValue[] {
  if (args.kind === 'positional') {
    return args.values.map((arg) => argument(walker, arg, scope));
  }
  return parameters.map((name) => {
    const found = args.values.find((arg) => arg.key === name);
    return found === undefined ? null : argument(walker, found.value, scope);
  });
}
