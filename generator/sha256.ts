import { createHash } from 'node:crypto';

/** SHA-256 of a text in UTF-8, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of a source, whatever its line ends and byte order mark: a checkout may change both. */
export function sourceHash(source: { readonly text: string }): string {
  const { text } = source;
  const hash =
    known.get(source) ?? sha256(plainLines(text.startsWith('\uFEFF') ? text.slice(1) : text));
  known.set(source, hash);
  return hash;
}

/** Sources do not change, and all of a set are hashed again whenever one of them does. */
const known = new WeakMap<object, string>();

/** A text with `\n` for every `\r\n`. */
export function plainLines(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}
