import { Parser } from 'saxen';
import { deepFreeze, defined } from './defined.js';
import { createLines, type Lines } from './lines.js';
import { decodeReferences, scanStartTag, tagEnd, type RawAttribute } from './start-tag.js';
import type { XmlAttribute, XmlElement } from './xml-document.js';
import { XmlProblem } from './xml-problem.js';

/** Deeper nesting than any drawn model has; bounds every recursion over the tree. */
const maxDepth = 128;
/** What the broker's XML parser allows an element (`jdk.xml.elementAttributeLimit`). */
const maxAttributes = 200;
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** Namespaces in scope: prefix (empty for the default) to URI. */
type Scope = ReadonlyMap<string, string>;

interface OpenElement {
  readonly element: {
    -readonly [K in keyof XmlElement]: XmlElement[K];
  } & { children: XmlElement[] };
  readonly scope: Scope;
  readonly text: string[];
  textOffset: number | undefined;
}

/**
 * Parses XML 1.0 text without DTD into a frozen tree in which every element and attribute has its
 * place. saxen cuts the text into tags and checks their nesting; it reports neither offsets nor
 * attribute positions cheaply, so a cursor walks the text beside it.
 *
 * @throws XmlProblem when the text is not well formed, has a DTD, or nests too deep
 */
export function parseXml(text: string, file: string): XmlElement {
  const builder = createTreeBuilder(text, createLines(text, file));
  const parser = new Parser();
  parser.on('openTag', (name, _attributes, _decode, selfClosing) => {
    builder.open(name, selfClosing);
  });
  parser.on('closeTag', (_name, _decode, selfClosing) => {
    builder.close(selfClosing);
  });
  parser.on('text', (raw) => {
    builder.text(raw, raw.length, true);
  });
  parser.on('cdata', (raw) => {
    builder.text(raw, raw.length + '<![CDATA[]]>'.length, false);
  });
  parser.on('comment', (raw) => {
    builder.skip(raw.length + '<!---->'.length);
  });
  parser.on('question', (raw) => {
    builder.skip(raw.length);
  });
  parser.on('attention', () => {
    throw new XmlProblem('BPMN102', builder.offset(), 'a document type definition');
  });
  parser.on('error', (error) => {
    throw new XmlProblem('BPMN101', builder.offset(), error.message);
  });
  parser.parse(text);
  return deepFreeze(builder.root());
}

interface TreeBuilder {
  open(name: string, selfClosing: boolean): void;
  close(selfClosing: boolean): void;
  text(raw: string, length: number, decode: boolean): void;
  skip(length: number): void;
  /** Where the next markup starts. */
  offset(): number;
  root(): XmlElement;
}

function createTreeBuilder(text: string, lines: Lines): TreeBuilder {
  const stack: OpenElement[] = [];
  let root: XmlElement | undefined;
  let cursor = 0;

  // saxen reports no text outside the root element, so the cursor skips it here.
  const atMarkup = (): number => {
    const next = stack.length === 0 ? text.indexOf('<', cursor) : cursor;
    cursor = next < 0 ? text.length : next;
    return cursor;
  };

  return {
    open(name, selfClosing) {
      const start = atMarkup();
      if (root !== undefined && stack.length === 0) {
        throw new XmlProblem('BPMN101', start, 'a second root element');
      }
      if (stack.length >= maxDepth) {
        throw new XmlProblem('BPMN103', start, `elements nest deeper than ${maxDepth} levels`);
      }
      const opened = openElement({ name, start, text, lines }, stack.at(-1));
      stack.at(-1)?.element.children.push(opened.element);
      root ??= opened.element;
      stack.push(opened);
      cursor = tagEnd(text, start);
      if (selfClosing) {
        stack.pop();
      }
    },
    close(selfClosing) {
      if (selfClosing) {
        return;
      }
      const closed = stack.pop();
      const end = lines.placeAt(cursor);
      cursor = text.indexOf('>', cursor) + 1;
      if (closed !== undefined) {
        closed.element.endPlace = end;
        closed.element.text = closed.text.join('').trim();
        if (closed.textOffset !== undefined) {
          closed.element.textPlace = lines.placeAt(closed.textOffset);
        }
      }
    },
    text(raw, length, decode) {
      const current = stack.at(-1);
      const visible = raw.search(/\S/);
      if (current !== undefined && visible >= 0) {
        const lead = decode ? 0 : '<![CDATA['.length;
        current.textOffset ??= cursor + lead + visible;
      }
      const unified = raw.replace(/\r\n?/g, '\n');
      current?.text.push(decode ? decodeReferences(unified, cursor) : unified);
      cursor += length;
    },
    skip(length) {
      cursor = atMarkup() + length;
    },
    offset: atMarkup,
    root() {
      if (root === undefined) {
        throw new XmlProblem('BPMN101', 0, 'no root element');
      }
      return root;
    },
  };
}

interface TagAt {
  readonly name: string;
  readonly start: number;
  readonly text: string;
  readonly lines: Lines;
}

function openElement(tag: TagAt, outer: OpenElement | undefined): OpenElement {
  const raw = scanStartTag(tag.text, tag.start, tag.name);
  if (raw.length > maxAttributes) {
    const many = `<${tag.name}> has more than ${maxAttributes} attributes`;
    throw new XmlProblem('BPMN103', tag.start, many);
  }
  const scope = scopeOf(raw, outer?.scope ?? new Map([['xml', xmlNamespace]]));
  const place = tag.lines.placeAt(tag.start);
  const attributes = raw
    .filter((each) => each.name !== 'xmlns' && !each.name.startsWith('xmlns:'))
    .map((each): XmlAttribute => {
      const { prefix, local } = splitName(each.name);
      return {
        name: local,
        // An attribute without prefix is in no namespace, whatever the default is.
        namespace: prefix === '' ? '' : resolve(prefix, each.name, each.offset, scope),
        qualifiedName: each.name,
        value: each.value,
        place: tag.lines.placeAt(each.valueOffset),
      };
    });
  const { prefix, local } = splitName(tag.name);
  return {
    element: defined({
      name: local,
      namespace: resolve(prefix, tag.name, tag.start, scope),
      qualifiedName: tag.name,
      attributes,
      children: [],
      text: '',
      textPlace: place,
      place,
      tagEndLine: tag.lines.placeAt(tagEnd(tag.text, tag.start)).line,
      namespaces: scope,
      endPlace: place,
      parent: outer?.element,
    }),
    scope,
    text: [],
    textOffset: undefined,
  };
}

function scopeOf(attributes: readonly RawAttribute[], outer: Scope): Scope {
  const declared = attributes.flatMap(({ name, value }): [string, string][] =>
    name === 'xmlns'
      ? [['', value]]
      : name.startsWith('xmlns:')
        ? [[name.slice('xmlns:'.length), value]]
        : [],
  );
  return declared.length === 0 ? outer : new Map([...outer, ...declared]);
}

function resolve(prefix: string, name: string, offset: number, scope: Scope): string {
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== '') {
    throw new XmlProblem('BPMN101', offset, `the prefix of "${name}" is not bound to a namespace`);
  }
  return namespace ?? '';
}

function splitName(name: string): { readonly prefix: string; readonly local: string } {
  const colon = name.indexOf(':');
  return colon < 0
    ? { prefix: '', local: name }
    : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
