import type { EvaluateOptions, FeelResult, FeelValue, JsonValue } from '../feel/index.js';
import {
  evaluate,
  evaluateUnaryTests,
  parseExpression,
  parseUnaryTests,
  toJson,
} from '../feel/index.js';
import { DecisionFailure } from './decision-failure.js';
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

/** What a table came to. With `failure`, `output` is null and inputs and rules say how far it got. */
export interface TableResult {
  readonly output: FeelValue;
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
    const rows = counted.map(({ rule }) => cellsOf(rule, table, context));
    matchedRules = counted.map((hit, i) => matched(hit, table, rows[i] ?? []));
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

function cellsOf(rule: TableRule, table: DecisionTable, context: TableContext): FeelValue[] {
  return table.outputs.map((_, column) => valueOf(rule.outputEntries[column]?.text ?? '', context));
}

function matched({ rule, index }: Hit, table: DecisionTable, cells: readonly FeelValue[]) {
  return {
    ruleId: rule.id,
    ruleIndex: index,
    outputs: table.outputs.map((output, column) => ({
      outputId: output.id,
      outputName: output.label,
      value: toJson(cells[column] ?? null),
    })),
  };
}

function defaultOutput(outputs: readonly TableOutput[], context: TableContext): FeelValue {
  const entries = outputs.flatMap((output) =>
    output.defaultValue === undefined
      ? []
      : [[output.name, valueOf(output.defaultValue, context)] as const],
  );
  const [first] = entries;
  if (first === undefined) {
    return null;
  }
  return entries.length === 1 ? first[1] : Object.fromEntries(entries);
}

function valueOf(text: string, context: TableContext): FeelValue {
  if (text.trim() === '') {
    return null;
  }
  const result = evaluate(parseExpression(feelText(text)), context.variables, context.options);
  // What `evaluate` gives is a FEEL value.
  return checked(result, text, context).value as FeelValue;
}

function checked(result: FeelResult, text: string, context: TableContext): FeelResult {
  if (result.failure !== undefined) {
    throw DecisionFailure.ofExpression(context.decisionId, feelText(text), result);
  }
  return result;
}
