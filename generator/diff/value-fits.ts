import { isList, isRecord, member, sameJson, stringsMember, type Json } from '../json.js';
import { acceptsAnything, dereference, typesOf, type Definitions } from '../plan/schema-algebra.js';

/** True when a schema plainly accepts a value; formats, patterns and open ranges are taken not to. */
export function valueFits(value: Json, given: Json, definitions: Definitions): boolean {
  const schema = dereference(given, definitions);
  if (!isRecord(schema)) {
    return schema === true;
  }
  if (acceptsAnything(schema)) {
    return true;
  }
  const branches = member(schema, 'anyOf') ?? member(schema, 'oneOf');
  if (isList(branches)) {
    return branches.some((branch) => valueFits(value, branch, definitions));
  }
  const parts = member(schema, 'allOf');
  if (isList(parts) && !parts.every((part) => valueFits(value, part, definitions))) {
    return false;
  }
  const values = member(schema, 'enum');
  const only = member(schema, 'const');
  return (
    (only === undefined || sameJson(only, value)) &&
    (!isList(values) || values.some((each) => sameJson(each, value))) &&
    typeFits(value, schema) &&
    member(schema, 'pattern') === undefined &&
    member(schema, 'format') === undefined &&
    member(schema, 'exclusiveMinimum') === undefined &&
    member(schema, 'exclusiveMaximum') === undefined &&
    member(schema, 'multipleOf') === undefined &&
    sizeFits(value, schema) &&
    membersFit(value, schema, definitions)
  );
}

function typeFits(value: Json, schema: Json): boolean {
  const types = typesOf(schema);
  const whole = typeof value === 'number' && Number.isInteger(value);
  return (
    types.length === 0 || types.includes(typeOf(value)) || (whole && types.includes('integer'))
  );
}

function typeOf(value: Json): string {
  return value === null ? 'null' : isList(value) ? 'array' : typeof value;
}

function sizeFits(value: Json, schema: Json): boolean {
  const size =
    typeof value === 'number'
      ? value
      : typeof value === 'string' || isList(value)
        ? value.length
        : undefined;
  const limits = (keys: readonly string[]): readonly number[] =>
    keys.map((key) => member(schema, key)).filter((limit) => typeof limit === 'number');
  const kind = typeof value === 'number' ? 'imum' : isList(value) ? 'Items' : 'Length';
  return (
    size === undefined ||
    (limits([`min${kind}`]).every((limit) => size >= limit) &&
      limits([`max${kind}`]).every((limit) => size <= limit))
  );
}

function membersFit(value: Json, schema: Json, definitions: Definitions): boolean {
  const items = member(schema, 'items');
  if (isList(value)) {
    return items === undefined || value.every((item) => valueFits(item, items, definitions));
  }
  if (!isRecord(value)) {
    return true;
  }
  const properties = member(schema, 'properties');
  return (
    stringsMember(schema, 'required').every((name) => Object.hasOwn(value, name)) &&
    Object.entries(isRecord(properties) ? properties : {}).every(
      ([name, property]) =>
        !Object.hasOwn(value, name) || valueFits(value[name] ?? null, property, definitions),
    )
  );
}
