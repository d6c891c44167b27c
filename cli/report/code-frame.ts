import { printable } from './printable.js';

/** Columns of source text that a frame shows; the rest of a long line is cut. */
const WIDTH = 100;

/**
 * The source line at a place with a caret below the column, both starting with a gutter; nothing when
 * the text has no such line. `line` and `column` are 1-based, `column` counts UTF-16 units.
 */
export function codeFrame(
  text: string,
  place: { readonly line: number; readonly column: number },
): readonly string[] {
  const line = lineOf(text, place.line);
  if (line === undefined || line.trim() === '') {
    return [];
  }
  const column = Math.min(Math.max(place.column, 1), line.length + 1) - 1;
  // A long line is cut so that the column stays in sight.
  const start = column < WIDTH - 10 ? 0 : column - Math.floor(WIDTH / 2);
  const shown = line.slice(start, start + WIDTH);
  const before = `${start > 0 ? '…' : ''}${shown.slice(0, column - start)}`;
  const after = `${shown.slice(column - start)}${line.length > start + WIDTH ? '…' : ''}`;
  const number = String(place.line);
  const plain = (part: string): string => printable(part.replaceAll('\t', ' '));
  return [
    `${number} | ${plain(before)}${plain(after)}`,
    `${' '.repeat(number.length)} | ${' '.repeat(columnsOf(plain(before)))}^`,
  ];
}

function lineOf(text: string, line: number): string | undefined {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) {
      return undefined;
    }
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
}

/** Terminal columns of a text: wide letters of East Asia and most emoji take two, marks none. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200d/u.test(character)) {
      continue;
    }
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}
