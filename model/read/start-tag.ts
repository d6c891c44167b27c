import { XmlProblem } from './xml-problem.js';

/** An attribute as the text has it, references decoded. Offsets count from the start of the text. */
export interface RawAttribute {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
  readonly valueOffset: number;
}

const namedReferences: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Reads the attributes of the start tag at `start`.
 *
 * @throws XmlProblem (BPMN101) for anything XML 1.0 does not allow there: missing quotes, `<` in a
 *   value, an attribute given twice, an unknown reference
 */
export function scanStartTag(text: string, start: number, name: string): readonly RawAttribute[] {
  const attribute = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
  const found = new Map<string, RawAttribute>();
  let end = start + 1 + name.length;
  attribute.lastIndex = end;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    const raw = match[2] ?? match[3] ?? '';
    const attributeName = match[1] ?? '';
    const offset = match.index + match[0].search(/\S/);
    const valueOffset = attribute.lastIndex - 1 - raw.length;
    if (found.has(attributeName)) {
      throw new XmlProblem('BPMN101', offset, `attribute "${attributeName}" is given twice`);
    }
    const value = decodeReferences(raw.replace(/\r\n|[\t\n\r]/g, ' '), valueOffset);
    found.set(attributeName, { name: attributeName, value, offset, valueOffset });
    end = attribute.lastIndex;
  }
  const close = /\s*\/?>/y;
  close.lastIndex = end;
  if (!close.test(text)) {
    const at = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
    throw new XmlProblem('BPMN101', at, `the tag <${name}> has a malformed attribute`);
  }
  return [...found.values()];
}

/** Offset after the `>` of the tag at `start`; `>` inside quotes does not count. */
export function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let offset = start; offset < text.length; offset += 1) {
    const character = text[offset];
    if (quote !== '') {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return offset + 1;
    }
  }
  return text.length;
}

/**
 * Replaces character references and the five predefined entities. There are no others without a DTD.
 *
 * @throws XmlProblem (BPMN101) for a bare `&`, an undeclared entity or a character XML forbids
 */
export function decodeReferences(raw: string, offset: number): string {
  return raw.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([\w.-]+))?;?/g, (...parts) => {
    const [whole, decimal, hexadecimal, name, at] = parts as [
      string,
      string | undefined,
      string | undefined,
      string | undefined,
      number,
    ]; // the replacer's documented arguments: the match, three groups, the offset
    const point = codePoint(decimal, hexadecimal);
    const decoded = point ?? namedReferences.get(name ?? '');
    if (decoded === undefined || !whole.endsWith(';')) {
      throw new XmlProblem('BPMN101', offset + at, `"${whole}" is not a known reference`);
    }
    return decoded;
  });
}

function codePoint(decimal?: string, hexadecimal?: string): string | undefined {
  if (decimal === undefined && hexadecimal === undefined) {
    return undefined;
  }
  const point = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : parseInt(decimal, 10);
  return isXmlCharacter(point) ? String.fromCodePoint(point) : undefined;
}

/** XML 1.0, production 2: Char. */
function isXmlCharacter(point: number): boolean {
  return (
    point === 0x9 ||
    point === 0xa ||
    point === 0xd ||
    (point >= 0x20 && point <= 0xd7ff) ||
    (point >= 0xe000 && point <= 0xfffd) ||
    (point >= 0x10000 && point <= 0x10ffff)
  );
}
