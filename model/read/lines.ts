import type { Place } from '../place.js';

/** Turns offsets of a text into places. Lines end with LF, CRLF or CR, as in XML. */
export interface Lines {
  placeAt(offset: number): Place;
}

/** Indexes the line starts of `text` once, so that each look-up is a binary search. */
export function createLines(text: string, file: string): Lines {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    starts.push(match.index + match[0].length);
  }
  return {
    placeAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return Object.freeze({ file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 });
    },
  };
}
