const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(["'\\nrt]))/g;
const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The value of a FEEL string literal, given with its quotes. An unknown escape stays as written. */
export function unescapeString(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(ESCAPE, (whole: string, short?: string, long?: string, simple?: string): string => {
      const code = short ?? long;
      if (code === undefined) {
        return SIMPLE[simple ?? ''] ?? whole;
      }
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    });
}
