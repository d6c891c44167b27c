import { isList, isRecord, member, stringMember, type Json, type JsonRecord } from '../json.js';

/** Schemas by name, for `#/$defs/…`. */
export type Definitions = ReadonlyMap<string, Json>;

const byFormat: Readonly<Record<string, string>> = {
  date: '2030-01-01',
  'date-time': '2030-01-01T00:00:00Z',
  time: '00:00:00Z',
  duration: 'PT1H',
  email: 'someone@example.org',
  uri: 'https://example.org/',
  uuid: '00000000-0000-4000-8000-000000000001',
};

/** A schema with its references followed. */
export function resolved(schema: Json | undefined, definitions: Definitions): JsonRecord {
  let at = schema;
  for (let depth = 0; depth < 20; depth += 1) {
    const name = /^#\/\$defs\/(.+)$/.exec(stringMember(at, '$ref') ?? '')?.[1];
    if (name === undefined) {
      break;
    }
    at = definitions.get(name);
  }
  return isRecord(at) ? at : {};
}

/** The smallest value that a schema takes, as far as its plain keywords say; null where they do not. */
export function exampleValue(given: Json | undefined, definitions: Definitions, depth = 0): Json {
  const schema = resolved(given, definitions);
  const values = member(schema, 'enum');
  if (schema.const !== undefined) {
    return schema.const;
  }
  if (isList(values)) {
    return values[0] ?? null;
  }
  const variants = [schema.anyOf, schema.oneOf, schema.allOf].find(isList);
  if (variants !== undefined) {
    return exampleValue(variants[0], definitions, depth + 1);
  }
  const type = isList(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'string':
      return exampleText(schema);
    case 'integer':
    case 'number':
      return exampleNumber(schema);
    case 'boolean':
      return true;
    case 'array':
      return depth > 8 ? [] : [exampleValue(schema.items, definitions, depth + 1)];
    case 'object':
      return exampleObject(schema, definitions, depth);
    default:
      return null;
  }
}

function exampleText(schema: JsonRecord): string {
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  return (byFormat[stringMember(schema, 'format') ?? ''] ?? 'example').padEnd(least, 'x');
}

function exampleNumber(schema: JsonRecord): number {
  const { minimum, exclusiveMinimum, maximum } = schema;
  if (typeof minimum === 'number') {
    return minimum;
  }
  if (typeof exclusiveMinimum === 'number') {
    return exclusiveMinimum + 1;
  }
  return typeof maximum === 'number' ? Math.min(1, maximum) : 1;
}

function exampleObject(schema: JsonRecord, definitions: Definitions, depth: number): Json {
  const required = member(schema, 'required');
  const needed = isList(required) ? required.filter((name) => typeof name === 'string') : [];
  const properties = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  // What every object has by birth has another type than the schema says: it must be given, too.
  const names = [...needed, ...properties.filter((name) => name in {} && !needed.includes(name))];
  return Object.fromEntries(
    names.map((name) => [
      name,
      depth > 8 ? null : exampleValue(member(schema.properties, name), definitions, depth + 1),
    ]),
  );
}

/** Whether the plain keywords of a schema allow a value: its type and its list of values. */
export function allows(given: Json | undefined, value: Json, definitions: Definitions): boolean {
  const schema = resolved(given, definitions);
  if (schema.const !== undefined) {
    return schema.const === value;
  }
  if (isList(schema.enum)) {
    return schema.enum.includes(value);
  }
  const variants = [schema.anyOf, schema.oneOf].find(isList);
  if (variants !== undefined) {
    return variants.some((variant) => allows(variant, value, definitions));
  }
  const types = isList(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type];
  return (
    types.length === 0 || types.some((type) => typeof type === 'string' && hasType(value, type))
  );
}

function hasType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return isList(value);
    case 'object':
      return isRecord(value);
    default:
      return typeof value === type;
  }
}
