import type { Json } from '../json.js';
import { expressionSchema, type ExpressionScope } from '../plan/feel-type.js';
import { schemaAtPath } from '../plan/schema-algebra.js';

const STRING = { type: 'string' };
const NUMBER = { type: 'number' };
const BOOLEAN = { type: 'boolean' };
const list = (items: Json): Json => ({ type: 'array', items });
const nullable = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] });

const ORDER = {
  type: 'object',
  properties: {
    id: STRING,
    total: NUMBER,
    note: STRING,
    lines: list({ $ref: '#/$defs/Line' }),
  },
  required: ['id', 'total', 'lines'],
};
const LINE = {
  type: 'object',
  properties: { price: NUMBER, tags: list(STRING), gift: BOOLEAN },
  required: ['price', 'tags'],
};
const VARIABLES: Readonly<Record<string, Json>> = {
  order: { $ref: '#/$defs/Order' },
  maybe: nullable({ $ref: '#/$defs/Order' }),
  lines: list({ $ref: '#/$defs/Line' }),
  matrix: list(list(NUMBER)),
  count2: { type: 'integer' },
  name: STRING,
  late: BOOLEAN,
};
const definitions = new Map<string, Json>([
  ['Order', ORDER],
  ['Line', LINE],
]);
const scope: ExpressionScope = {
  definitions,
  schemaAt: ([root = '', ...rest]) =>
    VARIABLES[root] === undefined ? undefined : schemaAtPath(VARIABLES[root], rest, definitions),
  isCertain: (name) => name !== 'late',
  knowsOptional: true,
};

function typeOf(feel: string): Json {
  const place = { file: 'm', line: 1, column: 1 };
  return expressionSchema({ text: `=${feel}`, isFeel: true, place }, scope);
}

