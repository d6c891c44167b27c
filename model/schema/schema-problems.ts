import { attributeOf, bpmnNamespace, isBpmn, type XmlElement } from '../read/xml-document.js';
import { attributeTypes } from './attributes.js';
import {
  contentModels,
  groups,
  idReferences,
  requiredAttributes,
  type Particle,
} from './content-model.js';

/** A breach of the BPMN 2.0 XML Schema, in the words of the broker's schema validator. */
export interface SchemaProblem {
  readonly element: XmlElement;
  readonly message: string;
  /** Dangling references come after the whole file has been read. */
  readonly atEnd?: boolean;
}

/**
 * Checks the elements a process is made of against the BPMN 2.0 XML Schema: order of children,
 * attributes, ids and references. Extension elements and the diagram are left alone. In the order in
 * which a validator meets them.
 */
export function schemaProblems(root: XmlElement): readonly SchemaProblem[] {
  const ids = new Set<string>();
  const problems: SchemaProblem[] = [];
  const references: { readonly element: XmlElement; readonly id: string }[] = [];
  const visit = (element: XmlElement): void => {
    const add = (messages: readonly string[]): void => {
      for (const message of messages) {
        problems.push({ element, message });
      }
    };
    if (isBpmn(element) && contentModels.has(element.name)) {
      add(attributeProblems(element));
      references.push(
        ...(idReferences.get(element.name) ?? []).flatMap((name) => {
          const id = attributeOf(element, name)?.trim();
          return id === undefined ? [] : [{ element, id }];
        }),
      );
    }
    add(idProblems(element, ids));
    problems.push(...childProblems(element));
    // Any content may stand in extension elements.
    element.children.filter(({ name }) => name !== 'extensionElements').forEach(visit);
  };
  visit(root);
  const dangling = references
    .filter(({ id }) => !ids.has(id))
    .map(({ element, id }) => ({
      element,
      message: `cvc-id.1: There is no ID/IDREF binding for IDREF '${id}'.`,
      atEnd: true,
    }));
  return [...problems, ...dangling];
}

function attributeProblems(element: XmlElement): readonly string[] {
  const types = attributeTypes(element.name);
  const own = element.attributes.filter(({ namespace }) => namespace === '');
  const unknown = own
    .filter(({ name }) => !types.has(name))
    .map(
      ({ name }) =>
        `cvc-complex-type.3.2.2: Attribute '${name}' is not allowed to appear in element '${element.qualifiedName}'.`,
    );
  const invalid = own
    .filter(({ name, value }) => types.get(name) === 'Boolean' && !isBoolean(value))
    .map(({ value }) => `cvc-datatype-valid.1.2.1: '${value}' is not a valid value for 'boolean'.`);
  const missing = (requiredAttributes.get(element.name) ?? [])
    .filter((name) => attributeOf(element, name) === undefined)
    .map(
      (name) =>
        `cvc-complex-type.4: Attribute '${name}' must appear on element '${element.qualifiedName}'.`,
    );
  return [...unknown, ...invalid, ...missing];
}

function isBoolean(value: string): boolean {
  return ['true', 'false', '1', '0'].includes(value.trim());
}

/** Colons and leading digits are what people get wrong; letters are any of Unicode. */
const ncName = /^[\p{L}_][\p{L}\p{M}\p{N}._\u00b7-]*$/u;

function idProblems(element: XmlElement, ids: Set<string>): readonly string[] {
  const id = attributeOf(element, 'id')?.trim();
  if (id === undefined) {
    return [];
  }
  if (!ncName.test(id)) {
    return [`cvc-datatype-valid.1.2.1: '${id}' is not a valid value for 'NCName'.`];
  }
  if (ids.has(id)) {
    return [`cvc-id.2: There are multiple occurrences of ID value '${id}'.`];
  }
  ids.add(id);
  return [];
}

/** The first child that does not fit; what follows it would only repeat the complaint. */
function childProblems(element: XmlElement): readonly SchemaProblem[] {
  const particles = isBpmn(element) ? contentModels.get(element.name) : undefined;
  if (particles === undefined) {
    return [];
  }
  let position = 0;
  let isTaken = false;
  for (const child of element.children) {
    const from = particles.slice(position);
    const fits = from.findIndex(
      (particle, index) =>
        matches(particle, child) && !(index === 0 && isTaken && particle.occurrence !== '*'),
    );
    if (fits < 0) {
      return [{ element: child, message: unexpected(child, { from, isTaken }) }];
    }
    position += fits;
    isTaken = true;
  }
  const needed = particles
    .slice(isTaken ? position + 1 : position)
    .find(({ occurrence }) => occurrence === '1');
  if (needed !== undefined) {
    const message = `cvc-complex-type.2.4.b: The content of element '${element.qualifiedName}' is not complete. One of '{"${bpmnNamespace}":${needed.name}}' is expected.`;
    return [{ element, message }];
  }
  return element.text === ''
    ? []
    : [
        {
          element,
          message: `cvc-complex-type.2.3: Element '${element.qualifiedName}' cannot have character [children], because the type's content type is element-only.`,
        },
      ];
}

function matches(particle: Particle, child: XmlElement): boolean {
  if (particle.name === 'BPMNDiagram') {
    return child.name === 'BPMNDiagram' && !isBpmn(child);
  }
  const members = groups.get(particle.name) ?? [particle.name];
  return isBpmn(child) && members.includes(child.name);
}

function unexpected(
  child: XmlElement,
  open: { readonly from: readonly Particle[]; readonly isTaken: boolean },
): string {
  const expected = open.from
    .filter(({ occurrence }, index) => !(index === 0 && open.isTaken && occurrence !== '*'))
    .flatMap(({ name }) => (name === 'timer' ? (groups.get(name) ?? []) : [name]))
    .map((name) => `"${namespaceOf(name)}":${name}`);
  if (expected.length === 0) {
    return `cvc-complex-type.2.4.d: Invalid content was found starting with element '${child.qualifiedName}'. No child element is expected at this point.`;
  }
  const found = `{${child.namespace === '' ? '' : `"${child.namespace}":`}${child.name}}`;
  return `cvc-complex-type.2.4.a: Invalid content was found starting with element '${found}'. One of '{${expected.join(', ')}}' is expected.`;
}

function namespaceOf(name: string): string {
  return name === 'BPMNDiagram' ? 'http://www.omg.org/spec/BPMN/20100524/DI' : bpmnNamespace;
}
