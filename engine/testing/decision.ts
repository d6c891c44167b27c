import type { Operations } from '../gateway/index.js';
import type { Json, Variables } from '../records/values.js';

/** What a decision came to. */
export interface TestDecision {
  readonly decisionId: string;
  readonly output: Json;
  /** Ids of the rules that matched, of the decisions it rests on too, in order of evaluation. */
  readonly matchedRules: readonly string[];
}

interface EvaluationAnswer {
  readonly decisionId: string;
  readonly decisionOutput: string;
  readonly evaluationFailureMessage: string;
  readonly evaluatedDecisions: readonly {
    readonly matchedRules: readonly { readonly ruleId: string }[];
  }[];
}

/** Evaluates a deployed decision; see `TestEngine.evaluateDecision`. */
export async function evaluateDecision(
  operations: Operations,
  decisionId: string,
  variables: Variables,
): Promise<TestDecision> {
  const answer = await operations.execute({
    valueType: 'DECISION_EVALUATION',
    intent: 'EVALUATE',
    value: { decisionId, variables },
  });
  // The answer has a decision evaluation's value.
  const value = answer.value as EvaluationAnswer;
  if (answer.intent === 'FAILED') {
    throw new Error(`decision '${decisionId}' failed: ${value.evaluationFailureMessage}`);
  }
  return {
    decisionId: value.decisionId,
    output: JSON.parse(value.decisionOutput) as Json,
    matchedRules: value.evaluatedDecisions.flatMap(({ matchedRules }) =>
      matchedRules.map(({ ruleId }) => ruleId),
    ),
  };
}
