import { parseExpression } from '../../model/feel/index.js';
import type { Json } from '../json.js';
import { collectDemands } from '../plan/feel-type-demands.js';
import { Demand, type ValueKind } from '../plan/feel-type-demand.js';

const STRING = { type: 'string' };
const NUMBER = { type: 'number' };
const BOOLEAN = { type: 'boolean' };
const list = (items: Json): Json => ({ type: 'array', items });
const open = (properties: Json): Json => ({
  type: 'object',
  properties,
  required: [],
  additionalProperties: true,
});

function demandsOf(
  texts: readonly string[],
  expected: readonly ValueKind[] = [],
): ReadonlyMap<string, Demand> {
  const found = new Map<string, Demand>();
  texts.forEach((text, index) => {
    collectDemands(
      parseExpression(text).node,
      {
        evidence: { place: { file: 'm', line: index + 1, column: 1 }, text },
        demandOn: (name) => {
          const demand = found.get(name) ?? new Demand();
          found.set(name, demand);
          return demand;
        },
      },
      expected,
    );
  });
  return found;
}

function schemasOf(...texts: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries([...demandsOf(texts)].map(([name, demand]) => [name, demand.schema()]));
}

describe('what an expression asks of its variables', () => {
  test.each<readonly [string, Readonly<Record<string, Json>>]>([
    ['amount > 10 and status = "OK"', { amount: NUMBER, status: STRING }],
    ['10 <= amount', { amount: NUMBER }],
    ['amount != 1', { amount: NUMBER }],
    ['paid = true', { paid: BOOLEAN }],
    ['due > now()', { due: true }],
    ['due = date("2026-01-01")', { due: true }],
    ['a = b', { a: true, b: true }],
    ['a > b', { a: true, b: true }],
    ['x between 1 and 9', { x: NUMBER }],
    ['x in [1..5]', { x: NUMBER }],
    ['x in ("a", "b")', { x: STRING }],
    ['x in (< 5)', { x: NUMBER }],
    ['x in ("a", 1)', { x: true }],
    ['x = null', { x: true }],
    ['x = null or x > 1', { x: { anyOf: [NUMBER, { type: 'null' }] } }],
    ['order.total * 1.2', { order: open({ total: NUMBER }) }],
    ['a * b', { a: NUMBER, b: NUMBER }],
    ['a ** 2', { a: NUMBER }],
    ['a * duration("P1D")', { a: true }],
    ['a + 1', { a: NUMBER }],
    ['a - 1', { a: NUMBER }],
    ['1 - a', { a: NUMBER }],
    ['a / 2', { a: true }],
    ['a + b', { a: true, b: true }],
    ['-a', { a: NUMBER }],
    ['"x" + id', { id: STRING }],
    ['id + "x"', { id: STRING }],
    ['now() + d', { d: true }],
    ['a and not(b)', { a: BOOLEAN, b: BOOLEAN }],
    ['if late then a else b + 1', { late: BOOLEAN, a: true, b: NUMBER }],
    ['plain', { plain: true }],
    ['plain.inner', { plain: open({ inner: true }) }],
    ['x instance of string and x = 1', {}],
  ])('%s', (text, expected) => {
    expect(schemasOf(text)).toEqual(expected);
  });

  test.each<readonly [string, Readonly<Record<string, Json>>]>([
    ['passengers[1].name', { passengers: list(open({ name: true })) }],
    ['passengers[1].age + 1', { passengers: list(open({ age: NUMBER })) }],
    ['lines[item.price > 10]', { lines: list(open({ price: NUMBER })) }],
    ['lines[price > 10]', { lines: list(true) }],
    ['lines[n]', { lines: list(true) }],
    ['order.lines[1].sku', { order: open({ lines: list(open({ sku: true })) }) }],
    ['for p in passengers return p.age + 1', { passengers: list(open({ age: NUMBER })) }],
    ['for p in passengers return p', { passengers: list(true) }],
    ['for o in orders, l in o.lines return l * 2', { orders: list(open({ lines: list(NUMBER) })) }],
    ['for i in 1..n return i', {}],
    ['some p in ps satisfies p = "a"', { ps: list(STRING) }],
    ['every p in ps satisfies p.ok', { ps: list(open({ ok: true })) }],
    ['{ a: x + 1, b: a + y }', { x: NUMBER, y: true }],
    ['[x, y + 1]', { x: true, y: NUMBER }],
    ['count(xs)', { xs: list(true) }],
    ['sum(xs)', { xs: list(true) }],
    ['sum(a, b)', { a: true, b: true }],
    ['sum(items.price)', { items: true }],
    ['count(order.lines) > 0', { order: true }],
    ['string length(s) > 0', { s: STRING }],
    ['contains(s, t)', { s: STRING, t: STRING }],
    ['floor(n)', { n: NUMBER }],
    ['list contains(xs, x)', { xs: list(true), x: true }],
    ['string(x)', { x: true }],
    ['get or else(x, 1)', { x: true }],
    ['mine(x)', { x: true }],
    ['function(x) x + y', {}],
    ['xs[1] = "a" and count(xs.inner) = 1', { xs: list(STRING) }],
    ['xs.name = "a" and xs[1].age > 1', { xs: list(open({ age: NUMBER, name: true })) }],
  ])('%s, of lists and by functions', (text, expected) => {
    expect(schemasOf(text)).toEqual(expected);
  });

  test('is what the place wants of a plain variable', () => {
    expect(demandsOf(['ok'], ['boolean']).get('ok')?.schema()).toEqual(BOOLEAN);
    expect(demandsOf(['if a then b else c'], ['string', 'number']).get('b')?.schema()).toEqual({
      type: ['string', 'number'],
    });
  });

  test('of several expressions comes together', () => {
    expect(schemasOf('order.total > 1', 'order.id + "x"', 'order.total + 1')).toEqual({
      order: open({ total: NUMBER, id: STRING }),
    });
  });

  test('is a conflict, with both places, when no value can meet it', () => {
    const demand = demandsOf(['order.total > 1', 'order.total = "none"']).get('order');
    expect(demand?.conflicts(['order'])).toEqual([
      {
        path: ['order', 'total'],
        kinds: ['string'],
        evidence: { place: { file: 'm', line: 2, column: 1 }, text: 'order.total = "none"' },
        otherKinds: ['number'],
        otherEvidence: { place: { file: 'm', line: 1, column: 1 }, text: 'order.total > 1' },
      },
    ]);
    expect(demand?.schema()).toEqual(open({ total: true }));
  });

  test('is no conflict while one value can meet it', () => {
    const demands = demandsOf(['a.b = 1', 'a[1].b = 2', 'c = null', 'c = "x"']);
    expect([...demands].flatMap(([name, demand]) => demand.conflicts([name]))).toEqual([]);
  });
});
