import { fileNameOf } from './names.js';

/** A name in ASCII, as keys of OpenAPI components and operation ids have to be: other letters are spelt as numbers. */
export function asciiName(name: string): string {
  return Array.from(name)
    .map((letter) =>
      /[A-Za-z0-9._-]/.test(letter) ? letter : `_u${(letter.codePointAt(0) ?? 0).toString(16)}`,
    )
    .join('');
}

/** A path segment for any id or name, percent-encoded where it has letters beyond ASCII. */
export function pathSegment(text: string): string {
  return encodeURIComponent(fileNameOf(text));
}
