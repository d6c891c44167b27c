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
import { surelyFits } from './openapi-fits.js';
import { formatSamples } from './openapi-formats.js';
import { patternSample } from './openapi-pattern.js';
import { typesOf } from './schema-algebra.js';

/** Objects nested deeper leave out what is optional. */
const DEEP = 3;
const MAX_DEPTH = 20;
const MOST_ITEMS = 10;

/**
 * A value that fits a schema: the author's own example where there is one, else the plainest that the
 * keywords allow, the same every time. Undefined where none is sure to fit. References are to the
 * component schemas given.
 */
export function exampleOf(schema: Json, schemas: JsonRecord): Json | undefined {
  const found = new ExampleMaker(schemas).make(schema, 0);
  return found !== undefined && surelyFits(found, schema, schemas) ? found : undefined;
}

class ExampleMaker {
  readonly #schemas: JsonRecord;

  constructor(schemas: JsonRecord) {
    this.#schemas = schemas;
  }

  make(schema: Json, depth: number): Json | undefined {
    if (depth > MAX_DEPTH || schema === false) {
      return undefined;
    }
    const whole = this.#merged(schema, 0);
    const given = authorsValue(whole).find((value) => surelyFits(value, whole, this.#schemas));
    return given ?? this.#branch(whole, depth) ?? this.#typed(whole, depth);
  }

  /** The first of `anyOf` or `oneOf` that a value can be made of, together with what stands beside. */
  #branch(schema: JsonRecord, depth: number): Json | undefined {
    for (const keyword of ['oneOf', 'anyOf']) {
      const branches = member(schema, keyword);
      const beside = Object.fromEntries(
        Object.entries(schema).filter(([name]) => name !== keyword),
      );
      for (const branch of isList(branches) ? branches : []) {
        const value = this.make({ allOf: [beside, branch] }, depth + 1);
        if (value !== undefined && surelyFits(value, schema, this.#schemas)) {
          return value;
        }
      }
    }
    return undefined;
  }

  #typed(schema: JsonRecord, depth: number): Json | undefined {
    const [type = impliedType(schema)] = typesOf(schema);
    switch (type) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, depth);
      case 'string':
        return textOf(schema);
      case 'integer':
      case 'number':
        return numberOf(schema, type === 'integer');
      case 'boolean':
        return true;
      default:
        return null;
    }
  }

  #object(schema: JsonRecord, depth: number): Json | undefined {
    const properties = member(schema, 'properties');
    const required = new Set(stringsMember(schema, 'required'));
    const named = isRecord(properties) ? properties : {};
    const names = new Set([...Object.keys(named), ...required]);
    const entries: (readonly [string, Json])[] = [];
    for (const name of names) {
      if (!required.has(name) && depth >= DEEP) {
        continue;
      }
      const property = member(named, name) ?? true;
      const value = this.make(property, depth + 1);
      const sure = value !== undefined && surelyFits(value, property, this.#schemas);
      if (sure) {
        entries.push([name, value]);
      } else if (required.has(name)) {
        return undefined;
      }
    }
    return Object.fromEntries(entries);
  }

  #array(schema: JsonRecord, depth: number): Json | undefined {
    const prefix = member(schema, 'prefixItems');
    const rest = member(schema, 'items') ?? true;
    const fixed = isList(prefix) ? prefix : [];
    const least = Math.max(
      numberMember(schema, 'minItems') ?? 0,
      fixed.length,
      rest === false ? 0 : 1,
    );
    const count = Math.min(least, numberMember(schema, 'maxItems') ?? MOST_ITEMS, MOST_ITEMS);
    const list: Json[] = [];
    for (let index = 0; index < count; index += 1) {
      const item = this.make(fixed[index] ?? rest, depth + 1);
      if (item === undefined) {
        // An array that may be empty is, when no item can be made.
        return (numberMember(schema, 'minItems') ?? 0) === 0 ? [] : undefined;
      }
      list.push(item);
    }
    return list;
  }

  /** References followed and `allOf` folded into one schema. */
  #merged(schema: Json, depth: number): JsonRecord {
    if (!isRecord(schema) || depth > MAX_DEPTH) {
      return {};
    }
    const { $ref, allOf, ...own } = schema;
    const target = typeof $ref === 'string' ? member(this.#schemas, referenceKey($ref)) : undefined;
    const parts = [...(target === undefined ? [] : [target]), ...(isList(allOf) ? allOf : [])];
    return parts.map((part) => this.#merged(part, depth + 1)).reduceRight(both, own);
  }
}

/** `later` beside `earlier`: properties and required names of both, else the later word. */
function both(later: JsonRecord, earlier: JsonRecord): JsonRecord {
  const properties = [earlier, later]
    .map((schema) => member(schema, 'properties'))
    .flatMap((named) => (isRecord(named) ? Object.entries(named) : []));
  const required = [...stringsMember(earlier, 'required'), ...stringsMember(later, 'required')];
  return {
    ...earlier,
    ...later,
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

function authorsValue(schema: JsonRecord): readonly Json[] {
  const examples = member(schema, 'examples');
  const values = member(schema, 'enum');
  return [
    member(schema, 'const'),
    member(schema, 'example'),
    ...(isList(examples) ? examples : []),
    member(schema, 'default'),
    ...(isList(values) ? values : []),
  ].filter((value) => value !== undefined);
}

function impliedType(schema: JsonRecord): string {
  if ('properties' in schema || 'required' in schema || 'additionalProperties' in schema) {
    return 'object';
  }
  if ('items' in schema || 'prefixItems' in schema) {
    return 'array';
  }
  return 'minimum' in schema || 'maximum' in schema ? 'number' : 'string';
}

function textOf(schema: JsonRecord): string | undefined {
  const pattern = stringMember(schema, 'pattern');
  const format = stringMember(schema, 'format');
  if (pattern !== undefined) {
    return patternSample(pattern);
  }
  if (format !== undefined) {
    return Object.hasOwn(formatSamples, format) ? formatSamples[format]?.[0] : undefined;
  }
  const least = numberMember(schema, 'minLength') ?? 0;
  const most = numberMember(schema, 'maxLength') ?? 100;
  return least > 1_000 ? undefined : 'text'.padEnd(least, '-').slice(0, most);
}

function numberOf(schema: JsonRecord, whole: boolean): number {
  const step = numberMember(schema, 'multipleOf') ?? 1;
  const above = numberMember(schema, 'exclusiveMinimum');
  const below = numberMember(schema, 'exclusiveMaximum');
  const least = numberMember(schema, 'minimum') ?? (above === undefined ? undefined : above + step);
  const most = numberMember(schema, 'maximum') ?? (below === undefined ? undefined : below - step);
  const start = least ?? Math.min(1, most ?? 1);
  const onStep = Math.ceil(start / step) * step;
  return whole || Number.isInteger(onStep / step) ? onStep : start;
}

function numberMember(schema: JsonRecord, name: string): number | undefined {
  const found = member(schema, name);
  return typeof found === 'number' ? found : undefined;
}
