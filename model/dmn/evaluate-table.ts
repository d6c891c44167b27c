import type { EvaluateOptions, FeelResult, JsonValue } from '../feel/index.js';
import {
  evaluate,
  evaluateUnaryTests,
  parseExpression,
  parseUnaryTests,
  toJson,
} from '../feel/index.js';
import { feelText } from './feel-text.js';
import { applyHitPolicy } from './hit-policy.js';
import type { DecisionTable, TableOutput, TableRule } from './types.js';

/** The value of an input column. */
export interface EvaluatedInput {
  readonly inputId: string;
  readonly inputName: string;
  readonly value: JsonValue;
}

/** A rule that counts for the result, with the values of its cells. */
export interface EvaluatedRule {
  readonly ruleId: string;
  /** 1-based. */
  readonly ruleIndex: number;
  readonly outputs: readonly {
    readonly outputId: string;
    readonly outputName: string;
    readonly value: JsonValue;
  }[];
}

/** Thrown inside the evaluation only; `evaluateDecision` turns it into a result. */
export class DecisionFailure extends Error {
  override readonly name = 'DecisionFailure';
  readonly decisionId: string;

  constructor(decisionId: string, message: string) {
    super(message);
    this.decisionId = decisionId;
  }

  /** The failure of an expression that has no value. */
  static ofExpression(decisionId: string, text: string, failure: string): DecisionFailure {
    return new DecisionFailure(decisionId, `failed to evaluate expression '${text}': ${failure}`);
  }
}

/** What a table came to. With `failure`, `output` is null and inputs and rules say how far it got. */
export interface TableResult {
  readonly output: JsonValue;
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly EvaluatedRule[];
  readonly failure?: DecisionFailure;
}

/** What a table is evaluated with. */
export interface TableContext {
  readonly decisionId: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly options: EvaluateOptions;
}

/** Evaluates a table: inputs once, rules top down, then the hit policy. */
export function evaluateTable(table: DecisionTable, context: TableContext): TableResult {
  let inputs: readonly EvaluatedInput[] = [];
  let matchedRules: readonly EvaluatedRule[] = [];
  try {
    const values = table.inputs.map((input) => valueOf(input.expression, context));
    inputs = table.inputs.map((input, i) => ({
      inputId: input.id,
      inputName: input.name,
      value: toJson(values[i] ?? null),
    }));
    const hits = matching(table, values, context);
    const counted = table.hitPolicy === 'FIRST' ? hits.slice(0, 1) : hits;
    if (counted.length === 0) {
      return { output: defaultOutput(table.outputs, context), inputs, matchedRules };
    }
    matchedRules = counted.map(({ rule, index }) => evaluateRule(rule, { index, table, context }));
    const rows = matchedRules.map((rule) => rule.outputs.map((output) => output.value));
    const folded = applyHitPolicy(table, rows);
    if (folded.kind === 'failure') {
      throw new DecisionFailure(context.decisionId, folded.message);
    }
    return { output: folded.output, inputs, matchedRules };
  } catch (error) {
    if (!(error instanceof DecisionFailure)) {
      throw error;
    }
    return { output: null, inputs, matchedRules, failure: error };
  }
}

interface Hit {
  readonly rule: TableRule;
  readonly index: number;
}

function matching(
  table: DecisionTable,
  values: readonly unknown[],
  context: TableContext,
): readonly Hit[] {
  const hits: Hit[] = [];
  for (const [i, rule] of table.rules.entries()) {
    const holds = rule.inputEntries.every((entry, column) => {
      const tests = parseUnaryTests(feelText(entry.text));
      const given = { input: values[column] ?? null, variables: context.variables };
      const result = evaluateUnaryTests(tests, given, context.options);
      return checked(result, entry.text, context).value === true;
    });
    if (holds) {
      hits.push({ rule, index: i + 1 });
    }
    if (holds && table.hitPolicy === 'FIRST') {
      break;
    }
  }
  return hits;
}

function evaluateRule(
  rule: TableRule,
  given: { readonly index: number; readonly table: DecisionTable; readonly context: TableContext },
): EvaluatedRule {
  return {
    ruleId: rule.id,
    ruleIndex: given.index,
    outputs: given.table.outputs.map((output, column) => ({
      outputId: output.id,
      outputName: output.label,
      value: toJson(valueOf(rule.outputEntries[column]?.text ?? '', given.context)),
    })),
  };
}

function defaultOutput(outputs: readonly TableOutput[], context: TableContext): JsonValue {
  const entries = outputs.flatMap((output) =>
    output.defaultValue === undefined
      ? []
      : [[output.name, toJson(valueOf(output.defaultValue, context))] as const],
  );
  const [first] = entries;
  if (first === undefined) {
    return null;
  }
  return entries.length === 1 ? first[1] : Object.fromEntries(entries);
}

function valueOf(text: string, context: TableContext): unknown {
  if (text.trim() === '') {
    return null;
  }
  const result = evaluate(parseExpression(feelText(text)), context.variables, context.options);
  return checked(result, text, context).value;
}

function checked(result: FeelResult, text: string, context: TableContext): FeelResult {
  if (result.failure !== undefined) {
    throw DecisionFailure.ofExpression(context.decisionId, text, result.failure);
  }
  return result;
}
