import { decisionInputTypes, type Decision, type DmnModel } from '../../model/dmn/index.js';
import {
  isFeelSyntaxError,
  parseExpression,
  variablePaths,
  type BusinessRuleTask,
} from '../../model/index.js';
import { compareText, type Json } from '../json.js';
import { resultSchema, typeSchema } from './decision-schemas.js';
import { describeElement, type ProcessContext } from './model-context.js';
import { typeNameOf } from './names.js';
import { nestedSchema, type PathSchema } from './nested-schema.js';
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
    input: nestedSchema(inputsOf(decision, decisions, new Set())),
    output: resultSchema(decision),
    ...(tags.length === 1 && tag !== undefined ? { versionTag: tag } : {}),
  };
}

/** What a decision and those it requires read from outside; results of required ones are not. */
function inputsOf(
  decision: Decision,
  decisions: DecisionsById,
  seen: Set<string>,
): readonly PathSchema[] {
  if (seen.has(decision.id)) {
    return [];
  }
  seen.add(decision.id);
  const required = decision.requiredDecisions.flatMap((id) => decisions.get(id) ?? []);
  const results = new Set(required.map(({ resultName }) => resultName));
  const own = decisionInputTypes(decision)
    .flatMap(({ name, typeRef }) => pathsIn(name, typeSchema(typeRef)))
    .filter(({ path: [root = ''] }) => !results.has(root));
  return [...own, ...required.flatMap((each) => inputsOf(each, decisions, seen))];
}

/** A column that is a path has its type; of any other expression only the names are known. */
function pathsIn(expression: string, schema: Json): readonly PathSchema[] {
  try {
    const parsed = parseExpression(expression);
    return parsed.node.kind === 'reference'
      ? [{ path: parsed.node.names, schema, required: true }]
      : variablePaths(parsed).map((path) => ({ path, schema: true, required: true }));
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return []; // the decision's own check reports it
    }
    throw error;
  }
}
