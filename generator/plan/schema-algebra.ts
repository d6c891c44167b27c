import {
  isList,
  isRecord,
  member,
  sameJson,
  stringMember,
  stringsMember,
  type Json,
} from '../json.js';
import { referenceKey, valueAt } from '../read/schema-bundle.js';

/** Schemas by their key in `$defs`. */
export type Definitions = ReadonlyMap<string, Json>;

/** A list of which nothing but its emptiness is known. */
export const EMPTY_LIST: Json = Object.freeze({ type: 'array', maxItems: 0 });

/**
 * Accepts whatever one of the schemas accepts; equal ones and those that another includes plainly
 * count once: texts of one value become one list of values, or vanish in `string`.
 */
export function anyOf(schemas: readonly Json[]): Json {
  const flat = schemas.flatMap((schema) => onlyMember(schema, 'anyOf') ?? [schema]);
  const distinct = distinctSchemas(joinLiterals(withoutIncluded(flat)));
  const [only] = distinct;
  if (distinct.some(acceptsAnything)) {
    return true;
  }
  return distinct.length === 1 && only !== undefined ? only : { anyOf: distinct };
}

/** Accepts only what all of the schemas accept; equal ones count once. */
export function allOf(schemas: readonly Json[]): Json {
  const distinct = distinctSchemas(schemas).filter((schema) => !acceptsAnything(schema));
  const [only] = distinct;
  if (only === undefined) {
    return true;
  }
  return distinct.length === 1 ? only : { allOf: distinct };
}

/** The schema, or null. */
export function nullable(schema: Json): Json {
  return acceptsNull(schema) ? schema : anyOf([schema, { type: 'null' }]);
}

/** The schema without null, as far as that can be told from it. */
export function withoutNull(schema: Json): Json {
  const branches = onlyMember(schema, 'anyOf');
  if (branches !== undefined) {
    return anyOf(branches.filter((branch) => typesOf(branch).join() !== 'null'));
  }
  const types = typesOf(schema);
  if (!isRecord(schema) || types.length < 2 || !types.includes('null')) {
    return schema;
  }
  const rest = types.filter((type) => type !== 'null');
  return { ...schema, type: rest.length === 1 ? (rest[0] ?? 'null') : rest };
}

/** True when null is plainly accepted; a reference is taken not to accept it. */
export function acceptsNull(schema: Json): boolean {
  if (!isRecord(schema)) {
    return schema === true;
  }
  const values = member(schema, 'enum');
  const branches = member(schema, 'anyOf') ?? member(schema, 'oneOf');
  return (
    acceptsAnything(schema) ||
    member(schema, 'const') === null ||
    (isList(values) && values.includes(null)) ||
    (values === undefined && typesOf(schema).includes('null')) ||
    (isList(branches) && branches.some(acceptsNull))
  );
}

/** True for `true`, `{}` and schemas that hold nothing but words for people. */
export function acceptsAnything(schema: Json): boolean {
  return (
    schema === true ||
    (isRecord(schema) &&
      Object.keys(schema).every((key) =>
        ['title', 'description', 'examples', '$comment'].includes(key),
      ))
  );
}

/** The `type` keyword as a list. */
export function typesOf(schema: Json): readonly string[] {
  const single = stringMember(schema, 'type');
  return single === undefined ? stringsMember(schema, 'type') : [single];
}

/** Follows `$ref` until a schema that is not merely a reference. */
export function dereference(schema: Json, definitions: Definitions): Json {
  let current = schema;
  for (let step = 0; step < 50; step += 1) {
    const reference = stringMember(current, '$ref');
    if (reference === undefined) {
      return current;
    }
    current = definitions.get(referenceKey(reference)) ?? true;
  }
  return true;
}

/** One property of an object schema, and whether it is certain to be there. */
export interface SchemaProperty {
  readonly name: string;
  readonly schema: Json;
  readonly required: boolean;
}

