const ESCAPE = /\\(["'bfnrt])/g;
const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * The value of a FEEL string literal, given with its quotes. Camunda 8.6 knows neither a backslash
 * that stands for itself nor code points: what it does not know stays as written.
 */
export function unescapeString(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(ESCAPE, (whole: string, letter: string) => SIMPLE[letter] ?? whole);
}
