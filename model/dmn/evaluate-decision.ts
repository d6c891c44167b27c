import type { EvaluateOptions, FeelValue, JsonValue } from '../feel/index.js';
import { toJson } from '../feel/index.js';
import { DecisionFailure } from './decision-failure.js';
import { evaluateLogic, makeFunction } from './evaluate-logic.js';
import type { LogicContext } from './evaluate-logic.js';
import type { EvaluatedInput, EvaluatedRule } from './evaluate-table.js';
import { hasType } from './type-check.js';
import type { Decision, DecisionLogic, DmnModel, KnowledgeModel } from './types.js';

/** Most decisions and calls of knowledge models in one evaluation. */
const mostEvaluations = 10_000;

/** One decision that was evaluated on the way to a result. */
export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly decisionType:
    | 'DECISION_TABLE'
    | 'LITERAL_EXPRESSION'
    | 'CONTEXT'
    | 'INVOCATION'
    | 'LIST'
    | 'RELATION'
    | 'UNKNOWN';
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
  const run = new Run(model, variables, options);
  try {
    const output = toJson(run.decide(decisionId));
    return { kind: 'success', output, evaluatedDecisions: run.evaluated };
  } catch (error) {
    if (!(error instanceof DecisionFailure)) {
      throw error;
    }
    return {
      kind: 'failure',
      failedDecisionId: error.decisionId,
      message: `Expected to evaluate decision '${decisionId}', but ${error.message}`,
      evaluatedDecisions: run.evaluated,
    };
  }
}

/** One evaluation: what was evaluated so far, in order, each as often as it was asked for. */
class Run {
  readonly evaluated: EvaluatedDecision[] = [];
  readonly #decisions: ReadonlyMap<string, Decision>;
  readonly #knowledge: ReadonlyMap<string, KnowledgeModel>;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #options: EvaluateOptions;
  /** What waits for something it requires. */
  readonly #open: string[] = [];

  constructor(
    model: DmnModel,
    variables: Readonly<Record<string, unknown>>,
    options: EvaluateOptions,
  ) {
    this.#decisions = new Map(model.decisions.map((each) => [each.id, each]));
    this.#knowledge = new Map(model.knowledge.map((each) => [each.id, each]));
    this.#variables = variables;
    this.#options = options;
  }

  decide(decisionId: string): FeelValue {
    const decision = this.#decisions.get(decisionId);
    if (decision === undefined) {
      throw new DecisionFailure(decisionId, `no decision found for id '${decisionId}'`);
    }
    this.#enter(decisionId);
    const results = decision.requiredDecisions.map((id): readonly [string, FeelValue] => [
      this.#decisions.get(id)?.resultName ?? id,
      this.decide(id),
    ]);
    const value = this.#evaluate(decision.logic, {
      id: decision.id,
      name: decision.name,
      requiredKnowledge: decision.requiredKnowledge,
      // fromEntries defines own properties, so a decision named __proto__ does no harm.
      variables: { ...this.#variables, ...Object.fromEntries(results) },
    });
    this.#open.pop();
    const { resultTypeRef: typeRef, logic } = decision;
    const isChecked = typeRef !== undefined && logic.kind === 'literalExpression';
    if (isChecked && !hasType(value, typeRef)) {
      throw DecisionFailure.ofType(decisionId, typeRef, value);
    }
    return value;
  }

  #enter(id: string): void {
    if (this.#open.includes(id)) {
      throw new DecisionFailure(id, `'${id}' requires itself`);
    }
    if (this.evaluated.length >= mostEvaluations) {
      throw new DecisionFailure(id, `more than ${mostEvaluations} decisions are evaluated`);
    }
    this.#open.push(id);
  }

  #call(model: KnowledgeModel, args: readonly FeelValue[]): FeelValue {
    const { id, name, logic, parameters, requiredKnowledge } = model;
    if (logic === undefined) {
      return null;
    }
    this.#enter(id);
    const variables = Object.fromEntries(parameters.map((each, i) => [each.name, args[i] ?? null]));
    const value = this.#evaluate(logic, { id, name, requiredKnowledge, variables });
    this.#open.pop();
    return value;
  }

  #evaluate(
    logic: DecisionLogic,
    about: Pick<KnowledgeModel, 'id' | 'name' | 'requiredKnowledge'> & {
      readonly variables: Readonly<Record<string, unknown>>;
    },
  ): FeelValue {
    const context = this.#contextOf(about);
    const base = { decisionId: about.id, decisionName: about.name };
    try {
      const { value, table } = evaluateLogic(logic, context);
      this.evaluated.push({
        ...base,
        decisionType: typeOf(logic),
        output: table?.failure === undefined ? toJson(value) : null,
        inputs: table?.inputs ?? [],
        matchedRules: table?.matchedRules ?? [],
      });
      if (table?.failure === undefined) {
        return value;
      }
      throw table.failure;
    } catch (error) {
      if (logic.kind !== 'decisionTable' && error instanceof DecisionFailure) {
        const nothing = { output: null, inputs: [], matchedRules: [] };
        this.evaluated.push({ ...base, decisionType: typeOf(logic), ...nothing });
      }
      throw error;
    }
  }

  #contextOf(about: {
    readonly id: string;
    readonly requiredKnowledge: readonly string[];
    readonly variables: Readonly<Record<string, unknown>>;
  }): LogicContext {
    const models = about.requiredKnowledge.flatMap((id) => this.#knowledge.get(id) ?? []);
    const call = (model: KnowledgeModel, args: readonly FeelValue[]): FeelValue =>
      this.#call(model, args);
    const functions = models.map((model): readonly [string, FeelValue] => [
      model.name,
      makeFunction(model.parameters, (args) => call(model, Object.values(args))),
    ]);
    return {
      decisionId: about.id,
      variables: { ...about.variables, ...Object.fromEntries(functions) },
      options: this.#options,
      knowledge: new Map(models.map((model) => [model.name, model])),
      call,
    };
  }
}

const kinds: Readonly<Record<DecisionLogic['kind'], EvaluatedDecision['decisionType']>> = {
  decisionTable: 'DECISION_TABLE',
  literalExpression: 'LITERAL_EXPRESSION',
  boxedContext: 'CONTEXT',
  boxedList: 'LIST',
  relation: 'RELATION',
  invocation: 'INVOCATION',
  boxedFunction: 'UNKNOWN',
  unsupported: 'UNKNOWN',
};

function typeOf(logic: DecisionLogic): EvaluatedDecision['decisionType'] {
  return kinds[logic.kind];
}
