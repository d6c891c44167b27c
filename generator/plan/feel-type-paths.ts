import { isList, member, type Json } from '../json.js';
import { NUMBER, TEMPORAL } from './feel-type-operators.js';
import {
  anyOf,
  dereference,
  nullable,
  propertiesOf,
  typesOf,
  type Definitions,
} from './schema-algebra.js';

const TEMPORAL_NUMBERS = new Set(
  'year month day weekday hour minute second years months days hours minutes seconds'.split(' '),
);

/** What reading a property needs to know. */
export interface PathScope {
  readonly definitions: Definitions;
  /** True when schemas say which properties can be missing. */
  readonly knowsOptional?: boolean;
}

/**
 * The schema of `value.name` as FEEL reads it: of a list it is the list of its items' properties, of
 * null it is null. `true` when nothing describes it.
 */
export function readProperty(value: Json, name: string, scope: PathScope): Json {
  if (value === TEMPORAL) {
    return TEMPORAL_NUMBERS.has(name) ? NUMBER : true;
  }
  const schema = dereference(value, scope.definitions);
  const branches = member(schema, 'anyOf') ?? member(schema, 'oneOf');
  if (isList(branches)) {
    return anyOf(branches.map((branch) => readProperty(branch, name, scope)));
  }
  const types = typesOf(schema);
  if (types.length === 1 && types[0] === 'null') {
    return { type: 'null' };
  }
  if (types.length === 1 && types[0] === 'array') {
    return { type: 'array', items: readProperty(member(schema, 'items') ?? true, name, scope) };
  }
  const property = propertiesOf(schema, scope.definitions).findLast((each) => each.name === name);
  if (property === undefined) {
    return true;
  }
  const missing = scope.knowsOptional === true && !property.required;
  return missing || types.includes('null') ? nullable(property.schema) : property.schema;
}
