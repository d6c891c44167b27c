import {
  evaluate,
  evaluateUnaryTests,
  parseExpression,
  parseUnaryTests,
  toJson,
  unexpectedTypeMessage,
} from '../../feel/index.js';
import { builtinNames } from '../../feel/builtins/index.js';

type Variables = Readonly<Record<string, unknown>>;

function run(text: string, variables: Variables = {}) {
  return evaluate(parseExpression(text), variables, {
    now: () => new Date('2026-03-04T05:06:07.000Z'),
  });
}

function json(text: string, variables: Variables = {}): unknown {
  return toJson(run(text, variables).value);
}

function warnings(text: string, variables: Variables = {}): readonly string[] {
  return run(text, variables).warnings.map(({ type, message }) => `[${type}] ${message}`);
}

describe('literals, paths and operators', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['.5', 0.5],
    ['-3', -3],
    ['"a\\n\\"b\\" \\u0041"', 'a\n"b" \\u0041'],
    ['[1, "x", [true]]', [1, 'x', [true]]],
    ['{a: 1, "b c": a + 1}', { a: 1, 'b c': 2 }],
    ['{a: {b: 2}}.a.b', 2],
    ['[{a: 1}, {a: 2}].a', [1, 2]],
    ['0.1 + 0.2', 0.3],
    ['1 / 3', 1 / 3],
    ['2 ** 10', 1024],
    ['"a" + "b"', 'ab'],
    ['1 + 2 * 3 - 4 / 2', 5],
    ['9007199254740991 - 1', 9007199254740990],
    ['if 1 < 2 then "y" else "n"', 'y'],
    ['if null then 1 else 2', 2],
    ['5 between 1 and 5', true],
    ['1 in [1..3)', true],
    ['3 in [1..3)', false],
    ['2 in (1, 2)', true],
    ['2 in (> 5, < 3)', true],
    ['"a" in ["a", "b"]', true],
    ['true and null', null],
    ['false and null', false],
    ['true or null', true],
    ['false or null', null],
    ['[1, 2, 3][2]', 2],
    ['[1, 2, 3][-1]', 3],
    ['[1, 2, 3][9]', null],
    ['[1, 2, 3][item > 1]', [2, 3]],
    ['[1, 2, 3][> 1]', [2, 3]],
    ['[{a: 1}, {a: 2}][a = 2]', [{ a: 2 }]],
    ['[{a: 1, b: true}][a = 1 and b]', [{ a: 1, b: true }]],
    ['for x in [1, 2], y in [10, 20] return x + y', [11, 21, 12, 22]],
    ['for i in 3..1 return i', [3, 2, 1]],
    ['for i in 1..4 return if i = 1 then 1 else i * partial[-1]', [1, 2, 6, 24]],
    ['some x in [1, 2] satisfies x > 1', true],
    ['every x in [1, 2] satisfies x > 1', false],
    ['every x in [] satisfies x', true],
    ['{f: function(a, b) a - b, x: f(b: 1, a: 3)}.x', 2],
    ['1 instance of number', true],
    ['[1] instance of list', true],
    ['duration("P1D") instance of days and time duration', true],
    ['null instance of Any', false],
    ['// comment\n1 /* two */ + 1', 2],
  ])('%s is %j', (text, expected) => {
    expect(json(text)).toEqual(expected);
  });

  test('reads variables, also those that are named like properties of every object', () => {
    expect(json('order.items[1].price * n', { order: { items: [{ price: 3 }] }, n: 2 })).toBe(6);
    expect(json('constructor', {})).toBeNull();
    expect(json('x.toString', { x: {} })).toBeNull();
    expect(json('`a b` + 1', { 'a b': 1 })).toBe(2);
    expect(json('{"__proto__": 1}')).toEqual(JSON.parse('{"__proto__": 1}'));
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });
});

