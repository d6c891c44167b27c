import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseXml } from '../../read/parse-xml.js';
import { attributeOf, type XmlElement } from '../../read/xml-document.js';

const schemaFiles = ['BPMN20', 'Semantic', 'BPMNDI', 'DI', 'DC'];
const simpleTypes = new Set(['QName', 'ID', 'IDREF', 'boolean', 'integer', 'int', 'double']);

/** Global elements and complex types as `model/schema/bpmn-types.ts` has them. */
export interface XsdTypes {
  readonly elements: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string>>;
}

/** Reads the XML Schema of BPMN 2.0 that `bpmn-moddle` brings with it. */
export function readXsdTypes(): XsdTypes {
  const elements: Record<string, string> = {};
  const types: Record<string, string> = {};
  const enumerations = new Map<string, string>();
  const moddle = createRequire(import.meta.url).resolve('bpmn-moddle/package.json');
  const declarations = schemaFiles.flatMap((file) => {
    const url = new URL(`resources/bpmn/xsd/${file}.xsd`, `file://${moddle}`);
    const schema = parseXml(readFileSync(url, 'utf8').replace(/^\uFEFF/, ''), `${file}.xsd`);
    const prefix = { BPMNDI: 'bpmndi:', DI: 'di:', DC: 'dc:' }[file] ?? '';
    return schema.children.map((child) => ({
      child,
      name: `${prefix}${attributeOf(child, 'name') ?? ''}`,
    }));
  });
  for (const { child, name } of declarations) {
    const values = enumerationValues(child);
    if (values.length > 0) {
      enumerations.set(name, values.join(','));
    }
  }
  for (const { child, name } of declarations) {
    if (child.name === 'element') {
      const head = attributeOf(child, 'substitutionGroup');
      const type = attributeOf(child, 'type') ?? '';
      elements[name] = head === undefined ? type : `${type} ${head}`;
    } else if (child.name === 'complexType') {
      const prefix = name.replace(/[^:]*$/, '');
      types[name] = typeText(child, { enumerations, prefix });
    }
  }
  return { elements, types };
}

function enumerationValues(type: XmlElement): readonly string[] {
  const restriction = type.children.find(({ name }) => name === 'restriction');
  return (restriction?.children ?? []).map((each) => attributeOf(each, 'value') ?? '');
}

/** `base | content | attributes`, and `mixed` where text may stand between the children. */
function typeText(
  type: XmlElement,
  of: { readonly enumerations: ReadonlyMap<string, string>; readonly prefix: string },
): string {
  const extension = type.children
    .find(({ name }) => name === 'complexContent')
    ?.children.find(({ name }) => name === 'extension');
  const body = extension ?? type;
  const content = body.children
    .filter(({ name }) => name === 'sequence' || name === 'choice')
    .map((each) => (each.name === 'choice' ? choiceText(each) : sequenceText(each, of.prefix)))
    .join(' ');
  const attributes = body.children
    .filter(({ name }) => name === 'attribute')
    .map((each) => attributeText(each, of.enumerations));
  const mixed = attributeOf(type, 'mixed') === 'true' ? ['mixed'] : [];
  return [
    extension === undefined ? '' : (attributeOf(extension, 'base') ?? ''),
    content,
    attributes.join(' '),
    ...mixed,
  ].join(' | ');
}

function sequenceText(sequence: XmlElement, prefix: string): string {
  return sequence.children.map((each) => particleText(each, prefix)).join(' ');
}

/** A choice whose branch is a sequence is written as the choice of the first ones, then the rest. */
function choiceText(choice: XmlElement): string {
  const rest: string[] = [];
  const names = choice.children.map((branch) => {
    if (branch.name !== 'sequence') {
      return nameText(branch, '');
    }
    const [first, ...more] = branch.children;
    rest.push(...more.map((each) => particleText(each, '')));
    return first === undefined ? '' : nameText(first, '');
  });
  return [`${names.join('/')}?`, ...rest].join(' ');
}

function particleText(particle: XmlElement, prefix: string): string {
  const min = attributeOf(particle, 'minOccurs') ?? '1';
  const isMany = attributeOf(particle, 'maxOccurs') === 'unbounded';
  const occurrence = isMany ? (min === '0' ? '*' : min) : min === '0' ? '?' : '';
  const many = isMany && min !== '0' ? `{${occurrence}}` : occurrence;
  return `${nameText(particle, prefix)}${many}`;
}

function nameText(particle: XmlElement, prefix: string): string {
  if (particle.name === 'any') {
    return '#any';
  }
  const ref = attributeOf(particle, 'ref');
  if (ref !== undefined) {
    return ref;
  }
  const type = attributeOf(particle, 'type')?.replace('xsd:', '') ?? '#any';
  return `${prefix}${attributeOf(particle, 'name') ?? ''}=${type}`;
}

function attributeText(attribute: XmlElement, enumerations: ReadonlyMap<string, string>): string {
  const type = (attributeOf(attribute, 'type') ?? '').replace('xsd:', '');
  const required = attributeOf(attribute, 'use') === 'required' ? '!' : '';
  const name = attributeOf(attribute, 'name') ?? '';
  const checked = simpleTypes.has(type) ? type : (enumerations.get(type) ?? '');
  return `${name}=${checked}${required}`;
}
