import type { EvaluateOptions, JsonValue } from '../feel/index.js';
import { evaluate, parseExpression, toJson } from '../feel/index.js';
import type { EvaluatedInput, EvaluatedRule } from './evaluate-table.js';
import { DecisionFailure, evaluateTable } from './evaluate-table.js';
import { feelText } from './feel-text.js';
import type { Decision, DmnModel } from './types.js';

/** One decision that was evaluated on the way to a result. */
export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly decisionType: 'DECISION_TABLE' | 'LITERAL_EXPRESSION' | 'UNKNOWN';
  /** Null when the decision failed. */
  readonly output: JsonValue;
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly EvaluatedRule[];
}

/** What came of a decision, discriminated by `kind`. */
export type DecisionResult = {
  /** Required decisions first, the asked one last; up to the one that failed. */
  readonly evaluatedDecisions: readonly EvaluatedDecision[];
} & (
  | { readonly kind: 'success'; readonly output: JsonValue }
  | {
      readonly kind: 'failure';
      readonly failedDecisionId: string;
      /** Camunda's wording: `Expected to evaluate decision 'x', but ...`. */
      readonly message: string;
    }
);

/**
 * Evaluates a decision and first those it requires, over JSON variables. A model with diagnostics of
 * severity `error` may be given; what cannot be evaluated then is a failure. Never throws for what
 * the model or the variables hold.
 */
export function evaluateDecision(
  model: DmnModel,
  decisionId: string,
  variables: Readonly<Record<string, unknown>>,
  options: EvaluateOptions = {},
): DecisionResult {
  const evaluated = new Map<string, EvaluatedDecision>();
  try {
    const output = decide(decisionId, {
      byId: new Map(model.decisions.map((each) => [each.id, each])),
      evaluated,
      open: new Set(),
      variables,
      options,
    });
    return { kind: 'success', output, evaluatedDecisions: [...evaluated.values()] };
  } catch (error) {
    if (!(error instanceof DecisionFailure)) {
      throw error;
    }
    return {
      kind: 'failure',
      failedDecisionId: error.decisionId,
      message: `Expected to evaluate decision '${decisionId}', but ${error.message}`,
      evaluatedDecisions: [...evaluated.values()],
    };
  }
}

interface Progress {
  readonly byId: ReadonlyMap<string, Decision>;
  readonly evaluated: Map<string, EvaluatedDecision>;
  /** Decisions that wait for one they require. */
  readonly open: Set<string>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly options: EvaluateOptions;
}

function decide(decisionId: string, progress: Progress): JsonValue {
  const known = progress.evaluated.get(decisionId);
  if (known !== undefined) {
    return known.output;
  }
  const decision = progress.byId.get(decisionId);
  if (decision === undefined) {
    throw new DecisionFailure(decisionId, `no decision found for id '${decisionId}'`);
  }
  if (progress.open.has(decisionId)) {
    throw new DecisionFailure(decisionId, `the decision '${decisionId}' requires itself`);
  }
  progress.open.add(decisionId);
  const results = decision.requiredDecisions.map((id): readonly [string, JsonValue] => [
    progress.byId.get(id)?.resultName ?? id,
    decide(id, progress),
  ]);
  // fromEntries defines own properties, so a decision named __proto__ does no harm.
  const variables = { ...progress.variables, ...Object.fromEntries(results) };
  return record(decision, progress, variables);
}

function record(
  decision: Decision,
  progress: Progress,
  variables: Readonly<Record<string, unknown>>,
): JsonValue {
  const base = { decisionId: decision.id, decisionName: decision.name } as const;
  const { logic } = decision;
  switch (logic.kind) {
    case 'decisionTable': {
      const table = evaluateTable(logic, {
        decisionId: decision.id,
        variables,
        options: progress.options,
      });
      progress.evaluated.set(decision.id, {
        ...base,
        decisionType: 'DECISION_TABLE',
        output: table.failure === undefined ? table.output : null,
        inputs: table.inputs,
        matchedRules: table.matchedRules,
      });
      if (table.failure !== undefined) {
        throw table.failure;
      }
      return table.output;
    }
    case 'literalExpression': {
      const result = evaluate(parseExpression(feelText(logic.text)), variables, progress.options);
      const output = toJson(result.value);
      progress.evaluated.set(decision.id, {
        ...base,
        decisionType: 'LITERAL_EXPRESSION',
        output,
        inputs: [],
        matchedRules: [],
      });
      if (result.failure !== undefined) {
        throw DecisionFailure.ofExpression(decision.id, logic.text, result.failure);
      }
      return output;
    }
    case 'unsupported':
      throw new DecisionFailure(
        decision.id,
        `the decision '${decision.id}' has no decision table and no literal expression`,
      );
  }
}
