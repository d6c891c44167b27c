import { SortedList } from '../state/sorted-list.js';
import { DueIndex, GroupIndex } from '../state/row-index.js';

/** Numbers that look random and are the same in each run with the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe(`seed ${String(seed)}`, () => {
  test('a sorted list holds what an array that is sorted anew each time would hold', () => {
    const next = numbers(seed);
    const list = new SortedList<number>((one, other) => one < other);
    const model = new Set<number>();
    for (let step = 0; step < 20_000; step += 1) {
      const entry = next() % 6_000;
      if (next() % 5 < 3 && !model.has(entry)) {
        list.add(entry);
        model.add(entry);
      } else {
        list.remove(entry);
        model.delete(entry);
      }
    }
    expect([...list]).toEqual([...model].sort((one, other) => one - other));
    expect(list.size).toBe(model.size);
    expect(list.first()).toBe(Math.min(...model));
  });

  test('a group index gives ascending entries of groups of one, of a few and of thousands', () => {
    interface Row {
      readonly key: number;
      readonly group: string | undefined;
    }
    const next = numbers(seed + 1);
    const index = new GroupIndex<Row, string, number>(
      (row) => row.group,
      (row) => row.key,
    );
    const rows = new Map<number, Row>();
    const put = (key: number, group: string | undefined): void => {
      const row = { key, group };
      index.replace(rows.get(key), row);
      rows.set(key, row);
    };
    const names = ['large', 'large', 'large', 'large', 'small', undefined];
    for (let step = 0; step < 12_000; step += 1) {
      const key = next() % 4_000;
      put(key, names[next() % names.length]);
      if (next() % 4 === 0) {
        index.replace(rows.get(key), undefined);
        rows.delete(key);
      }
    }
    put(9_999, 'single');
    for (const group of ['large', 'small', 'single', 'none']) {
      const expected = [...rows.values()]
        .filter((row) => row.group === group)
        .map(({ key }) => key)
        .sort((one, other) => one - other);
      expect(index.get(group)).toEqual(expected);
      expect([...index.entries(group)]).toEqual(expected);
      expect(index.count(group)).toBe(expected.length);
    }
  });
});

test('what is due comes by time, then by tie, then by key, and no more than asked for', () => {
  interface Row {
    readonly due: number;
    readonly tie: number;
    readonly key: number;
  }
  const index = new DueIndex<Row>((row) => row);
  const rows = [
    { due: 20, tie: 0, key: 1 },
    { due: 10, tie: 2, key: 2 },
    { due: 10, tie: 1, key: 4 },
    { due: 10, tie: 1, key: 3 },
    { due: 30, tie: 0, key: 5 },
  ];
  for (const row of rows) {
    index.replace(undefined, row);
  }
  expect(index.next()).toBe(10);
  expect(index.until(20, 64)).toEqual([3, 4, 2, 1]);
  expect(index.until(20, 2)).toEqual([3, 4]);
  expect(index.until(9, 64)).toEqual([]);
});
