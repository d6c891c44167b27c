import type { ArithmeticOperator } from './feel-type-nodes.js';
import type { Json } from '../json.js';
import { dereference, typesOf, withoutNull, type Definitions } from './schema-algebra.js';

/** Schemas of FEEL's simple values. */
export const NUMBER: Json = { type: 'number' };
export const INTEGER: Json = { type: 'integer' };
export const STRING: Json = { type: 'string' };
export const BOOLEAN: Json = { type: 'boolean' };
/**
 * A date, time or duration while an expression works with it: told by identity, because in a variable
 * it is a text like any other.
 */
export const TEMPORAL: Json = { type: 'string' };

/** The schema of `left operator right`; `true` where the operands are not known. */
export function arithmeticSchema(
  operator: ArithmeticOperator,
  operands: readonly Json[],
  definitions: Definitions,
): Json {
  const [left = true, right = true] = operands.map((each) =>
    each === TEMPORAL ? each : withoutNull(dereference(each, definitions)),
  );
  if (isNumeric(left) && isNumeric(right)) {
    return NUMBER;
  }
  if (left === TEMPORAL || right === TEMPORAL) {
    return temporalSchema(operator, left, right);
  }
  if (operator === '**') {
    return NUMBER;
  }
  if (operator === '+') {
    return isText(left) || isText(right) ? STRING : true;
  }
  // A number less something, or divided by something, can only be a number.
  return operator !== '*' && isNumeric(left) ? NUMBER : true;
}

function temporalSchema(operator: ArithmeticOperator, left: Json, right: Json): Json {
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return TEMPORAL;
    case '/':
      return isNumeric(right) ? TEMPORAL : left === right ? NUMBER : true;
    case '**':
      return true;
  }
}

function isNumeric(schema: Json): boolean {
  const types = typesOf(schema);
  return types.length > 0 && types.every((type) => ['number', 'integer', 'null'].includes(type));
}

function isText(schema: Json): boolean {
  const types = typesOf(schema);
  return types.length > 0 && types.every((type) => type === 'string');
}
