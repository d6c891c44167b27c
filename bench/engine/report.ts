import type { BenchRow } from './bench-case.js';

const heads = ['what', 'figure', 'peer', 'ratio', 'goal', 'met'] as const;

function cell(row: BenchRow, head: (typeof heads)[number]): string {
  if (head === 'met') {
    return row.met === undefined ? '' : row.met ? 'met' : 'MISSED';
  }
  return row[head];
}

/** The rows as a table of aligned columns in Markdown. */
export function table(rows: readonly BenchRow[]): string {
  const lines = [heads, ...rows.map((row) => heads.map((head) => cell(row, head)))];
  const widths = heads.map((_head, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = lines.map(
    (line) => `| ${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [text[0], rule, ...text.slice(1)].join('\n');
}
