/** Lines of equal text around a change. */
const CONTEXT = 3;
/** Beyond this many pairs of lines, the changed middle is shown as one block. */
const MAX_PAIRS = 4_000_000;

interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
  /** 1-based line in the text found and the one wanted, of this line or the next that has one. */
  readonly from: number;
  readonly to: number;
}

/**
 * The difference of two texts as a unified diff with three lines of context. At most `maxLines` lines
 * below the heading; what is cut is counted. Empty for equal texts.
 */
export function unifiedDiff(
  found: string,
  wanted: string,
  options: { readonly path: string; readonly maxLines?: number },
): string {
  if (found === wanted) {
    return '';
  }
  const { path, maxLines = 40 } = options;
  const lines = hunksOf(diffLines(found.split('\n'), wanted.split('\n'))).flatMap(printHunk);
  const cut = lines.length - maxLines;
  return [
    `--- ${path}`,
    `+++ ${path} (generated)`,
    ...lines.slice(0, maxLines),
    ...(cut > 0 ? [`... ${cut} more lines`] : []),
  ].join('\n');
}

function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const head = commonStart(before, after);
  const tail = commonStart([...before.slice(head)].reverse(), [...after.slice(head)].reverse());
  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  const kept = commonLines(before.slice(head, oldEnd), after.slice(head, newEnd)).map(
    ([left, right]) => [left + head, right + head] as const,
  );
  const equal = [
    ...range(head).map((line) => [line, line] as const),
    ...kept,
    ...range(tail).map((line) => [oldEnd + line, newEnd + line] as const),
    [before.length, after.length] as const,
  ];
  const lines: DiffLine[] = [];
  let from = 0;
  let to = 0;
  for (const [left, right] of equal) {
    for (; from < left; from += 1) {
      lines.push({ mark: '-', text: before[from] ?? '', from: from + 1, to: to + 1 });
    }
    for (; to < right; to += 1) {
      lines.push({ mark: '+', text: after[to] ?? '', from: from + 1, to: to + 1 });
    }
    if (left < before.length) {
      lines.push({ mark: ' ', text: before[left] ?? '', from: from + 1, to: to + 1 });
      from += 1;
      to += 1;
    }
  }
  return lines;
}

/** Index pairs of a longest common subsequence. */
function commonLines(
  before: readonly string[],
  after: readonly string[],
): readonly (readonly [number, number])[] {
  if (before.length * after.length > MAX_PAIRS) {
    return [];
  }
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length && column < after.length) {
    if (before[row] === after[column]) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      row += 1;
    } else {
      column += 1;
    }
  }
  return pairs;
}

/** Groups changes with their context; changes whose contexts touch share a hunk. */
function hunksOf(lines: readonly DiffLine[]): readonly (readonly DiffLine[])[] {
  const near = new Set<number>();
  lines.forEach(({ mark }, index) => {
    for (let line = index - CONTEXT; mark !== ' ' && line <= index + CONTEXT; line += 1) {
      near.add(line);
    }
  });
  const hunks: DiffLine[][] = [];
  lines.forEach((line, index) => {
    if (near.has(index)) {
      if (!near.has(index - 1) || index === 0) {
        hunks.push([]);
      }
      hunks.at(-1)?.push(line);
    }
  });
  return hunks;
}

function printHunk(hunk: readonly DiffLine[]): readonly string[] {
  const [first] = hunk;
  const old = hunk.filter(({ mark }) => mark !== '+').length;
  const young = hunk.filter(({ mark }) => mark !== '-').length;
  const place = `@@ -${first?.from ?? 1},${old} +${first?.to ?? 1},${young} @@`;
  return [place, ...hunk.map(({ mark, text }) => `${mark}${text}`)];
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) {
    count += 1;
  }
  return count;
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
