import { decisionInputTypes, type Decision, type DecisionValue } from '../../model/dmn/index.js';
import type { Expression, Place } from '../../model/index.js';
import type { Json } from '../json.js';
import { statedSchema } from './decision-types.js';
import { Demand, type ValueKind } from './feel-type-demand.js';
import { collectDemands } from './feel-type-demands.js';
import { expressionPaths, parseQuietly } from './feel-type.js';
import { kindsOfSchema } from './schema-kinds.js';

/** A value that a decision reads from outside, at a path of names. */
export interface DecisionInput {
  readonly path: readonly string[];
  readonly schema: Json;
}

/**
 * What a decision and those it requires read from outside; results of required ones are not. A column
 * that is a path has the type or the values that it states; of another expression the names have what
 * it asks of them.
 */
export function decisionInputs(
  decision: Decision,
  decisions: ReadonlyMap<string, Decision>,
): readonly DecisionInput[] {
  return readings(decision, decisions, new Set()).flatMap(({ value, of, hidden }) =>
    pathsIn(value, of).filter(({ path: [root = ''] }) => !hidden.has(root)),
  );
}

/** A FEEL text that a decision evaluates on variables of its caller. */
export interface DecisionRead {
  readonly expression: Expression;
  readonly expected: readonly ValueKind[];
}

/** The expressions that a decision and those it requires evaluate on variables, at `place`. */
export function decisionReads(
  decision: Decision,
  decisions: ReadonlyMap<string, Decision>,
  place: Place,
): readonly DecisionRead[] {
  return readings(decision, decisions, new Set()).flatMap(({ value, of, hidden }) => {
    const expression = { text: `=${value.name}`, isFeel: true, place };
    const paths = expressionPaths(expression);
    const kinds = [...(kindsOfSchema(statedSchema(value, of), new Map()) ?? [])];
    const expected = VALUE_KINDS.filter((kind) => kinds.includes(kind));
    return paths.length === 0 || paths.some(([root = '']) => hidden.has(root))
      ? []
      : [{ expression, expected }];
  });
}

const VALUE_KINDS: readonly ValueKind[] = ['string', 'number', 'boolean', 'array', 'object'];

interface Reading {
  readonly value: DecisionValue;
  readonly of: Decision;
  /** Names of the results of required decisions. */
  readonly hidden: ReadonlySet<string>;
}

function readings(
  decision: Decision,
  decisions: ReadonlyMap<string, Decision>,
  seen: Set<string>,
): readonly Reading[] {
  if (seen.has(decision.id)) {
    return [];
  }
  seen.add(decision.id);
  const required = decision.requiredDecisions.flatMap((id) => decisions.get(id) ?? []);
  const hidden = new Set(required.map(({ resultName }) => resultName));
  const own = decisionInputTypes(decision).map((value) => ({
    value: { ...value, name: withoutEquals(value.name) },
    of: decision,
    hidden,
  }));
  return [...own, ...required.flatMap((each) => readings(each, decisions, seen))];
}

/** DMN texts are FEEL as they stand; a leading `=` is forgiven. */
function withoutEquals(text: string): string {
  return text.trim().replace(/^=/, '');
}

function pathsIn(value: DecisionValue, decision: Decision): readonly DecisionInput[] {
  const place = { file: '', line: 1, column: 1 };
  const node = parseQuietly({ text: `=${value.name}`, isFeel: true, place });
  if (node === undefined) {
    return []; // the decision's own check reports it
  }
  if (node.kind === 'reference') {
    return [{ path: node.names, schema: statedSchema(value, decision) }];
  }
  const demands = new Map<string, Demand>();
  const demandOn = (name: string): Demand => {
    const demand = demands.get(name) ?? new Demand();
    demands.set(name, demand);
    return demand;
  };
  collectDemands(node, { evidence: { place, text: value.name }, demandOn });
  return [...demands].map(([name, demand]) => ({ path: [name], schema: demand.schema() }));
}
