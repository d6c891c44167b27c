const CONTEXT = 3;

/**
 * The difference of two texts as one hunk of a unified diff: equal lines at both ends are left out
 * but for three of context. At most `maxLines` lines; what is cut is counted. Empty for equal texts.
 */
export function unifiedDiff(
  found: string,
  wanted: string,
  options: { readonly path: string; readonly maxLines?: number },
): string {
  if (found === wanted) {
    return '';
  }
  const before = found.split('\n');
  const after = wanted.split('\n');
  const head = commonStart(before, after);
  const tail = commonEnd(before.slice(head), after.slice(head));
  const from = Math.max(0, head - CONTEXT);
  const oldEnd = Math.min(before.length, before.length - tail + CONTEXT);
  const newEnd = Math.min(after.length, after.length - tail + CONTEXT);
  const lines = [
    ...before.slice(from, head).map((line) => ` ${line}`),
    ...before.slice(head, before.length - tail).map((line) => `-${line}`),
    ...after.slice(head, after.length - tail).map((line) => `+${line}`),
    ...before.slice(before.length - tail, oldEnd).map((line) => ` ${line}`),
  ];
  const { path, maxLines = 40 } = options;
  const cut = lines.length - maxLines;
  return [
    `--- ${path}`,
    `+++ ${path} (generated)`,
    `@@ -${from + 1},${oldEnd - from} +${from + 1},${newEnd - from} @@`,
    ...lines.slice(0, maxLines),
    ...(cut > 0 ? [`... ${cut} more lines`] : []),
  ].join('\n');
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) {
    count += 1;
  }
  return count;
}

function commonEnd(left: readonly string[], right: readonly string[]): number {
  return commonStart([...left].reverse(), [...right].reverse());
}
