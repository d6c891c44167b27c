import type { Json, JsonRecord } from '../json.js';
import { exampleOf } from '../plan/openapi-example.js';
import { surelyFits } from '../plan/openapi-fits.js';
import { formatSamples } from '../plan/openapi-formats.js';
import { patternSample } from '../plan/openapi-pattern.js';

const none = {};

describe('patternSample', () => {
  test.each([
    ['^[A-Z]{3}$', 'AAA'],
    ['^o-[0-9]{4}$', 'o-0000'],
    ['^(MON|TUE)-x?y*z+$', 'MON-z'],
    ['^(?:ab){2}c{0,3}$', 'abab'],
    ['^\\d\\w\\s\\D\\W\\S$', '1a a-a'],
    ['^\\p{L}\\p{Lu}\\p{N}$', 'aA1'],
    ['^\\.\\/\\\\$', './\\'],
    ['a.c', 'aac'],
    ['^[^a]$', '1'],
    ['^[\\]x]$', ']'],
    ['^[\\d]$', '1'],
    ['^a{2,}?b$', 'aab'],
    ['', ''],
    ['^é😀$', 'é😀'],
  ])('of %s is %s', (pattern, sample) => {
    expect(patternSample(pattern)).toBe(sample);
  });

  test.each([
    ['looks ahead', '^(?=a)a$'],
    ['refers back', '^(a)\\1$'],
    ['knows a boundary', '\\bword'],
    ['names a script', '^\\p{Script=Greek}$'],
    ['is broken', '^(a'],
    ['closes what is not open', 'a)'],
    ['ends in an escape', 'a\\'],
    ['has an open class', '[a'],
    ['is too long', 'a'.repeat(501)],
    ['asks for too many letters', '^a{301}$'],
    ['asks for too many in all', '^(a{200}){2}$'],
    ['refuses what was found', '^$a'],
    ['excludes all that is tried', '^[^\\w\\W]$'],
    ['repeats by no number', '^a{x}$'],
  ])('is none for a pattern that %s', (_what, pattern) => {
    expect(patternSample(pattern)).toBeUndefined();
  });

  test('of 300 letters is found, of a pattern of 500 as well', () => {
    expect(patternSample('^a{300}$')).toHaveLength(300);
    expect(patternSample('a?'.repeat(250))).toBe('');
  });
});

describe('exampleOf', () => {
  test.each<[Json, Json]>([
    [true, 'text'],
    [{}, 'text'],
    [{ type: 'string' }, 'text'],
    [{ type: 'string', minLength: 6 }, 'text--'],
    [{ type: 'string', maxLength: 2 }, 'te'],
    [{ type: 'string', pattern: '^[0-9]{2}$' }, '00'],
    [{ type: 'integer' }, 1],
    [{ type: 'integer', minimum: 5 }, 5],
    [{ type: 'integer', maximum: -3 }, -3],
    [{ type: 'integer', exclusiveMinimum: 5 }, 6],
    [{ type: 'integer', exclusiveMaximum: 0 }, -1],
    [{ type: 'integer', minimum: 5, multipleOf: 4 }, 8],
    [{ type: 'integer', minimum: 1.5 }, 2],
    [{ type: 'number', minimum: 1.5 }, 2],
    [{ minimum: 3 }, 3],
    [{ type: 'boolean' }, true],
    [{ type: 'null' }, null],
    [{ type: ['string', 'null'] }, 'text'],
    [{ const: { a: [1] } }, { a: [1] }],
    [{ enum: ['x', 'y'] }, 'x'],
    [{ type: 'string', examples: [7, 'seven'] }, 'seven'],
    [{ type: 'string', example: 'six' }, 'six'],
    [{ type: 'integer', default: 9 }, 9],
    [{ type: 'integer', default: 'nine' }, 1],
    [{ type: 'array', items: { type: 'integer' } }, [1]],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2 }, [1, 1]],
    [{ items: { type: 'boolean' }, maxItems: 0 }, []],
    [{ type: 'array', items: false }, []],
    [{ type: 'array', items: { format: 'odd' } }, []],
    [{ prefixItems: [{ type: 'integer' }, { const: 'b' }], items: false }, [1, 'b']],
    [{ properties: { a: { type: 'integer' } } }, { a: 1 }],
    [{ type: 'object', required: ['b'] }, { b: 'text' }],
    [{ type: 'object', additionalProperties: true }, {}],
    [
      { allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }] },
      { a: 1, b: 2 },
    ],
    [
      { properties: { a: { const: 1 } }, allOf: [{ required: ['c'] }, { required: ['a'] }] },
      { c: 'text', a: 1 },
    ],
    [{ anyOf: [{ format: 'odd', type: 'string' }, { type: 'integer' }] }, 1],
    [{ oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'text'],
    [{ type: 'object', properties: { a: { format: 'odd' }, b: { type: 'null' } } }, { b: null }],
  ])('of %j is %j', (schema, example) => {
    expect(exampleOf(schema, none)).toEqual(example);
  });

  test.each(Object.keys(formatSamples))('of a text in the format %s is one', (format) => {
    expect(exampleOf({ type: 'string', format }, none)).toBe(formatSamples[format]?.[0]);
    expect(formatSamples[format]?.[1].test(formatSamples[format][0])).toBe(true);
    expect(formatSamples[format]?.[1].test('not one, surely')).toBe(false);
  });

  test.each<[string, Json]>([
    ['nothing fits', false],
    ['a format is not known', { type: 'string', format: 'constructor' }],
    ['a keyword is not known', { type: 'string', not: { const: 'x' } }],
    ['two patterns contradict', { type: 'string', pattern: '^a$', minLength: 2 }],
    ['two items must differ', { items: { const: 1 }, minItems: 2, uniqueItems: true }],
    ['more items are asked for than are made', { items: { type: 'integer' }, minItems: 11 }],
    ['more letters are asked for than are made', { type: 'string', minLength: 1001 }],
    ['a required member has none', { required: ['a'], properties: { a: false } }],
    ['two branches fit', { oneOf: [{ type: 'integer' }, { minimum: 0, type: 'integer' }] }],
    ['the range is empty', { type: 'integer', minimum: 3, maximum: 2 }],
    ['a reference leads nowhere', { $ref: '#/components/schemas/Nowhere' }],
    ['a reference is called like a member of all objects', { $ref: '#/x/constructor' }],
  ])('is none where %s', (_why, schema) => {
    expect(exampleOf(schema, none)).toBeUndefined();
  });

  test('follows references, and ends where they go round', () => {
    const schemas: JsonRecord = {
      Tree: {
        type: 'object',
        properties: {
          name: { $ref: '#/components/schemas/Name' },
          left: { $ref: '#/components/schemas/Tree' },
        },
        required: ['name'],
      },
      Name: { const: 'leaf' },
      Endless: { type: 'object', properties: { x: { $ref: '#/x/Endless' } }, required: ['x'] },
    };
    const tree = { $ref: '#/components/schemas/Tree' };
    expect(exampleOf(tree, schemas)).toEqual({
      name: 'leaf',
      left: { name: 'leaf', left: { name: 'leaf', left: { name: 'leaf' } } },
    });
    expect(exampleOf({ $ref: '#/x/Endless' }, schemas)).toBeUndefined();
  });

  test('tells branches apart by a constant member, also behind references', () => {
    const branch = (kind: string): JsonRecord => ({
      type: 'object',
      properties: { kind: { const: kind } },
      required: ['kind'],
    });
    const schemas = { A: branch('a'), B: branch('b') };
    const choice = { oneOf: [{ $ref: '#/x/A' }, { $ref: '#/x/B' }] };
    expect(exampleOf(choice, schemas)).toEqual({ kind: 'a' });
    const open = { oneOf: [branch('a'), { type: 'object' }] };
    expect(exampleOf(open, none)).toBeUndefined();
  });
});

