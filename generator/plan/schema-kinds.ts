import { isList, isRecord, member, type Json } from '../json.js';
import { dereference, typesOf, type Definitions } from './schema-algebra.js';

/**
 * The JSON types of the values that a schema accepts, `integer` counted as `number`; undefined when it
 * does not plainly say.
 */
export function kindsOfSchema(
  schema: Json,
  definitions: Definitions,
): ReadonlySet<string> | undefined {
  const resolved = dereference(schema, definitions);
  if (!isRecord(resolved)) {
    return undefined;
  }
  const types = typesOf(resolved);
  if (types.length > 0) {
    return new Set(types.map((type) => (type === 'integer' ? 'number' : type)));
  }
  const values = valuesOf(resolved);
  if (values !== undefined) {
    return new Set(values.map(kindOf));
  }
  const branches = member(resolved, 'anyOf') ?? member(resolved, 'oneOf');
  if (!isList(branches)) {
    return isRecord(member(resolved, 'properties')) ? new Set(['object']) : undefined;
  }
  const kinds = branches.map((branch) => kindsOfSchema(branch, definitions));
  return kinds.some((each) => each === undefined)
    ? undefined
    : new Set(kinds.flatMap((each) => [...(each ?? [])]));
}

/** True when no value but null fits both. */
export function areDisjoint(
  left: ReadonlySet<string> | undefined,
  right: ReadonlySet<string> | undefined,
): boolean {
  const [a, b] = [left, right].map((kinds) => [...(kinds ?? [])].filter((kind) => kind !== 'null'));
  return (
    a !== undefined &&
    b !== undefined &&
    a.length > 0 &&
    b.length > 0 &&
    !a.some((kind) => b.includes(kind))
  );
}

/** The only values that a schema accepts, null left out; undefined when it does not list them. */
export function listedValues(schema: Json, definitions: Definitions): readonly Json[] | undefined {
  const resolved = dereference(schema, definitions);
  const values = valuesOf(resolved);
  if (values !== undefined) {
    return values.filter((value) => value !== null);
  }
  const branches = member(resolved, 'anyOf') ?? member(resolved, 'oneOf');
  if (!isList(branches)) {
    return typesOf(resolved).join() === 'null' ? [] : undefined;
  }
  const lists = branches.map((branch) => listedValues(branch, definitions));
  return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

function valuesOf(schema: Json): readonly Json[] | undefined {
  const constant = member(schema, 'const');
  const values = member(schema, 'enum');
  return constant !== undefined ? [constant] : isList(values) ? values : undefined;
}

/** The JSON type of a value. */
export function kindOf(value: Json): string {
  return value === null ? 'null' : isList(value) ? 'array' : typeof value;
}

/** `number or string`: kinds in a message. */
export function kindsText(kinds: Iterable<string>): string {
  return [...kinds].sort().join(' or ');
}
