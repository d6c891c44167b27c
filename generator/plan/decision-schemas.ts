import {
  decisionOutputType,
  type Decision,
  type DecisionTable,
  type DecisionValue,
} from '../../model/dmn/index.js';
import type { Json } from '../json.js';
import { statedSchema, typeSchema } from './decision-types.js';
import { expressionSchema, parseQuietly, type ExpressionScope } from './feel-type.js';
import { acceptsAnything, anyOf, nullable, objectSchema, schemaAtPath } from './schema-algebra.js';
import { areDisjoint, kindsOfSchema } from './schema-kinds.js';

/** Decisions by id. */
type Decisions = ReadonlyMap<string, Decision>;

const NO_DEFINITIONS = new Map<string, Json>();
const MAX_REQUIRED = 20;

/**
 * The schema of a decision's result: of each output what its column states, or the values that its
 * rules write out; of a literal expression what it states, or what its FEEL gives. `decisions` are
 * those that it may require.
 */
export function resultSchema(
  decision: Decision,
  decisions: Decisions = new Map(),
  depth = 0,
): Json {
  const { values, isList, canBeNull } = decisionOutputType(decision);
  const scope = decisionScope(decision, decisions, depth);
  const schemas = values.map((value, at) => ({
    name: value.name,
    schema: valueSchema(value, { decision, at, scope }),
    required: true,
  }));
  const [only] = schemas;
  const one: Json =
    schemas.length === 1 && only !== undefined
      ? only.schema
      : objectSchema(schemas, { open: false });
  const result: Json = isList ? { type: 'array', items: one } : one;
  return canBeNull ? nullable(result) : result;
}

interface ValueContext {
  readonly decision: Decision;
  /** Number of the output column. */
  readonly at: number;
  readonly scope: ExpressionScope;
}

function valueSchema(value: DecisionValue, { decision, at, scope }: ValueContext): Json {
  const { logic } = decision;
  const stated = statedSchema(value, decision);
  const aggregated = logic.kind === 'decisionTable' && logic.aggregation !== undefined;
  if ((logic.kind !== 'literalExpression' && logic.kind !== 'decisionTable') || aggregated) {
    return stated;
  }
  const found =
    logic.kind === 'literalExpression'
      ? feelSchema(logic.text, scope)
      : entriesSchema(logic, at, scope);
  // The engine does not convert results to the type of their column, so what rules write counts.
  const contradicts = areDisjoint(
    kindsOfSchema(stated, NO_DEFINITIONS),
    kindsOfSchema(found, NO_DEFINITIONS),
  );
  return acceptsAnything(stated) || contradicts || isListed(found) ? found : stated;
}

/** What the rules of a table write into a column; an empty entry writes null. */
function entriesSchema(table: DecisionTable, at: number, scope: ExpressionScope): Json {
  const texts = table.rules.map((rule) => rule.outputEntries[at]?.text ?? '');
  const last = table.outputs[at]?.defaultValue;
  return anyOf(
    [...texts, ...(last === undefined ? [] : [last])].map((text) =>
      text.trim() === '' ? { type: 'null' } : feelSchema(text, scope),
    ),
  );
}

function feelSchema(text: string, scope: ExpressionScope): Json {
  return expressionSchema(feel(text), scope);
}

/** A leading `=`, as BPMN writes it, is forgiven. */
function feel(text: string) {
  const own = text.trim().replace(/^=/, '');
  return { text: `=${own}`, isFeel: true, place: { file: '', line: 1, column: 1 } };
}

/** True for a list of texts, with or without null: it says more than `string`. */
function isListed(schema: Json): boolean {
  const branches =
    typeof schema === 'object' && schema !== null && 'anyOf' in schema ? schema.anyOf : [schema];
  return (
    Array.isArray(branches) &&
    branches.every(
      (each: Json) =>
        typeof each === 'object' &&
        each !== null &&
        ('enum' in each || 'const' in each || ('type' in each && each.type === 'null')),
    )
  );
}

/** What the expressions of a decision see: its inputs, and the results of those it requires. */
function decisionScope(decision: Decision, decisions: Decisions, depth: number): ExpressionScope {
  const known = new Map<string, Json>();
  for (const { name, typeRef } of decision.requiredInputs) {
    known.set(name, typeSchema(typeRef, decision.types));
  }
  for (const column of decision.logic.kind === 'decisionTable' ? decision.logic.inputs : []) {
    const node = parseQuietly(feel(column.expression));
    const [name = '', ...rest] = node?.kind === 'reference' ? node.names : [];
    if (name !== '' && rest.length === 0 && acceptsAnything(known.get(name) ?? true)) {
      known.set(name, statedSchema(column, decision));
    }
  }
  for (const id of depth > MAX_REQUIRED ? [] : decision.requiredDecisions) {
    const required = decisions.get(id);
    if (required !== undefined) {
      known.set(required.resultName, resultSchema(required, decisions, depth + 1));
    }
  }
  return {
    definitions: NO_DEFINITIONS,
    schemaAt: ([root = '', ...rest]) => {
      const schema = known.get(root);
      return schema === undefined ? undefined : schemaAtPath(schema, rest, NO_DEFINITIONS);
    },
    isCertain: () => true,
  };
}
