import type { Diagnostic, Place } from '../../model/index.js';
import { diagnose } from '../codes.js';
import type { Json } from '../json.js';
import type { Source } from '../source.js';

/** A JSON file with the place of every value in it. */
export interface JsonDocument {
  readonly source: Source;
  readonly root: Json;
  /** Place of the value at an RFC 6901 pointer (`/properties/seats`); of its nearest known parent else. */
  placeOf(pointer: string): Place;
}

/** Nesting beyond this is refused: no honest schema has it, and it would exhaust the stack. */
const MAX_DEPTH = 200;

/** Parses a JSON source; on a fault the document is absent and the diagnostic says where. */
export function readJsonDocument(source: Source): {
  readonly document?: JsonDocument;
  readonly diagnostics: readonly Diagnostic[];
} {
  const scanner = new JsonScanner(source.text);
  const starts = lineStarts(source.text);
  try {
    scanner.scan();
    const root = JSON.parse(stripByteOrderMark(source.text)) as Json;
    return {
      document: {
        source,
        root,
        placeOf: (pointer) => placeAt(source.file, starts, nearestOffset(scanner.offsets, pointer)),
      },
      diagnostics: [],
    };
  } catch (error) {
    const why = error instanceof JsonFault ? error.message : 'it is no valid JSON';
    const place = placeAt(source.file, starts, scanner.position);
    return {
      diagnostics: [diagnose('TYPE501', `"${source.file}" cannot be read: ${why}`, { place })],
    };
  }
}

/** The part after `#` of a reference as pointer segments, with `~0`, `~1` and `%xx` resolved. */
export function pointerSegments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => decodeSegment(segment).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Escapes one pointer segment. */
export function pointerSegment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function stripByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function nearestOffset(offsets: ReadonlyMap<string, number>, pointer: string): number {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const offset = offsets.get(path);
    if (offset !== undefined) {
      return offset;
    }
  }
  return offsets.get('') ?? 0;
}

/** Offsets at which the lines of a text start. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: end, index }) => index + end.length)];
}

function placeAt(file: string, starts: readonly number[], offset: number): Place {
  const after = starts.findIndex((start) => start > offset);
  const line = after === -1 ? starts.length : after;
  return { file, line, column: offset - (starts[line - 1] ?? 0) + 1 };
}

class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

/** Walks the text once and notes where each value starts. `position` stays at a fault. */
class JsonScanner {
  readonly offsets = new Map<string, number>();
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    if (this.#text.startsWith('\ufeff')) {
      this.position = 1;
    }
    this.#value('', 0);
    this.#space();
    if (this.position < this.#text.length) {
      throw new JsonFault('there is text after the end of the document');
    }
  }

  #value(pointer: string, depth: number): void {
    this.#space();
    this.offsets.set(pointer, this.position);
    if (depth > MAX_DEPTH) {
      throw new JsonFault(`it nests deeper than ${MAX_DEPTH} levels`);
    }
    const start = this.#text[this.position];
    if (start === '{') {
      this.#object(pointer, depth);
    } else if (start === '[') {
      this.#array(pointer, depth);
    } else if (start === '"') {
      this.#string();
    } else {
      this.#take(/-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null/y, 'a value is expected here');
    }
  }

  #object(pointer: string, depth: number): void {
    this.position += 1;
    if (this.#takeIf('}')) {
      return;
    }
    do {
      this.#space();
      const start = this.position;
      const key = JSON.parse(this.#string()) as string;
      this.#space();
      this.#take(/:/y, 'a colon is expected here');
      const path = `${pointer}/${pointerSegment(key)}`;
      if (this.offsets.has(path)) {
        this.position = start;
        throw new JsonFault(`the key "${key}" occurs twice`);
      }
      this.#value(path, depth + 1);
    } while (this.#takeIf(','));
    this.#space();
    this.#take(/\}/y, 'a comma or a closing brace is expected here');
  }

  #array(pointer: string, depth: number): void {
    this.position += 1;
    if (this.#takeIf(']')) {
      return;
    }
    let index = 0;
    do {
      this.#value(`${pointer}/${index}`, depth + 1);
      index += 1;
    } while (this.#takeIf(','));
    this.#space();
    this.#take(/\]/y, 'a comma or a closing bracket is expected here');
  }

  #string(): string {
    // eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings
    const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    return this.#take(text, 'a text in double quotes is expected here');
  }

  #take(pattern: RegExp, otherwise: string): string {
    pattern.lastIndex = this.position;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) {
      throw new JsonFault(otherwise);
    }
    this.position += found.length;
    return found;
  }

  #takeIf(character: string): boolean {
    this.#space();
    if (this.#text[this.position] !== character) {
      return false;
    }
    this.position += 1;
    return true;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.position] ?? '')) {
      this.position += 1;
    }
  }
}
