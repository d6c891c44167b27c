import {
  isList,
  isRecord,
  member,
  stringMember,
  stringsMember,
  type Json,
  type JsonRecord,
} from '../json.js';
import { referenceKey } from '../read/schema-bundle.js';
import { docComment, propertyKey, stringLiteral } from './text.js';

/** How a schema turns into a type. */
export interface TypeContext {
  readonly indent: string;
  /** Type of a value that no schema describes: `unknown` where it is read, `JsonValue` where written. */
  readonly anything: 'unknown' | 'JsonValue';
  /** Type name of a referenced schema by its key; undefined for one that does not exist. */
  readonly nameOf: (key: string) => string | undefined;
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/**
 * The TypeScript type of the values that a JSON Schema (2020-12) accepts, as far as types can say it:
 * formats, patterns and ranges are left to run time. Objects are `readonly` and closed unless
 * `additionalProperties` says otherwise; a property is optional unless `required` lists it.
 */
export function schemaType(schema: Json, context: TypeContext): string {
  if (!isRecord(schema)) {
    return schema === false ? 'never' : context.anything;
  }
  const parts = [
    ...referenceParts(schema, context),
    ...valueParts(schema),
    ...branchParts(schema, context),
    ...listMember(schema, 'allOf').map((item) => schemaType(item, context)),
  ];
  const literal = member(schema, 'const') !== undefined || member(schema, 'enum') !== undefined;
  const structural = literal ? [] : typeParts(schema, context);
  const all = [...new Set([...structural, ...parts])].filter((part) => part !== context.anything);
  return all.length === 0 ? context.anything : intersection(all);
}

/** Joins types with `|`: equal ones once, `never` dropped, and just `unknown` when one is. */
export function union(types: readonly string[]): string {
  const distinct = [...new Set(types)].filter((type) => type !== 'never');
  if (distinct.includes('unknown')) {
    return 'unknown';
  }
  return distinct.length === 0 ? 'never' : distinct.join(' | ');
}

function intersection(types: readonly string[]): string {
  const [only] = types;
  if (types.length === 1 && only !== undefined) {
    return only;
  }
  return types.map((type) => (isUnion(type) ? `(${type})` : type)).join(' & ');
}

/** True when a type has a `|` outside of brackets and literals, so that it needs parentheses. */
function isUnion(type: string): boolean {
  return unionParts(type).length > 1;
}

/** The members of a union at its top level; brackets, literals and comments are jumped over. */
function unionParts(type: string): readonly string[] {
  const tokens = type.match(TYPE_TOKENS) ?? [];
  const parts = [''];
  let depth = 0;
  for (const token of tokens) {
    depth += '([{<'.includes(token) ? 1 : ')]}>'.includes(token) ? -1 : 0;
    if (token === '|' && depth === 0) {
      parts.push('');
    } else {
      parts.push(`${parts.pop() ?? ''}${token}`);
    }
  }
  return parts.map((part) => part.trim());
}

const TYPE_TOKENS = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|[^]/gu;
const WIDTH = 100;

/**
 * `<start> <type>;` on one line where it fits in 100 columns; a longer union gets a line a member, as
 * prettier would lay it out.
 */
export function declaration(start: string, type: string, indent = ''): string {
  const line = `${indent}${start} ${type};`;
  const parts = unionParts(type);
  return line.length <= WIDTH || type.includes('\n') || parts.length === 1
    ? line
    : `${indent}${start}\n${parts.map((part) => `${indent}  | ${part}`).join('\n')};`;
}

function referenceParts(schema: JsonRecord, context: TypeContext): readonly string[] {
  const reference = stringMember(schema, '$ref');
  return reference === undefined
    ? []
    : [context.nameOf(referenceKey(reference)) ?? context.anything];
}

function valueParts(schema: JsonRecord): readonly string[] {
  const constant = member(schema, 'const');
  if (constant !== undefined) {
    return [literalType(constant)];
  }
  const values = member(schema, 'enum');
  return isList(values) ? [union(values.map(literalType))] : [];
}

/** A type of exactly one JSON value. */
function literalType(value: Json): string {
  if (typeof value === 'string') {
    return stringLiteral(value);
  }
  if (isList(value)) {
    return `readonly [${value.map(literalType).join(', ')}]`;
  }
  if (isRecord(value)) {
    const members = Object.entries(value).map(
      ([key, item]) => `readonly ${propertyKey(key)}: ${literalType(item)}`,
    );
    return `{ ${members.join('; ')} }`;
  }
  return String(value);
}

function branchParts(schema: JsonRecord, context: TypeContext): readonly string[] {
  return ['anyOf', 'oneOf'].flatMap((keyword) => {
    const branches = listMember(schema, keyword);
    return branches.length === 0
      ? []
      : [union(branches.map((branch) => schemaType(branch, context)))];
  });
}

function typeParts(schema: JsonRecord, context: TypeContext): readonly string[] {
  const single = stringMember(schema, 'type');
  const types = single === undefined ? stringsMember(schema, 'type') : [single];
  if (types.length > 0) {
    return [union(types.map((type) => oneType(type, schema, context)))];
  }
  // Without `type`, `properties` or `items` still tell what is meant.
  if (['properties', 'patternProperties', 'additionalProperties'].some((key) => key in schema)) {
    return [objectType(schema, context)];
  }
  return 'items' in schema || 'prefixItems' in schema ? [arrayType(schema, context)] : [];
}

function oneType(type: string, schema: JsonRecord, context: TypeContext): string {
  if (type === 'object') {
    return objectType(schema, context);
  }
  return type === 'array' ? arrayType(schema, context) : (SCALARS[type] ?? 'never');
}

function arrayType(schema: JsonRecord, context: TypeContext): string {
  const prefix = listMember(schema, 'prefixItems').map((item) => schemaType(item, context));
  const rest = schemaType(member(schema, 'items') ?? true, context);
  if (prefix.length > 0) {
    const required = member(schema, 'minItems');
    const count = typeof required === 'number' ? required : 0;
    const items = prefix.map((item, index) =>
      index < count ? item : `${isUnion(item) ? `(${item})` : item}?`,
    );
    const tail = member(schema, 'items') === false ? [] : [`...${listOf(rest)}`];
    return `readonly [${[...items, ...tail].join(', ')}]`;
  }
  return `readonly ${listOf(rest)}`;
}

function listOf(item: string): string {
  const compound = isUnion(item) || item.includes(' & ') || item.startsWith('readonly ');
  return compound ? `(${item})[]` : `${item}[]`;
}

/** A closed or open object type over several lines, properties in the order of the schema. */
function objectType(schema: JsonRecord, context: TypeContext): string {
  const properties = member(schema, 'properties');
  const required = new Set(stringsMember(schema, 'required'));
  const inner = { ...context, indent: `${context.indent}  ` };
  const declared = isRecord(properties) ? Object.entries(properties) : [];
  const members = declared.map(([name, property]) => {
    const type = schemaType(property, inner);
    const optional = required.has(name) ? '' : '?';
    const comment = docComment([describe(property)], { indent: inner.indent });
    const start = `readonly ${propertyKey(name)}${optional}:`;
    return { text: `${comment}${declaration(start, type, inner.indent)}`, type };
  });
  const open = indexType(schema, inner);
  if (open !== undefined) {
    const undefinable = declared.some(([name]) => !required.has(name)) ? ['undefined'] : [];
    // Every member has to fit the index type; whatever is JSON fits `JsonValue`.
    const own = open === context.anything ? [] : members.map(({ type }) => type);
    const wide = union([open, ...own, ...undefinable]);
    members.push({ text: `${inner.indent}readonly [name: string]: ${wide};`, type: open });
  }
  return members.length === 0
    ? emptyObject(schema, context)
    : `{\n${members.map(({ text }) => text).join('\n')}\n${context.indent}}`;
}

/** An object without properties is empty when it is closed or lists none, else it is any object. */
function emptyObject(schema: JsonRecord, context: TypeContext): string {
  const additional = member(schema, 'additionalProperties');
  const closed = additional === undefined && isRecord(member(schema, 'properties'));
  if (closed || additional === false) {
    return 'Readonly<Record<string, never>>';
  }
  return `Readonly<Record<string, ${context.anything}>>`;
}

/** Type of properties that are not named, or undefined for a closed object. */
function indexType(schema: JsonRecord, context: TypeContext): string | undefined {
  const additional = member(schema, 'additionalProperties');
  const patterns = member(schema, 'patternProperties');
  const types = [
    ...(isRecord(patterns) ? Object.values(patterns) : []),
    ...(additional === true || isRecord(additional) ? [additional] : []),
  ];
  return types.length === 0 ? undefined : union(types.map((type) => schemaType(type, context)));
}

function describe(schema: Json): string | undefined {
  return stringMember(schema, 'description') ?? stringMember(schema, 'title');
}

function listMember(schema: JsonRecord, key: string): readonly Json[] {
  const found = member(schema, key);
  return isList(found) ? found : [];
}
