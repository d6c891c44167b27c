import { createRequestMemory } from '../index.js';

const request = { scope: 'startOrder', key: 'k', content: { a: 1, b: 2 } };

function counted(): { readonly act: () => Promise<number>; readonly calls: () => number } {
  let calls = 0;
  return {
    act: () => {
      calls += 1;
      return Promise.resolve(calls);
    },
    calls: () => calls,
  };
}

describe('a request memory', () => {
  test('acts once for a key, and gives all the same answer', async () => {
    const memory = createRequestMemory();
    const { act, calls } = counted();
    const sameInOtherWords = { ...request, content: { b: 2, a: 1 } };
    expect(
      await Promise.all([memory.once(request, act), memory.once(sameInOtherWords, act)]),
    ).toEqual([1, 1]);
    expect(await memory.once(request, act)).toBe(1);
    expect(calls()).toBe(1);
  });

  test('knows keys within their scope alone', async () => {
    const memory = createRequestMemory();
    const { act } = counted();
    await memory.once(request, act);
    expect(await memory.once({ ...request, scope: 'other' }, act)).toBe(2);
    expect(await memory.once({ ...request, key: 'other' }, act)).toBe(3);
  });

  test('refuses a key that came with other content', async () => {
    const memory = createRequestMemory();
    const { act, calls } = counted();
    await memory.once(request, act);
    await expect(memory.once({ ...request, content: { a: 2 } }, act)).rejects.toMatchObject({
      name: 'ApiProblem',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(calls()).toBe(1);
  });

  test('forgets failures, so that a repeated request tries again', async () => {
    const memory = createRequestMemory();
    const { act } = counted();
    const fail = (): Promise<number> => Promise.reject(new Error('engine is away'));
    await expect(memory.once(request, fail)).rejects.toThrow('engine is away');
    expect(await memory.once({ ...request, content: 'corrected' }, act)).toBe(1);
  });

  test('forgets after its time, and the oldest beyond its limit', async () => {
    let now = 0;
    const memory = createRequestMemory({ keepMs: 100, limit: 2, now: () => now });
    const { act } = counted();
    const at = (key: string): Promise<number> => memory.once({ ...request, key }, act);
    expect(await at('a')).toBe(1);
    now = 99;
    expect(await at('a')).toBe(1);
    now = 100;
    expect(await at('a')).toBe(2);
    expect([await at('b'), await at('c'), await at('b')]).toEqual([3, 4, 3]);
    expect(await at('a')).toBe(5);
  });
});
