import {
  decisionOutputType,
  type Decision,
  type DecisionValue,
  type DmnModel,
} from '../../model/dmn/index.js';
import type { Process } from '../../model/index.js';
import type { Json } from '../json.js';
import { placedNodes } from './placed-node.js';
import { anyOf, nullable } from './schema-algebra.js';

/** JSON types of DMN's `typeRef`s; dates, times and durations are ISO 8601 strings in variables. */
const TYPES: Readonly<Record<string, Json>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  long: { type: 'integer' },
  double: { type: 'number' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string' },
  dateTime: { type: 'string' },
  dayTimeDuration: { type: 'string' },
  yearMonthDuration: { type: 'string' },
};

/**
 * Schemas of the variables that decisions write, by name, from the decision tables among the sources.
 * A result variable that an output mapping sends elsewhere is not a process variable.
 */
export function decisionSchemas(
  process: Process,
  models: readonly DmnModel[],
): ReadonlyMap<string, Json> {
  const decisions = new Map(
    models.flatMap((model) => model.decisions.map((each) => [each.id, each])),
  );
  const found = new Map<string, Json[]>();
  for (const { node } of placedNodes(process)) {
    const called = node.kind === 'businessRuleTask' ? node.calledDecision : undefined;
    const decision =
      called === undefined || called.decisionId.isFeel
        ? undefined
        : decisions.get(called.decisionId.text);
    const targets = node.ioMapping?.outputs ?? [];
    const stays =
      called !== undefined &&
      (targets.length === 0 || targets.some(({ target }) => target === called.resultVariable));
    if (decision !== undefined && stays) {
      const schemas = found.get(called.resultVariable) ?? [];
      found.set(called.resultVariable, [...schemas, resultSchema(decision)]);
    }
  }
  return new Map([...found].map(([name, schemas]) => [name, anyOf(schemas)]));
}

/** The schema of a decision's result, as its output columns state it. */
export function resultSchema(decision: Decision): Json {
  const { values, isList, canBeNull } = decisionOutputType(decision);
  const [only] = values;
  const one: Json =
    values.length === 1 && only !== undefined
      ? valueSchema(only)
      : {
          type: 'object',
          properties: Object.fromEntries(values.map((value) => [value.name, valueSchema(value)])),
          required: values.map(({ name }) => name),
        };
  const result: Json = isList ? { type: 'array', items: one } : one;
  return canBeNull ? nullable(result) : result;
}

function valueSchema({ typeRef }: DecisionValue): Json {
  return typeSchema(typeRef);
}

/** The schema of a DMN type; anything where there is none, or one of the model's own. */
export function typeSchema(typeRef: string | undefined): Json {
  return typeRef !== undefined && Object.hasOwn(TYPES, typeRef) ? (TYPES[typeRef] ?? true) : true;
}
