import { schemaRelation } from '../../diff/schema-relation.js';
import { schemaDifferences } from '../../diff/schema-differences.js';
import type { Json } from '../../json.js';

const placed = (schema: Json, definitions: Readonly<Record<string, Json>> = {}) => ({
  schema,
  definitions: new Map(Object.entries(definitions)),
});
const string = { type: 'string' };

describe('schemaRelation', () => {
  const cases: readonly (readonly [string, Json, Json, string])[] = [
    ['equal types', string, string, 'same'],
    ['words for people', { ...string, description: 'a' }, { ...string, title: 'b' }, 'same'],
    ['another type', string, { type: 'number' }, 'changed'],
    ['integer to number', { type: 'integer' }, { type: 'number' }, 'widened'],
    ['a type more', string, { type: ['string', 'null'] }, 'widened'],
    ['a type less', { type: ['string', 'null'] }, string, 'narrowed'],
    ['anything', string, true, 'widened'],
    ['something of anything', {}, string, 'narrowed'],
    ['never', string, false, 'narrowed'],
    ['a value more', { enum: ['a'] }, { enum: ['a', 'b'] }, 'widened'],
    ['other values', { enum: ['a'] }, { enum: ['b'] }, 'changed'],
    ['const to its type', { const: 3 }, { type: 'integer' }, 'widened'],
    ['const to another type', { const: 3.5 }, { type: 'integer' }, 'changed'],
    ['type to an enum of it', string, { enum: ['a'] }, 'narrowed'],
    ['a branch more', { anyOf: [string] }, { anyOf: [string, { type: 'null' }] }, 'widened'],
    [
      'type list and branches',
      { type: ['string', 'null'] },
      { anyOf: [string, { type: 'null' }] },
      'same',
    ],
    ['a branch with conditions beside', string, { minLength: 2, anyOf: [string] }, 'narrowed'],
    ['one more condition', { allOf: [string] }, { allOf: [string, { minLength: 1 }] }, 'narrowed'],
    ['higher minimum', { type: 'number', minimum: 1 }, { type: 'number', minimum: 2 }, 'narrowed'],
    ['lower minimum', { type: 'number', minimum: 2 }, { type: 'number', minimum: 1 }, 'widened'],
    ['higher maximum', { ...string, maxLength: 1 }, { ...string, maxLength: 2 }, 'widened'],
    ['lower maximum', { ...string, maxLength: 2 }, { ...string, maxLength: 1 }, 'narrowed'],
    ['no limit any more', { ...string, maxLength: 2 }, string, 'widened'],
    ['a pattern', string, { ...string, pattern: '^a' }, 'narrowed'],
    ['another pattern', { ...string, pattern: '^b' }, { ...string, pattern: '^a' }, 'changed'],
    [
      'items widened',
      { type: 'array', items: { type: 'integer' } },
      { type: 'array', items: { type: 'number' } },
      'widened',
    ],
    ['items given', { type: 'array' }, { type: 'array', items: string }, 'narrowed'],
    ['items of what is no array', string, { type: ['string', 'array'], items: string }, 'widened'],
    ['a value within limits', { const: 'ab' }, { ...string, minLength: 2 }, 'widened'],
    ['a value beyond limits', { const: 'a' }, { ...string, minLength: 2 }, 'changed'],
    ['a number within limits', { const: 5 }, { type: 'number', maximum: 5 }, 'widened'],
    ['a number at an open limit', { const: 5 }, { type: 'number', exclusiveMaximum: 6 }, 'changed'],
    ['a list value', { const: ['a'] }, { type: 'array', items: string, maxItems: 1 }, 'widened'],
    [
      'a long list value',
      { const: ['a', 'b'] },
      { type: 'array', items: string, maxItems: 1 },
      'changed',
    ],
    [
      'an object value',
      { const: { a: 'b' } },
      { type: 'object', properties: { a: string }, required: ['a'] },
      'widened',
    ],
    [
      'an object value that lacks one',
      { const: {} },
      { type: 'object', required: ['a'] },
      'changed',
    ],
    [
      'an object value with a wrong one',
      { const: { a: 1 } },
      { type: 'object', properties: { a: string } },
      'changed',
    ],
    [
      'closed to open',
      { type: 'object', additionalProperties: false },
      { type: 'object', additionalProperties: true },
      'widened',
    ],
    [
      'a closed object that gains one',
      { type: 'object', properties: {}, additionalProperties: false },
      { type: 'object', properties: { a: string }, additionalProperties: false },
      'widened',
    ],
  ];

  test.each(cases)('%s', (_, before, after, relation) => {
    expect(schemaRelation(placed(before), placed(after))).toBe(relation);
  });

  test('follows references, each side its own', () => {
    const before = placed({ $ref: '#/$defs/Seat' }, { Seat: string });
    const after = placed({ $ref: '#/$defs/Seat' }, { Seat: { type: ['string', 'null'] } });
    expect(schemaRelation(before, before)).toBe('same');
    expect(schemaRelation(before, after)).toBe('widened');
  });

  test('ends with schemas that contain themselves', () => {
    const tree = (leaf: Json) =>
      placed(
        { $ref: '#/$defs/Tree' },
        {
          Tree: {
            type: 'object',
            properties: { leaf, next: { $ref: '#/$defs/Tree' } },
            required: ['leaf'],
          },
        },
      );
    expect(schemaRelation(tree(string), tree(string))).toBe('same');
    expect(schemaRelation(tree({ type: 'integer' }), tree({ type: 'number' }))).toBe('widened');
  });
});