describe('the type of an expression', () => {
  test.each<readonly [string, Json]>([
    ['null', { type: 'null' }],
    ['true', BOOLEAN],
    ['1', NUMBER],
    ['-1', NUMBER],
    ['"a"', { type: 'string', const: 'a' }],
    ['@"2026-01-01"', STRING],
    ['[]', { type: 'array', maxItems: 0 }],
    ['[1, "a"]', list({ anyOf: [NUMBER, { type: 'string', const: 'a' }] })],
    ['["a", "b", "a"]', list({ type: 'string', enum: ['a', 'b'] })],
    ['[name, "b"]', list(STRING)],
    ['[count2, 1]', list(NUMBER)],
    [
      '{ a: 1, b: a + 1, c: "x" }',
      {
        type: 'object',
        properties: { a: NUMBER, b: NUMBER, c: { type: 'string', const: 'x' } },
        required: ['a', 'b', 'c'],
      },
    ],
    ['order.total > 1', BOOLEAN],
    ['name in ("a", "b")', BOOLEAN],
    ['order.total between 1 and 2', BOOLEAN],
    ['name instance of string', BOOLEAN],
    ['some l in lines satisfies l.price > 1', BOOLEAN],
    ['every l in lines satisfies l.price > 1', BOOLEAN],
    ['late and true', BOOLEAN],
    ['order > 1 or late', BOOLEAN],
    ['nothing', true],
    ['function(a) a', true],
    ['[1..2]', true],
  ])('%s', (feel, expected) => {
    expect(typeOf(feel)).toEqual(expected);
  });

  test.each<readonly [string, Json]>([
    ['order.id', STRING],
    ['order.note', nullable(STRING)],
    ['order.missing', true],
    ['maybe.id', nullable(STRING)],
    ['late', nullable(BOOLEAN)],
    ['lines.price', list(NUMBER)],
    ['lines.gift', list(nullable(BOOLEAN))],
    ['order.lines.tags', list(list(STRING))],
    ['lines[1]', nullable({ $ref: '#/$defs/Line' })],
    ['lines[-1].price', nullable(NUMBER)],
    ['lines[count2]', nullable({ $ref: '#/$defs/Line' })],
    ['lines[item.price > 1]', list({ $ref: '#/$defs/Line' })],
    ['lines[price > 1].price', list(NUMBER)],
    ['lines[item.gift]', list({ $ref: '#/$defs/Line' })],
    ['lines[name]', true],
    ['name[1]', true],
    ['for l in lines return l.price', list(NUMBER)],
    ['for l in lines, t in l.tags return t', list(STRING)],
    ['for i in 1..3 return i', list(NUMBER)],
    ['for l in nothing return l', list(true)],
  ])('%s, read from variables', (feel, expected) => {
    expect(typeOf(feel)).toEqual(expected);
  });

  test.each<readonly [string, Json]>([
    ['order.total * 2', NUMBER],
    ['count2 + order.total', NUMBER],
    ['1 - nothing', NUMBER],
    ['nothing - 1', true],
    ['nothing * 2', true],
    ['nothing ** 2', NUMBER],
    ['"x" + nothing', STRING],
    ['nothing + nothing', true],
    ['date("2026-01-01") + duration("P1D")', STRING],
    ['duration("P1D") / duration("PT1H")', NUMBER],
    ['duration("P1D") / 2', STRING],
    ['duration("P1D") * 2 - now()', STRING],
    ['-duration("P1D")', STRING],
    ['now() ** 2', true],
  ])('%s, computed', (feel, expected) => {
    expect(typeOf(feel)).toEqual(expected);
  });

  test.each<readonly [string, Json]>([
    ['if late then "a" else "b"', { type: 'string', enum: ['a', 'b'] }],
    ['if late then name else "b"', STRING],
    ['if late then 1 else null', nullable(NUMBER)],
    ['count(lines)', { type: 'integer' }],
    ['min(lines.price)', NUMBER],
    ['max(1, name)', { anyOf: [NUMBER, STRING] }],
    ['min(nothing)', true],
    ['append(lines.price, name)', list({ anyOf: [NUMBER, STRING] })],
    ['concatenate(["a"], lines.price)', list({ anyOf: [{ type: 'string', const: 'a' }, NUMBER] })],
    ['union(lines.price, [1])', list(NUMBER)],
    ['flatten(matrix)', list(NUMBER)],
    ['flatten(lines.tags)', list(STRING)],
    ['partition(lines.price, 2)', list(list(NUMBER))],
    [
      'insert before(lines.price, 1, "a")',
      list({ anyOf: [NUMBER, { type: 'string', const: 'a' }] }),
    ],
    ['reverse(lines.price)', list(NUMBER)],
    ['sort(nothing)', { type: 'array' }],
    ['index of(lines.price, 1)', list({ type: 'integer' })],
    ['split(name, ",")', list(STRING)],
    ['get value(order, "total")', NUMBER],
    ['get value(key: "note", context: order)', nullable(STRING)],
    ['get value(order, name)', true],
    [
      'get entries({ a: 1 })',
      list({
        type: 'object',
        properties: { key: STRING, value: NUMBER },
        required: ['key', 'value'],
      }),
    ],
    [
      'context put({ a: 1 }, "b", name)',
      { type: 'object', properties: { a: NUMBER, b: STRING }, required: ['a', 'b'] },
    ],
    [
      'context put(nothing, "b", name)',
      {
        type: 'object',
        properties: { b: STRING },
        required: ['b'],
        additionalProperties: true,
      },
    ],
    [
      'context merge([{ a: 1 }, { a: "x", b: 2 }])',
      {
        type: 'object',
        properties: { a: { type: 'string', const: 'x' }, b: NUMBER },
        required: ['a', 'b'],
      },
    ],
    ['get or else(order.note, "none")', STRING],
    ['get or else(late, true)', BOOLEAN],
    ['substring(name, 1)', STRING],
    ['is defined(late)', BOOLEAN],
    ['date(name).year', NUMBER],
    ['date(name).offset', true],
    ['mine(1)', true],
    ['assert(name, true)', STRING],
  ])('%s, by a choice or a function', (feel, expected) => {
    expect(typeOf(feel)).toEqual(expected);
  });
});
