/**
 * Model text can hold terminal control sequences and marks that turn the reading direction; they are
 * shown as escapes, not obeyed. Line ends stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Control}\n]|\p{Bidi_Control}|[\u2028\u2029]|\p{Surrogate}/gu, escaped);
}

/** As `printable`, on one line: a line end and the blanks around it become one blank. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s*[\r\n\u2028\u2029]\s*/g, ' '));
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
