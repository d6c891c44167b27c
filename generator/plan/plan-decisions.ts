import type { Decision, DmnModel } from '../../model/dmn/index.js';
import type { BusinessRuleTask } from '../../model/index.js';
import { compareText } from '../json.js';
import { decisionInputs } from './decision-inputs.js';
import { resultSchema } from './decision-schemas.js';
import { describeElement, type ProcessContext } from './model-context.js';
import { typeNameOf } from './names.js';
import { nestedSchema } from './nested-schema.js';
import { givenName } from './plan-elements.js';
import type { DecisionPlan } from './plan-types.js';

/** Decisions by id, the first of each id. */
export type DecisionsById = ReadonlyMap<string, Decision>;

/** The decisions of all decision models. */
export function decisionsById(models: readonly DmnModel[]): DecisionsById {
  return new Map(
    models
      .flatMap((model) => model.decisions.map((decision) => [decision.id, decision] as const))
      .reverse(),
  );
}

/** The decisions that a process calls by a fixed id and whose model is there, by id. */
export function planDecisions(
  context: ProcessContext,
  decisions: DecisionsById,
): readonly DecisionPlan[] {
  const callers = new Map<string, BusinessRuleTask[]>();
  for (const { node } of context.nodes) {
    const called = node.kind === 'businessRuleTask' ? node.calledDecision?.decisionId : undefined;
    if (node.kind === 'businessRuleTask' && called?.isFeel === false) {
      callers.set(called.text, [...(callers.get(called.text) ?? []), node]);
    }
  }
  return [...callers]
    .sort(([left], [right]) => compareText(left, right))
    .flatMap(([id, nodes]) => {
      const decision = decisions.get(id);
      return decision === undefined ? [] : [planDecision(decision, nodes, decisions)];
    });
}

function planDecision(
  decision: Decision,
  nodes: readonly BusinessRuleTask[],
  decisions: DecisionsById,
): DecisionPlan {
  const tags = [
    ...new Set(nodes.flatMap(({ calledDecision }) => calledDecision?.versionTag ?? [])),
  ];
  const [tag] = tags;
  const name = nodes.flatMap((node) => givenName(node) ?? [])[0];
  return {
    decisionId: decision.id,
    typeName: typeNameOf(name ?? decision.id),
    name: decision.name,
    elements: nodes.map(describeElement),
    input: nestedSchema(
      decisionInputs(decision, decisions).map((each) => ({ ...each, required: true })),
    ),
    output: resultSchema(decision, decisions),
    ...(tags.length === 1 && tag !== undefined ? { versionTag: tag } : {}),
  };
}
