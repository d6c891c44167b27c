const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * The `name` of the element with an id, read from the text of the model; undefined without one. A
 * look for people only: it takes the first tag with that id and gives up on anything odd.
 */
export function elementNameIn(text: string, id: string): string | undefined {
  for (const quote of ['"', "'"]) {
    const at = text.indexOf(` id=${quote}${id}${quote}`);
    if (at >= 0) {
      const tag = text.slice(text.lastIndexOf('<', at), endOfTag(text, at));
      const name = /\sname=(?:"([^"]*)"|'([^']*)')/.exec(tag);
      const found = name?.[1] ?? name?.[2];
      return found === undefined ? undefined : decode(found);
    }
  }
  return undefined;
}

function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let index = from; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return index;
    }
  }
  return text.length;
}

function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, dec, name) => {
    // Groups of a pattern are strings or absent; the replacer's type does not say so.
    const code = Number.parseInt(String(hex ?? dec), hex === undefined ? 10 : 16);
    if (hex === undefined && dec === undefined) {
      return ENTITIES[String(name)] ?? whole;
    }
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
