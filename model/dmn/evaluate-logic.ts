import type { EvaluateOptions, FeelValue } from '../feel/index.js';
import { evaluate, FeelFunctionValue, parseExpression } from '../feel/index.js';
import { DecisionFailure } from './decision-failure.js';
import { evaluateTable } from './evaluate-table.js';
import type { TableResult } from './evaluate-table.js';
import { feelText } from './feel-text.js';
import { hasType } from './type-check.js';
import type { BoxedLogic, DecisionLogic, KnowledgeModel, Parameter } from './types.js';

/** What logic is evaluated with. */
export interface LogicContext {
  readonly decisionId: string;
  /** Values by name, functions among them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly options: EvaluateOptions;
  /** The knowledge models that can be called, by the name they are called by. */
  readonly knowledge: ReadonlyMap<string, KnowledgeModel>;
  /** Calls a knowledge model. */
  readonly call: (model: KnowledgeModel, args: readonly FeelValue[]) => FeelValue;
}

/** The value of logic, and how a table came to it. */
export interface LogicResult {
  readonly value: FeelValue;
  readonly table?: TableResult;
}

/** Evaluates any kind of logic. Throws `DecisionFailure`. */
export function evaluateLogic(logic: DecisionLogic, context: LogicContext): LogicResult {
  switch (logic.kind) {
    case 'decisionTable': {
      const table = evaluateTable(logic, context);
      return { value: table.output, table };
    }
    case 'literalExpression':
      return { value: literalValue(logic.text, context) };
    case 'unsupported':
      throw new DecisionFailure(context.decisionId, "unsupported decision expression 'null'");
    default:
      return { value: boxedValue(logic, context) };
  }
}

function valueOf(logic: DecisionLogic, context: LogicContext): FeelValue {
  const { value, table } = evaluateLogic(logic, context);
  if (table?.failure !== undefined) {
    throw table.failure;
  }
  return value;
}

function literalValue(text: string, context: LogicContext): FeelValue {
  const expression = feelText(text);
  const result = evaluate(parseExpression(expression), context.variables, context.options);
  if (result.failure !== undefined) {
    throw DecisionFailure.ofExpression(context.decisionId, expression, result);
  }
  // What `evaluate` gives is a FEEL value.
  return result.value as FeelValue;
}

function boxedValue(logic: BoxedLogic, context: LogicContext): FeelValue {
  switch (logic.kind) {
    case 'boxedContext':
      return contextValue(logic.entries, context);
    case 'boxedList':
      return logic.items.map((item) => valueOf(item, context));
    case 'relation':
      return logic.rows.map((row) =>
        Object.fromEntries(
          logic.columns.map((name, i): [string, FeelValue] => {
            const cell = row[i];
            return [name, cell === undefined ? null : valueOf(cell, context)];
          }),
        ),
      );
    case 'invocation':
      return invoke(logic, context);
    case 'boxedFunction':
      return makeFunction(logic.parameters, (args) =>
        valueOf(logic.body, { ...context, variables: { ...context.variables, ...args } }),
      );
  }
}

/** Entries see those before them; one without a name is the result. */
function contextValue(
  entries: Extract<BoxedLogic, { kind: 'boxedContext' }>['entries'],
  context: LogicContext,
): FeelValue {
  const made: [string, FeelValue][] = [];
  for (const { name, logic } of entries) {
    const seen = { ...context.variables, ...Object.fromEntries(made) };
    const value = valueOf(logic, { ...context, variables: seen });
    if (name === undefined) {
      return value;
    }
    made.push([name, value]);
  }
  return Object.fromEntries(made);
}

function invoke(
  { callee, bindings }: Extract<BoxedLogic, { kind: 'invocation' }>,
  context: LogicContext,
): FeelValue {
  const name = feelText(callee);
  const model = context.knowledge.get(name);
  if (model === undefined) {
    throw new DecisionFailure(context.decisionId, `no BKM found with name '${name}'`);
  }
  const args = model.parameters.map((parameter) => {
    const binding = bindings.find((each) => each.name === parameter.name);
    const value = binding === undefined ? null : valueOf(binding.logic, context);
    if (parameter.typeRef !== undefined && !hasType(value, parameter.typeRef)) {
      throw DecisionFailure.ofType(context.decisionId, parameter.typeRef, value);
    }
    return value;
  });
  return context.call(model, args);
}

/** A function of FEEL; a call with an argument of the wrong type is null. */
export function makeFunction(
  parameters: readonly Parameter[],
  body: (args: Readonly<Record<string, FeelValue>>) => FeelValue,
): FeelFunctionValue {
  const names = parameters.map(({ name }) => name);
  return new FeelFunctionValue(names, (args) => {
    const fits = parameters.every(({ typeRef }, i) => hasType(args[i] ?? null, typeRef));
    return fits ? body(Object.fromEntries(names.map((name, i) => [name, args[i] ?? null]))) : null;
  });
}
