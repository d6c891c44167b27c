import { JsonReader, type ReadJson } from './json-reader.js';

const [quote, backslash, openBrace, openBracket, closeBrace, closeBracket] = [
  34, 92, 123, 91, 125, 93,
];

/** Deepest nesting of a document that is read; what is deeper could exhaust the stack later. */
export const deepestDocument = 1200;

/**
 * Reads JSON as the Camunda gateway does, which is laxer than the standard: names and texts may stand
 * in single quotes, what follows the first value is ignored, and no text at all is null. Refuses
 * whole numbers of more than 64 bits and documents nested deeper than `deepestDocument` with
 * `JsonFault`; numbers too large for a fraction become the text "Infinity".
 */
export function readJsonDocument(text: string): ReadJson {
  if (!needsCare(text) && isShallow(text)) {
    try {
      const value = JSON.parse(text) as unknown;
      return { value, kind: kindOf(value, text) };
    } catch {
      // Read again below, to take what the standard does not and to say where the fault is.
    }
  }
  return new JsonReader(text, deepestDocument).read();
}

/** Whether the text may hold numbers that JavaScript would change. */
function needsCare(text: string): boolean {
  return /\d{19}|\d[eE]\+?\d{3}/.test(text);
}

/** Whether a text is nested no deeper than `deepestDocument`; looks at brackets outside of texts only. */
function isShallow(text: string): boolean {
  if (text.length <= deepestDocument) {
    return true;
  }
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length && depth <= deepestDocument; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      inText = !inText;
    } else if (inText) {
      at += character === backslash ? 1 : 0;
    } else if (character === openBrace || character === openBracket) {
      depth += 1;
    } else if (character === closeBrace || character === closeBracket) {
      depth -= 1;
    }
  }
  return depth <= deepestDocument;
}

function kindOf(value: unknown, text: string): ReadJson['kind'] {
  if (typeof value === 'number') {
    return /[.eE]/.test(text) ? 'FLOAT' : 'INTEGER';
  }
  if (typeof value === 'string') {
    return 'STRING';
  }
  if (typeof value === 'boolean') {
    return 'BOOLEAN';
  }
  return value === null ? 'NIL' : Array.isArray(value) ? 'ARRAY' : 'OBJECT';
}
