import fc from 'fast-check';
import { fingerprint, parseIdempotencyKey } from '../../index.js';

describe('idempotency keys', () => {
  test.each([
    ['abc', 'abc'],
    ['"abc"', 'abc'],
    ['  5f0c7a3e-8f0b ', '5f0c7a3e-8f0b'],
    ['k'.repeat(255), 'k'.repeat(255)],
  ])('%j is the key %j', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  test.each([undefined, '', '   '])('%j is a missing key', (header) => {
    expect(() => parseIdempotencyKey(header)).toThrow(/IDEMPOTENCY_KEY_MISSING/);
  });

  test.each(['a b', '""', '"', 'ä', 'a\\b', 'a"b', 'k'.repeat(256), 'a\tb'])(
    '%j is malformed',
    (header) => {
      expect(() => parseIdempotencyKey(header)).toThrow(/IDEMPOTENCY_KEY_INVALID/);
    },
  );
});

describe('fingerprint', () => {
  test('is the same for any order of members', () => {
    expect(fingerprint({ a: 1, b: { c: [1, 2], d: null } })).toBe(
      fingerprint({ b: { d: null, c: [1, 2] }, a: 1 }),
    );
  });

  test.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: { b: 1 } }, { 'a.b': 1 }],
    [{}, []],
    [{ a: null }, {}],
  ])('tells %j from %j', (one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });

  test('survives a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fingerprint(JSON.parse(JSON.stringify(value)))).toBe(fingerprint(value));
      }),
    );
  });
});