describe('dates, times and durations', () => {
  test.each<[string, unknown]>([
    ['date("2026-01-31") + duration("P1M")', '2026-02-28'],
    ['date("2026-01-01") + duration("PT25H")', '2026-01-02'],
    ['date and time("2026-01-01T10:00:00Z") + duration("PT1H30M")', '2026-01-01T11:30Z'],
    [
      'date and time("2020-01-01T00:00:00Z") - date and time("2019-01-01T00:00:00+02:00")',
      'PT8762H',
    ],
    ['date("2026-03-01") - date("2026-02-01")', 'PT672H'],
    ['duration("PT1H") * 3', 'PT3H'],
    ['duration("P1Y") / 2', 'P6M'],
    ['duration("PT1H") / duration("PT20M")', 3],
    ['duration("PT90M") * -1', 'PT-1H-30M'],
    ['@"2026-05-06"', '2026-05-06'],
    ['@"PT5S"', 'PT5S'],
    ['date("2026-05-06").weekday', 3],
    ['duration("P1DT2H").hours', 2],
    ['now()', '2026-03-04T05:06:07Z'],
    ['today()', '2026-03-04'],
    ['date("2026-05-06") > date("2026-05-05")', true],
    ['date and time("2026-01-01T00:00:00Z") = date and time("2026-01-01T01:00:00+01:00")', false],
    ['duration("P1D") > duration("PT23H")', true],
    ['time("10:00:00") < time("11:00:00")', true],
    ['date and time(date("2026-01-01"), time("08:00:00"))', '2026-01-01T08:00'],
    [
      'date and time(@"2026-07-01T12:00:00Z", "Europe/Berlin")',
      '2026-07-01T14:00+02:00[Europe/Berlin]',
    ],
    ['years and months duration(date("2020-01-15"), date("2022-05-01"))', 'P2Y3M'],
    ['last day of month(date("2024-02-10"))', '2024-02-29'],
    ['day of week(date("2026-11-22"))', 'Sunday'],
    ['string(duration("PT0S"))', 'P0D'],
    ['date("2026-02-30")', null],
  ])('%s is %j', (text, expected) => {
    expect(json(text)).toEqual(expected);
  });

  test.each([
    ['duration("PT1H")', 'DURATION'],
    ['duration("P1Y")', 'PERIOD'],
    ['date("2026-01-01")', 'DATE'],
    ['now()', 'DATE_TIME'],
    ['time("10:00:00")', 'UNKNOWN'],
    ['[]', 'ARRAY'],
    ['{}', 'OBJECT'],
    ['1', 'NUMBER'],
    ['""', 'STRING'],
    ['true', 'BOOLEAN'],
    ['null', 'NULL'],
    ['function(x) x', 'UNKNOWN'],
  ])('%s has the type %s', (text, type) => {
    expect(run(text).type).toBe(type);
  });
});

