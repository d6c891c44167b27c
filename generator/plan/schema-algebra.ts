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

/** Accepts whatever one of the schemas accepts; equal ones count once. */
export function anyOf(schemas: readonly Json[]): Json {
  const flat = schemas.flatMap((schema) => onlyMember(schema, 'anyOf') ?? [schema]);
  const distinct = distinctSchemas(flat);
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

/** The schema of an array's items, or undefined. */
export function itemsOf(schema: Json, definitions: Definitions): Json | undefined {
  return valueAt(dereference(schema, definitions), '/items');
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

function onlyMember(schema: Json, key: string): readonly Json[] | undefined {
  const found = member(schema, key);
  return isRecord(schema) && Object.keys(schema).length === 1 && isList(found) ? found : undefined;
}

function distinctSchemas(schemas: readonly Json[]): readonly Json[] {
  return schemas.filter(
    (schema, index) => schemas.findIndex((other) => sameJson(other, schema)) === index,
  );
}
