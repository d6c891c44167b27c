import { isWidelyKnown } from '../plan/names.js';

const LINE_BREAKS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const WIDTH = 100;

/**
 * A string as a TypeScript literal, the only way model text enters generated code as a value.
 * Everything that could end a literal or a line, and every unpaired surrogate, is escaped.
 */
export function stringLiteral(text: string): string {
  const quote = count(text, "'") > count(text, '"') ? '"' : "'";
  let literal = quote;
  for (const character of text) {
    literal += character === quote ? `\\${quote}` : escapeCharacter(character);
  }
  return literal + quote;
}

/**
 * A name as a property key: plain where it is an identifier, else quoted. `__proto__` is computed,
 * because as a plain or quoted key it would set the prototype of an object literal.
 */
export function propertyKey(name: string): string {
  if (name === '__proto__') {
    return `['__proto__']`;
  }
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** True when `text` can stand as an identifier as it is. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text) && isWidelyKnown(text);
}

/** Access to a property: `value.name` or `value['odd name']`. */
export function propertyAccess(object: string, name: string): string {
  return isIdentifier(name) ? `${object}.${name}` : `${object}[${stringLiteral(name)}]`;
}

/**
 * A doc comment from any text, indented. Nothing in the text can end the comment or pose as a TSDoc
 * tag; lines that are ours to tag (`@see`) go into `tags`. Empty when there is nothing to say.
 */
export function docComment(
  paragraphs: readonly (string | undefined)[],
  options: { readonly indent?: string; readonly tags?: readonly string[] } = {},
): string {
  const { indent = '', tags = [] } = options;
  const width = WIDTH - indent.length - 3;
  const blocks = paragraphs
    .map((text) => proseLines(text ?? '', width))
    .filter((lines) => lines.length > 0);
  const lines = blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
  const tagged = tags.map((tag) => commentText(tag, { tags: true }));
  const all = lines.length > 0 && tagged.length > 0 ? [...lines, ...tagged] : [...lines, ...tagged];
  const [only] = all;
  if (only === undefined) {
    return '';
  }
  if (all.length === 1 && indent.length + only.length + 7 <= WIDTH) {
    return `${indent}/** ${only} */\n`;
  }
  const body = all.map((line) => (line === '' ? `${indent} *` : `${indent} * ${line}`));
  return `${indent}/**\n${body.join('\n')}\n${indent} */\n`;
}

/** One `//` line of any text. */
export function lineComment(text: string): string {
  return `// ${commentText(text, { tags: true })}\n`;
}

function proseLines(text: string, width: number): readonly string[] {
  return text.split(LINE_BREAKS).flatMap((line) => wrap(commentText(line, { tags: false }), width));
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Half characters, and those that hide or turn round what stands beside them, show as U+FFFD. */
function commentText(text: string, options: { readonly tags: boolean }): string {
  const plain = text
    .replace(/\p{Surrogate}|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '\ufffd')
    .replace(/[\p{Control}\u2028\u2029]+/gu, ' ');
  const closed = plain.replaceAll('*/', '*\\/').trim();
  return options.tags ? closed : closed.replace(/(^|\s)@/g, '$1\\@');
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '\\':
      return '\\\\';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default: {
      const code = character.codePointAt(0) ?? 0;
      const hidden =
        code < 0x20 ||
        (code >= 0x7f && code <= 0x9f) ||
        (code >= 0xd800 && code <= 0xdfff) ||
        /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(character);
      return hidden ? `\\u${code.toString(16).padStart(4, '0')}` : character;
    }
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
