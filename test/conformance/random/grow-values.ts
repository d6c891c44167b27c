import type { Json } from '../../../engine/index.js';
import type { Dice } from './dice.js';
import type { Mapping } from './plan.js';

const texts = [
  '',
  'x',
  'straße',
  'a b',
  '7',
  '日本',
  'line\nbreak',
  '"quoted"',
  '=x',
  'null',
  '😀',
];
const numbers = [0, 1, 2, 3, 5, -1, -7, 0.1, 2.5, 1e-7, 12.75, 1e15, 123456789012345, 100];

/** A random JSON value, at most `depth` levels deep. */
export function growValue(dice: Dice, depth = 2): Json {
  return dice.weigh<() => Json>([
    [2, () => null],
    [2, () => dice.chance(0.5)],
    [5, () => dice.pick(numbers)],
    [4, () => dice.pick(texts)],
    [depth > 0 ? 3 : 0, () => dice.list(0, 3, () => growValue(dice, depth - 1))],
    [depth > 0 ? 3 : 0, () => growObject(dice, depth - 1)],
  ])();
}

function growObject(dice: Dice, depth: number): Json {
  const names = ['x', 'y', 'b', 'a b', 'ü'];
  return Object.fromEntries(dice.list(0, 3, () => [dice.pick(names), growValue(dice, depth)]));
}

/** Variables that models of this generator read; most of the time with the type they expect. */
export function growVariables(dice: Dice, share: number): Record<string, Json> {
  const variables: Record<string, Json> = {};
  const put = (name: string, make: () => Json): void => {
    if (dice.chance(share)) {
      variables[name] = dice.chance(0.06) ? growValue(dice) : make();
    }
  };
  put('n', () => dice.pick(numbers));
  put('s', () => dice.pick(texts));
  put('flag', () => dice.chance(0.5));
  put('items', () => dice.list(0, 3, () => dice.pick<Json>([1, 2, 3, 'x', null, 2.5])));
  put('key', () => dice.pick<Json>(['k1', 'k2', 7]));
  put('a', () => growValue(dice));
  put('b', () => growValue(dice));
  return variables;
}

const conditions = [
  'n > 2',
  'n < 3',
  'flag',
  'flag = true',
  'not(flag)',
  's = "x"',
  'count(items) > 1',
  'n > 1 and flag',
  'n > 1 or flag',
  'contains(s, "a")',
  'n in [1..3]',
  'a = null',
  'a != b',
  'some i in items satisfies i = 2',
  'is defined(a)',
  'string length(s) > 1',
  'n != 2',
  'a.x = 1',
  'if flag then n > 0 else n <= 0',
];

/** A FEEL condition that most of the time gives a boolean; without its `=`. */
export function growCondition(dice: Dice): string {
  return dice.pick(conditions);
}

const anything = [
  'n',
  's',
  'a',
  'b',
  'items',
  'n + 1',
  'n / 3',
  'n * 0.1',
  'n - 0.5',
  's + "!"',
  'string(n)',
  'items[1]',
  'items[-1]',
  'count(items)',
  'sum([1, n])',
  'for i in items return i',
  'for i in [1, 2, 3] return i * n',
  '{x: n, y: {z: s}}',
  '{x: 1, x2: [n, s]}',
  'a.x',
  'a.x.y',
  'if flag then n else s',
  'upper case(s)',
  'append(items, n)',
  'concatenate(items, [4])',
  'null',
  '"text"',
  '3.25',
  'true',
  'round half up(n / 7, 2)',
  'modulo(5, 3)',
  'substring("hello", 2, 3)',
  'split("a,b,c", ",")',
  'date("2024-01-31") + duration("P1M")',
  'duration("PT90M")',
  'string(date and time("2024-02-29T10:00:00Z"))',
  'context put({x: 1}, "y", n)',
  'get value({x: s}, "x")',
  'max([1, n, 2])',
  'distinct values(items)',
  'items[item = 2]',
  'number("1.50")',
  'floor(2.7)',
  '[n, s, flag]',
  'a = b',
  'every i in items satisfies i = 1',
  'string join(["a", "b"], "-")',
  'reverse(items)',
  'index of(items, 2)',
  '{n: n}.n',
  '2 ** 3',
  '-n',
];

/** A FEEL expression of any type; without its `=`. */
export function growExpression(dice: Dice): string {
  return dice.pick(anything);
}

/** Input mappings of a node: some static, some nested, some to a target that comes twice. */
export function growMappings(dice: Dice, names: readonly string[]): readonly Mapping[] {
  return growOutputs(dice, names).map((mapping) =>
    dice.chance(0.1) ? { ...mapping, source: dice.pick(['text', 'with "quote"', '5']) } : mapping,
  );
}

/** Output mappings of a node, whose sources are expressions. */
export function growOutputs(dice: Dice, names: readonly string[]): readonly Mapping[] {
  return dice.list(1, 3, () => {
    const nested = dice.chance(0.25) ? dice.pick(['.x', '.y', '.x.z']) : '';
    return { source: `=${growExpression(dice)}`, target: dice.pick(names) + nested };
  });
}