describe('built-in functions', () => {
  test.each<[string, unknown]>([
    ['get or else(null, 1)', 1],
    ['is defined(null)', false],
    ['not(true)', false],
    ['string length("aé😀")', 4],
    ['substring("foobar", 3)', 'obar'],
    ['substring("foobar", -2, 1)', 'a'],
    ['substring(string: "foobar", start position: 2)', 'oobar'],
    ['upper case("a")', 'A'],
    ['contains("foobar", "of")', false],
    ['starts with("foobar", "foo")', true],
    ['matches("foobar", "^fo*b")', true],
    ['replace("abcd", "(ab)|(a)", "[1=$1]")', '[1=ab]cd'],
    ['split("a,b", ",")', ['a', 'b']],
    ['extract("references are 1234, 1256, 1378", "12[0-9]*")', ['1234', '1256']],
    ['substring before("foobar", "bar")', 'foo'],
    ['trim("  a ")', 'a'],
    ['to base64("FEEL")', 'RkVFTA=='],
    ['string join(["a", null, "b"], "-")', 'a-b'],
    ['string(1.50)', '1.50'],
    ['number("1,234.5", ",", ".")', 1234.5],
    ['list contains([1, null], null)', true],
    ['count([1, 2])', 2],
    ['min(3, 1, 2)', 1],
    ['max(["a", "c", "b"])', 'c'],
    ['sum([0.1, 0.2])', 0.3],
    ['mean([1, 2])', 1.5],
    ['median([10, 9, 8, 2])', 8.5],
    ['mode([6, 1, 9, 6, 1])', [1, 6]],
    ['stddev([2, 4, 7, 5])', 2.0816659994661326],
    ['all([true, null])', null],
    ['any(true, null)', true],
    ['sublist([1, 2, 3], 2, 1)', [2]],
    ['append([1], 2, 3)', [1, 2, 3]],
    ['concatenate([1], [2])', [1, 2]],
    ['insert before([1, 3], 1, 2)', [2, 1, 3]],
    ['remove([1, 2, 3], 2)', [1, 3]],
    ['index of([1, 2, 1], 1)', [1, 3]],
    ['union([1, 2], [2, 3])', [1, 2, 3]],
    ['distinct values([1, 1.0, {a: 1}, {a: 1}])', [1, { a: 1 }]],
    ['duplicate values([1, 2, 1])', [1]],
    ['flatten([1, [2, [3]]])', [1, 2, 3]],
    ['sort([3, 1, 2], function(x, y) x < y)', [1, 2, 3]],
    ['is empty([])', true],
    ['decimal(1.125, 2)', 1.12],
    ['floor(-1.5)', -2],
    ['ceiling(1.21, 1)', 1.3],
    ['round half up(-5.5, 0)', -6],
    ['round half down(5.5, 0)', 5],
    ['round up(1.121, 2)', 1.13],
    ['modulo(-12, 5)', 3],
    ['sqrt(16)', 4],
    ['odd(5)', true],
    ['context put({a: 1}, "b", 2)', { a: 1, b: 2 }],
    ['context put({a: {b: 1}}, ["a", "c"], 2)', { a: { b: 1, c: 2 } }],
    ['context merge({a: 1}, {a: 2, b: 3})', { a: 2, b: 3 }],
    ['context merge([{a: 1}, {b: 2}])', { a: 1, b: 2 }],
    ['get value({a: 1}, "a")', 1],
    ['get entries({a: 1})', [{ key: 'a', value: 1 }]],
    ['context([{key: "a", value: 1}])', { a: 1 }],
    ['before(1, [2..3])', true],
    ['overlaps([1..5], [3..8])', true],
    ['during(3, [1..5])', true],
    ['meets([1..5], [5..8])', true],
  ])('%s is %j', (text, expected) => {
    expect(json(text)).toEqual(expected);
  });

  test('each answers wrong arguments with null and one warning instead of throwing', () => {
    for (const name of builtinNames()) {
      for (const args of ['null, null, null', '[[1]], {}, "x"', '"(", "("', '-1, -1', '']) {
        expect(() =>
          run(`${name === 'and' || name === 'or' ? 'all' : name}(${args})`),
        ).not.toThrow();
      }
    }
    expect(warnings('substring(1, 2)')).toEqual([
      "[FUNCTION_INVOCATION_FAILURE] Failed to invoke function 'substring': Illegal arguments: '1', '2'",
    ]);
    expect(warnings('nope(1)')).toEqual([
      "[NO_FUNCTION_FOUND] No function found with name 'nope' and 1 parameters",
    ]);
  });
});

