import {
  isList,
  isRecord,
  member,
  sameJson,
  stringMember,
  stringsMember,
  type Json,
  type JsonRecord,
} from '../json.js';
import { referenceKey } from '../read/schema-bundle.js';
import { formatSamples } from './openapi-formats.js';
import { patternSample } from './openapi-pattern.js';
import { typesOf } from './schema-algebra.js';

/** Keywords that say nothing about which values fit. */
const ANNOTATIONS = new Set(
  '$comment title description example examples default deprecated readOnly writeOnly discriminator'.split(
    ' ',
  ),
);

const MAX_DEPTH = 60;

type Rule = (value: Json, operand: Json, schema: JsonRecord, check: Check) => boolean;
interface Check {
  (value: Json, schema: Json): boolean;
  /** What a schema that is merely a reference refers to. */
  readonly resolve: (schema: Json) => Json;
}

/**
 * True when `value` is sure to fit `schema` (JSON Schema 2020-12, references to components). False also
 * where a keyword is not known here: then nothing is claimed.
 */
export function surelyFits(value: Json, schema: Json, schemas: JsonRecord): boolean {
  return fits(value, schema, { schemas, depth: 0 });
}

function fits(
  value: Json,
  schema: Json,
  within: { readonly schemas: JsonRecord; readonly depth: number },
): boolean {
  if (!isRecord(schema)) {
    return schema === true;
  }
  if (within.depth > MAX_DEPTH) {
    return false;
  }
  const deeper = { ...within, depth: within.depth + 1 };
  const check: Check = Object.assign(
    (inner: Json, part: Json): boolean => fits(inner, part, deeper),
    {
      resolve: (part: Json): Json => {
        const reference = stringMember(part, '$ref');
        return reference === undefined
          ? part
          : (member(within.schemas, referenceKey(reference)) ?? true);
      },
    },
  );
  return Object.entries(schema).every(([keyword, operand]) => {
    if (ANNOTATIONS.has(keyword)) {
      return true;
    }
    if (keyword === '$ref') {
      const target =
        typeof operand === 'string' ? member(within.schemas, referenceKey(operand)) : undefined;
      return target !== undefined && check(value, target);
    }
    const rule = Object.hasOwn(RULES, keyword) ? RULES[keyword] : undefined;
    return rule?.(value, operand, schema, check) === true;
  });
}

const number =
  (holds: (value: number, bound: number) => boolean): Rule =>
  (value, bound) =>
    typeof bound === 'number' && (typeof value !== 'number' || holds(value, bound));
const size =
  (
    sizeOf: (value: Json) => number | undefined,
    holds: (size: number, bound: number) => boolean,
  ): Rule =>
  (value, bound) => {
    const found = sizeOf(value);
    return typeof bound === 'number' && (found === undefined || holds(found, bound));
  };
const atLeast = (found: number, bound: number): boolean => found >= bound;
const atMost = (found: number, bound: number): boolean => found <= bound;
const letters = (value: Json): number | undefined =>
  typeof value === 'string' ? Array.from(value).length : undefined;
const items = (value: Json): number | undefined => (isList(value) ? value.length : undefined);
const members = (value: Json): number | undefined =>
  isRecord(value) ? Object.keys(value).length : undefined;

const RULES: Readonly<Record<string, Rule>> = {
  type: (value, _operand, schema) => typesOf(schema).some((type) => isOfType(value, type)),
  const: (value, operand) => sameJson(value, operand),
  enum: (value, operand) => isList(operand) && operand.some((one) => sameJson(value, one)),
  minimum: number(atLeast),
  maximum: number(atMost),
  exclusiveMinimum: number((value, bound) => value > bound),
  exclusiveMaximum: number((value, bound) => value < bound),
  multipleOf: number((value, step) => Number.isInteger(value / step)),
  minLength: size(letters, atLeast),
  maxLength: size(letters, atMost),
  minItems: size(items, atLeast),
  maxItems: size(items, atMost),
  minProperties: size(members, atLeast),
  maxProperties: size(members, atMost),
  // Only patterns that a sample was found for are short enough to be tried on other texts.
  pattern: (value, operand) =>
    typeof operand === 'string' &&
    (typeof value !== 'string' || value === patternSample(operand) || isShortMatch(value, operand)),
  format: (value, operand) => {
    const known = typeof operand === 'string' && Object.hasOwn(formatSamples, operand);
    return typeof value !== 'string' || (known && formatSamples[operand]?.[1].test(value) === true);
  },
  uniqueItems: (value, operand) =>
    operand !== true ||
    !isList(value) ||
    value.every((one, index) => value.findIndex((other) => sameJson(one, other)) === index),
  items: (value, operand, schema, check) => {
    const prefix = member(schema, 'prefixItems');
    const rest = isList(value) ? value.slice(isList(prefix) ? prefix.length : 0) : [];
    return rest.every((item) => check(item, operand));
  },
  prefixItems: (value, operand, _schema, check) =>
    isList(operand) &&
    (!isList(value) || value.every((item, index) => check(item, operand[index] ?? true))),
  required: (value, _operand, schema) =>
    !isRecord(value) ||
    stringsMember(schema, 'required').every((name) => Object.hasOwn(value, name)),
  properties: (value, operand, _schema, check) =>
    !isRecord(value) ||
    Object.entries(value).every(([name, item]) => check(item, member(operand, name) ?? true)),
  additionalProperties: (value, operand, schema, check) =>
    !isRecord(value) ||
    (member(schema, 'patternProperties') === undefined &&
      Object.entries(value).every(
        ([name, item]) =>
          member(member(schema, 'properties'), name) !== undefined || check(item, operand),
      )),
  allOf: (value, operand, _schema, check) =>
    isList(operand) && operand.every((part) => check(value, part)),
  anyOf: (value, operand, _schema, check) =>
    isList(operand) && operand.some((part) => check(value, part)),
  // That no other branch fits cannot be told by a check that may say false without being sure.
  oneOf: (value, operand, _schema, check) => isOneOf(value, operand, check),
};

function isOneOf(value: Json, operand: Json, check: Check): boolean {
  const branches = isList(operand) ? operand : [];
  return (
    branches.filter((branch) => check(value, branch)).length === 1 &&
    branches.every((branch) => check(value, branch) || isRefuted(value, branch, check))
  );
}

/** True when a plain keyword of the branch, or a constant of a property, refuses the value for certain. */
function isRefuted(value: Json, reference: Json, check: Check): boolean {
  const branch = check.resolve(reference);
  const types = typesOf(branch);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return true;
  }
  const constant = member(branch, 'const');
  const properties = member(branch, 'properties');
  return (
    (constant !== undefined && !sameJson(constant, value)) ||
    (isRecord(properties) &&
      Object.entries(properties).some(([name, property]) => {
        const found = member(value, name);
        return (
          found !== undefined &&
          member(property, 'const') !== undefined &&
          isRefuted(found, property, check)
        );
      }))
  );
}

function isShortMatch(value: string, pattern: string): boolean {
  return (
    value.length <= 300 &&
    patternSample(pattern) !== undefined &&
    new RegExp(pattern, 'u').test(value)
  );
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isList(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