/** The properties of an object schema, those of its `allOf` parts and of references included. */
export function propertiesOf(schema: Json, definitions: Definitions): readonly SchemaProperty[] {
  const resolved = dereference(schema, definitions);
  const parts = member(resolved, 'allOf');
  const inherited = isList(parts) ? parts.flatMap((part) => propertiesOf(part, definitions)) : [];
  const required = new Set(stringsMember(resolved, 'required'));
  const own = member(resolved, 'properties');
  const declared = isRecord(own)
    ? Object.entries(own).map(([name, property]) => ({
        name,
        schema: property,
        required: required.has(name),
      }))
    : [];
  return [...inherited, ...declared];
}

/** The schema of the value at a path of property names, or undefined when nothing describes it. */
export function schemaAtPath(
  schema: Json,
  path: readonly string[],
  definitions: Definitions,
): Json | undefined {
  let current: Json | undefined = schema;
  for (const name of path) {
    if (current === undefined) {
      return undefined;
    }
    current = propertiesOf(current, definitions).find((property) => property.name === name)?.schema;
  }
  return current;
}

/** The schema of an array's items, or undefined; that the array may be null does not matter. */
export function itemsOf(schema: Json, definitions: Definitions): Json | undefined {
  const resolved = dereference(schema, definitions);
  const lists = (onlyMember(resolved, 'anyOf') ?? []).filter(
    (branch) => typesOf(dereference(branch, definitions)).join() !== 'null',
  );
  const [list] = lists;
  return lists.length === 1 && list !== undefined
    ? itemsOf(list, definitions)
    : valueAt(resolved, '/items');
}

/** An object schema of named properties. */
export function objectSchema(
  properties: readonly SchemaProperty[],
  options: { readonly open: boolean },
): Json {
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
    required: properties.filter(({ required }) => required).map(({ name }) => name),
    ...(options.open ? { additionalProperties: true } : {}),
  };
}

/** Leaves out what a plain schema beside it includes: integers in numbers, empty lists in lists. */
function withoutIncluded(schemas: readonly Json[]): readonly Json[] {
  const numbers = schemas.some((schema) => isPlain(schema, 'number'));
  const lists = schemas.some(
    (schema) => schema !== EMPTY_LIST && typesOf(schema).includes('array'),
  );
  return schemas.filter(
    (schema) => !(numbers && isPlain(schema, 'integer')) && !(lists && schema === EMPTY_LIST),
  );
}

function joinLiterals(schemas: readonly Json[]): readonly Json[] {
  const literals = schemas.flatMap((schema) => literalTexts(schema) ?? []);
  const text = schemas.some((schema) => isPlain(schema, 'string'));
  if (literals.length < 2 && !text) {
    return schemas;
  }
  const values = [...new Set(literals)];
  const [first = ''] = values;
  const joined: Json =
    values.length === 1 ? { type: 'string', const: first } : { type: 'string', enum: values };
  const at = schemas.findIndex((schema) => literalTexts(schema) !== undefined);
  return schemas.flatMap((schema, index) =>
    literalTexts(schema) === undefined ? [schema] : index === at && !text ? [joined] : [],
  );
}

/** The values of a schema that is nothing but a list of texts. */
function literalTexts(schema: Json): readonly string[] | undefined {
  if (!isRecord(schema) || Object.keys(schema).length !== 2 || schema.type !== 'string') {
    return undefined;
  }
  const constant = stringMember(schema, 'const');
  const values = member(schema, 'enum');
  return constant !== undefined
    ? [constant]
    : isList(values) && values.every((value) => typeof value === 'string')
      ? values
      : undefined;
}

function isPlain(schema: Json, type: string): boolean {
  return isRecord(schema) && Object.keys(schema).length === 1 && schema.type === type;
}

function onlyMember(schema: Json, key: string): readonly Json[] | undefined {
  const found = member(schema, key);
  return isRecord(schema) && Object.keys(schema).length === 1 && isList(found) ? found : undefined;
}

function distinctSchemas(schemas: readonly Json[]): readonly Json[] {
  return schemas.filter(
    (schema, index) => schemas.findIndex((other) => sameJson(other, schema)) === index,
  );
}
