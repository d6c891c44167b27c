import { parseExpression } from '../../model/index.js';
import type { Json } from '../json.js';
import { allows, exampleValue } from '../scaffold-tests/example-value.js';
import { solveCondition } from '../scaffold-tests/solve-condition.js';

function solved(text: string, wanted: boolean, other: Json = 'other'): unknown {
  const found = solveCondition(parseExpression(text).node, wanted, () => other);
  return found?.map(({ path, value }) => `${path.join('.')} = ${JSON.stringify(value)}`);
}

describe('values that make a condition true and false', () => {
  test.each<[string, readonly string[] | undefined, readonly string[] | undefined]>([
    ['paid', ['paid = true'], ['paid = false']],
    ['not(paid)', ['paid = false'], ['paid = true']],
    ['order.paid', ['order.paid = true'], ['order.paid = false']],
    ['status = "OPEN"', ['status = "OPEN"'], ['status = "other"']],
    ['"OPEN" = status', ['status = "OPEN"'], ['status = "other"']],
    ['status != "OPEN"', ['status = "other"'], ['status = "OPEN"']],
    ['reason = null', ['reason = null'], ['reason = "other"']],
    ['amount > 10', ['amount = 11'], ['amount = 10']],
    ['amount >= 10', ['amount = 10'], ['amount = 9']],
    ['amount < 10', ['amount = 9'], ['amount = 10']],
    ['amount <= 10', ['amount = 10'], ['amount = 11']],
    ['10 < amount', ['amount = 11'], ['amount = 10']],
    ['10 >= amount', ['amount = 10'], ['amount = 11']],
    ['paid and amount > 10', ['paid = true', 'amount = 11'], ['paid = false']],
    ['paid or amount > 10', ['paid = true'], ['paid = false', 'amount = 10']],
    ['true', [], undefined],
    ['false', undefined, []],
    ['count(items) > 1', undefined, undefined],
    ['a = b', undefined, undefined],
    ['name < "m"', undefined, ['name = "m"']],
    ['count(items) > 1 or paid', ['paid = true'], undefined],
    ['count(items) > 1 and paid', undefined, ['paid = false']],
    ['not(count(items) > 1)', undefined, undefined],
  ])('%s', (text, yes, no) => {
    expect([solved(text, true), solved(text, false)]).toEqual([yes, no]);
  });

  test('none where no other value is known', () => {
    const { node } = parseExpression('status != "OPEN"');

    expect(solveCondition(node, true, () => undefined)).toBeUndefined();
  });
});

const named = new Map<string, Json>([
  ['Seat', { type: 'string', enum: ['1A', '1B'] }],
  ['Loop', { $ref: '#/$defs/Loop' }],
]);

describe('an example of a schema', () => {
  test.each<[Json | undefined, Json]>([
    [undefined, null],
    [{}, null],
    [{ const: 7 }, 7],
    [{ enum: ['a', 'b'] }, 'a'],
    [{ enum: [] }, null],
    [{ $ref: '#/$defs/Seat' }, '1A'],
    [{ $ref: '#/$defs/Missing' }, null],
    [{ $ref: '#/$defs/Loop' }, null],
    [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, true],
    [{ oneOf: [{ type: 'integer' }] }, 1],
    [{ type: ['string', 'null'] }, 'example'],
    [{ type: 'string', minLength: 9 }, 'examplexx'],
    [{ type: 'string', format: 'date' }, '2030-01-01'],
    [{ type: 'string', format: 'unheard-of' }, 'example'],
    [{ type: 'integer', minimum: 4 }, 4],
    [{ type: 'integer', exclusiveMinimum: 4 }, 5],
    [{ type: 'number', maximum: -3 }, -3],
    [{ type: 'number', maximum: 30 }, 1],
    [{ type: 'boolean' }, true],
    [{ type: 'array', items: { $ref: '#/$defs/Seat' } }, ['1A']],
    [
      {
        type: 'object',
        properties: { seat: { $ref: '#/$defs/Seat' }, extra: { type: 'string' } },
        required: ['seat'],
      },
      { seat: '1A' },
    ],
    [{ type: 'object', properties: { toString: { type: 'boolean' } } }, { toString: true }],
    [{ type: 'object' }, {}],
    [{ type: 'null' }, null],
  ])('%j', (schema, expected) => {
    expect(exampleValue(schema, named)).toEqual(expected);
  });

  test('ends where a schema contains itself', () => {
    const node: Json = {
      type: 'object',
      properties: { next: { $ref: '#/$defs/Node' } },
      required: ['next'],
    };

    expect(JSON.stringify(exampleValue(node, new Map([['Node', node]])))).toContain('null');
  });
});

describe('a schema allows a value', () => {
  test.each<[Json | undefined, Json, boolean]>([
    [undefined, 'any', true],
    [{ const: 1 }, 1, true],
    [{ const: 1 }, 2, false],
    [{ $ref: '#/$defs/Seat' }, '1B', true],
    [{ $ref: '#/$defs/Seat' }, '2C', false],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, null, true],
    [{ anyOf: [{ type: 'string' }] }, null, false],
    [{ type: 'integer' }, 1.5, false],
    [{ type: 'integer' }, 1, true],
    [{ type: 'number' }, 1.5, true],
    [{ type: ['boolean', 'null'] }, null, true],
    [{ type: 'boolean' }, 'true', false],
    [{ type: 'array' }, [], true],
    [{ type: 'array' }, {}, false],
    [{ type: 'object' }, {}, true],
    [{ type: 'object' }, [], false],
    [{ type: 'string' }, 'x', true],
  ])('%j %j', (schema, value, expected) => {
    expect(allows(schema, value, named)).toBe(expected);
  });
});
