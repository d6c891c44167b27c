/**
 * A text as a PromQL string literal (prometheus.io, "String literals", which are Go's). A dollar sign
 * is written as its code: Grafana would read it as the start of a variable.
 */
export function promqlText(text: string): string {
  const escaped = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') {
      return `\\${char}`;
    }
    if (code < 0x20 || char === '$' || code === 0x7f) {
      return `\\x${code.toString(16).padStart(2, '0')}`;
    }
    // A lone surrogate is no text that Go reads.
    return code >= 0xd8_00 && code <= 0xdf_ff ? '\\ufffd' : char;
  });
  return `"${escaped.join('')}"`;
}

/** A regular expression (RE2) that matches each of the texts and nothing else, as a PromQL literal. */
export function promqlOneOf(texts: readonly string[]): string {
  return promqlText(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&')).join('|'));
}

/** A text to show: Grafana puts the value of a variable where a dollar sign and its name stand. */
export function shownText(text: string): string {
  return text.replace(/\$/gu, '\uff04').replace(/\p{Cc}/gu, ' ');
}