describe('what has no value', () => {
  test.each<[string, Variables, string]>([
    ['x', {}, "[NO_VARIABLE_FOUND] No variable found with name 'x'"],
    [
      'a.b',
      { a: { c: 1 } },
      "[NO_CONTEXT_ENTRY_FOUND] No context entry found with key 'b'. Available keys: 'c'",
    ],
    [
      'a.b',
      { a: {} },
      "[NO_CONTEXT_ENTRY_FOUND] No context entry found with key 'b'. Available keys: ",
    ],
    [
      '{}.b',
      {},
      "[NO_CONTEXT_ENTRY_FOUND] No context entry found with key 'b'. The context is empty",
    ],
    [
      'a.b',
      { a: null },
      "[NO_CONTEXT_ENTRY_FOUND] No context entry found with key 'b'. The context is null",
    ],
    ['1 = "1"', {}, "[NOT_COMPARABLE] Can't compare '1' with '\"1\"'"],
    ['1 + "a"', {}, "[INVALID_TYPE] Can't add '\"a\"' to '1'"],
    ['1 / 0', {}, "[INVALID_TYPE] Can't divide '1' by '0'"],
    ['some x in 1 satisfies x', {}, "[INVALID_TYPE] Expected list but found '1'"],
  ])('%s is null with a warning', (text, variables, warning) => {
    expect(json(text, variables)).toBeNull();
    expect(warnings(text, variables)).toEqual([warning]);
  });

  test('is quoted in the words of the incident that a real broker wrote', () => {
    expect(unexpectedTypeMessage('x>5', ['BOOLEAN'], run('x>5'))).toBe(
      "Expected result of the expression 'x>5' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n" +
        "[NO_VARIABLE_FOUND] No variable found with name 'x'\n[NOT_COMPARABLE] Can't compare 'null' with '5'",
    );
    expect(unexpectedTypeMessage('x>5', ['BOOLEAN'], run('x>5', { x: 'str' }))).toBe(
      "Expected result of the expression 'x>5' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n" +
        "[NOT_COMPARABLE] Can't compare '\"str\"' with '5'",
    );
  });

  test('compares null with anything without a warning', () => {
    expect(json('x = null')).toBe(true);
    expect(json('1 != null')).toBe(true);
    expect(warnings('1 = null')).toEqual([]);
  });

  test('is not defined, and neither is a variable that is null', () => {
    expect(json('is defined(x.y)', { x: { y: 1 } })).toBe(true);
    expect(json('is defined(x.y)', { x: { y: null } })).toBe(false);
    expect(json('is defined(x.z)', { x: { y: 1 } })).toBe(false);
  });

  test.each([
    ['is blank(" ")', '8.6', null],
    ['is blank(" ")', '8.7', true],
    ['partition([1, 2, 3], 2)', '8.6', null],
    ['partition([1, 2, 3], 2)', '8.8', [[1, 2], [3]]],
    ['fromAi(1, "which")', '8.7', null],
    ['fromAi(1, "which")', '8.8', 1],
    ['to json({a: 1})', '8.8', null],
  ] as const)('%s on Camunda %s is %j', (text, level, expected) => {
    expect(toJson(evaluate(parseExpression(text), {}, { level }).value)).toEqual(expected);
  });

  test('is the whole result when an assertion fails', () => {
    expect(run('{a: 1, b: assert(x, x != null, "x is needed")}')).toMatchObject({
      value: null,
      failure: 'x is needed',
    });
    expect(json('assert(x, x > 0)', { x: 3 })).toBe(3);
  });
});

describe('bounds', () => {
  test.each([
    ['too many steps', 'count(for a in 1..1000, b in 1..1000, c in 1..1000 return 1)'],
    ['too many list items', 'for a in 1..900000 return for b in 1..900000 return 1'],
  ])('stop %s', (_, text) => {
    const started = performance.now();
    expect(run(text).failure).toMatch(/^the evaluation took/);
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  test('stop endless recursion', () => {
    const text = '{f: function(g, n) g(g, n + 1), x: f(f, 1)}.x';
    expect(run(text).failure).toMatch(/functions call each other more than 200 deep/);
  });

  test('stop a string that grows without end', () => {
    const text = 'for i in 1..40 return if i = 1 then "xxxxxxxx" else partial[-1] + partial[-1]';
    expect(run(text).failure).toMatch(/a string is longer than/);
  });

  test('refuse a range that is longer than a list may be', () => {
    expect(warnings('for i in 1..1000000000000 return i')).toHaveLength(1);
  });
});

describe('unary tests', () => {
  test.each<[string, unknown, boolean | null]>([
    ['-', 5, true],
    ['', null, true],
    ['5', 5, true],
    ['< 10', 5, true],
    ['[1..5]', 5, true],
    ['(1..5)', 5, false],
    ['"a", "b"', 'b', true],
    ['not("a", "b")', 'c', true],
    ['not(< 3)', 2, false],
    ['null', null, true],
    ['true', true, true],
    ['true', false, false],
    ['starts with(?, "a")', 'abc', true],
    ['? > 1 and ? < 3', 2, true],
    ['limit', 7, true],
    ['> limit', 8, true],
    ['allowed', 'x', true],
    ['< 10', null, null],
    ['missing', 1, false],
    ['date("2026-01-01")', '2026-01-01', null],
  ])('%s given %j is %j', (text, input, expected) => {
    const variables = { limit: 7, allowed: ['x', 'y'] };
    expect(evaluateUnaryTests(parseUnaryTests(text), { input, variables }).value).toBe(expected);
  });
});