describe('surelyFits', () => {
  test.each<[Json, Json, boolean]>([
    [3, { minimum: 3, maximum: 3 }, true],
    [3, { exclusiveMinimum: 3 }, false],
    [3, { exclusiveMaximum: 3 }, false],
    [2.9, { minimum: 3 }, false],
    [3.1, { maximum: 3 }, false],
    ['x', { minimum: 3 }, true],
    [3, { minimum: 'x' }, false],
    [6, { multipleOf: 3 }, true],
    [7, { multipleOf: 3 }, false],
    ['😀', { minLength: 1, maxLength: 1 }, true],
    ['ab', { maxLength: 1 }, false],
    [[1], { minItems: 2 }, false],
    [[1, 2], { maxItems: 1 }, false],
    [[1, 2], { minItems: 2, maxItems: 2 }, true],
    [{ a: 1 }, { minProperties: 2 }, false],
    [{ a: 1 }, { maxProperties: 0 }, false],
    [{ a: 1 }, { minProperties: 1, maxProperties: 1 }, true],
    [[1, 1], { uniqueItems: true }, false],
    [[1, 1], { uniqueItems: false }, true],
    [[{ a: 1 }, { a: 2 }], { uniqueItems: true }, true],
    [{ a: 1 }, { required: ['a'] }, true],
    [{ b: 1 }, { required: ['a'] }, false],
    [{ a: 'x' }, { properties: { a: { type: 'integer' } } }, false],
    [{ b: 1 }, { properties: { a: true }, additionalProperties: false }, false],
    [{ a: 1 }, { properties: { a: true }, additionalProperties: false }, true],
    [{ b: 1 }, { additionalProperties: { type: 'string' } }, false],
    [{ a: 1 }, { patternProperties: {}, additionalProperties: true }, false],
    [[1, 'x'], { items: { type: 'integer' } }, false],
    [[1, 'x'], { prefixItems: [{ type: 'integer' }], items: { type: 'string' } }, true],
    [['x'], { prefixItems: [{ type: 'integer' }] }, false],
    [1, { anyOf: [{ type: 'string' }, { type: 'integer' }] }, true],
    [null, { anyOf: [{ type: 'string' }, { type: 'integer' }] }, false],
    [1, { allOf: [{ type: 'integer' }, { minimum: 2 }] }, false],
    ['ab', { pattern: '^ab$' }, true],
    ['zz', { pattern: '^ab$' }, false],
    ['zzz', { pattern: '^[a-z]+$' }, true],
    ['b'.repeat(301), { pattern: '^[a-z]+$' }, false],
    ['2025-01-15', { format: 'date' }, true],
    ['15.1.2025', { format: 'date' }, false],
    [7, { format: 'date' }, true],
    [1, { type: 'number' }, true],
    [1.5, { type: 'integer' }, false],
    [null, { type: 'object' }, false],
    [[], { type: 'object' }, false],
    [[], { type: 'array' }, true],
    ['x', { type: ['null', 'string'] }, true],
    [1, { title: 'One', description: 'x', deprecated: true, readOnly: true }, true],
    [1, { contains: {} }, false],
    [1, { toString: {} }, false],
    [{ a: 1 }, { enum: [{ a: 1 }] }, true],
    [{ a: 2 }, { enum: [{ a: 1 }] }, false],
    [1, 7, false],
    [1, false, false],
  ])('%j by %j is %s', (value, schema, fits) => {
    expect(surelyFits(value, schema, none)).toBe(fits);
  });
});
