import { createHash } from 'node:crypto';

/** SHA-256 of a text in UTF-8, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of a source, whatever its line ends and byte order mark: a checkout may change both. */
export function sourceHash(text: string): string {
  return sha256(plainLines(text.startsWith('\uFEFF') ? text.slice(1) : text));
}

/** A text with `\n` for every `\r\n`. */
export function plainLines(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}