describe('schemaDifferences', () => {
  test('names each difference where it is', () => {
    const before = placed({
      type: 'object',
      properties: {
        gone: string,
        order: {
          type: 'object',
          properties: { id: string, lines: { type: 'array', items: { type: 'integer' } } },
          required: ['id'],
        },
      },
      required: ['gone'],
    });
    const after = placed({
      type: 'object',
      properties: {
        fresh: { enum: ['a', 'b'] },
        order: {
          type: 'object',
          properties: { id: string, lines: { type: 'array', items: { type: 'number' } } },
          required: ['lines'],
        },
      },
      required: ['order'],
    });
    expect(schemaDifferences(before, after)).toEqual([
      { path: 'fresh', difference: { kind: 'added', required: false, type: "'a' | 'b'" } },
      { path: 'gone', difference: { kind: 'removed', required: true, type: 'string' } },
      { path: 'order', difference: { kind: 'required' } },
      { path: 'order.id', difference: { kind: 'optional' } },
      { path: 'order.lines', difference: { kind: 'required' } },
      {
        path: 'order.lines[]',
        difference: { kind: 'widened', before: 'number', after: 'number' },
      },
    ]);
    expect(schemaDifferences(before, before)).toEqual([]);
  });

  test('names an optional property more, although the same values fit', () => {
    const small = placed({ type: 'object', properties: {} });
    const large = placed({ type: 'object', properties: { a: string } });
    expect(schemaDifferences(small, large)).toEqual([
      { path: 'a', difference: { kind: 'added', required: false, type: 'string' } },
    ]);
  });

  test('enters a schema that contains itself once', () => {
    const tree = (leaf: Json) =>
      placed(
        { $ref: '#/$defs/Tree' },
        { Tree: { type: 'object', properties: { leaf, next: { $ref: '#/$defs/Tree' } } } },
      );
    expect(schemaDifferences(tree(string), tree({ type: 'boolean' }))).toEqual([
      { path: 'leaf', difference: { kind: 'changed', before: 'string', after: 'boolean' } },
    ]);
  });

  test('ends in good time with schemas that refer to each other crosswise', () => {
    const crossed = (leaf: Json) => {
      const definitions: Record<string, Json> = { D40: leaf };
      for (let index = 0; index < 40; index += 1) {
        const next = { $ref: `#/$defs/D${index + 1}` };
        definitions[`D${index}`] = { type: 'object', properties: { left: next, right: next } };
      }
      return placed({ $ref: '#/$defs/D0' }, definitions);
    };
    const started = Date.now();
    expect(schemaDifferences(crossed(string), crossed({ type: 'number' })).length).toBeGreaterThan(
      0,
    );
    expect(Date.now() - started).toBeLessThan(20_000);
  }, 30_000);

  test('says what changed as a whole when there are no properties to name', () => {
    expect(schemaDifferences(placed(string), placed({ type: 'number' }))).toEqual([
      { path: '', difference: { kind: 'changed', before: 'string', after: 'number' } },
    ]);
  });

  test('takes a property as required when any part of the schema does', () => {
    const parts = placed({
      allOf: [
        { type: 'object', properties: { a: string }, required: ['a'] },
        { type: 'object', properties: { a: string } },
      ],
      type: 'object',
    });
    const plain = placed({ type: 'object', properties: { a: string }, required: ['a'] });
    expect(schemaDifferences(parts, plain)).toEqual([]);
  });

  test('shortens long types', () => {
    const many = placed({ enum: Array.from({ length: 60 }, (_, index) => `value-${index}`) });
    const [found] = schemaDifferences(placed({ type: 'number' }), many);
    expect(found?.difference).toMatchObject({ kind: 'changed', before: 'number' });
    expect((found?.difference as { after: string }).after).toHaveLength(80);
  });
});
