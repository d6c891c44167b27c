import { unifiedDiff } from '../compare/unified-diff.js';

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, line) => `l${line + 1}`);

describe('unifiedDiff', () => {
  test('shows each change with three lines around it, in hunks of its own', () => {
    const before = numbered(30);
    const after = [...before];
    after[4] = 'five';
    after.splice(20, 1);
    expect(unifiedDiff(before.join('\n'), after.join('\n'), { path: 'a.ts' }).split('\n')).toEqual([
      '--- a.ts',
      '+++ a.ts (generated)',
      '@@ -2,7 +2,7 @@',
      ' l2',
      ' l3',
      ' l4',
      '-l5',
      '+five',
      ' l6',
      ' l7',
      ' l8',
      '@@ -18,7 +18,6 @@',
      ' l18',
      ' l19',
      ' l20',
      '-l21',
      ' l22',
      ' l23',
      ' l24',
    ]);
  });

  test('is empty for equal texts and counts what it cuts', () => {
    expect(unifiedDiff('a\nb', 'a\nb', { path: 'a' })).toBe('');
    const diff = unifiedDiff(numbered(50).join('\n'), '', { path: 'a', maxLines: 10 });
    expect(diff.split('\n')).toHaveLength(13);
    expect(diff).toMatch(/\.\.\. 42 more lines$/);
  });
});
