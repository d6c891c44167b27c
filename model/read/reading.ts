import { diagnose, type DiagnosticCode } from '../codes.js';
import type { Diagnostic } from '../diagnostic.js';
import type {
  BaseElement,
  BpmnErrorDefinition,
  EscalationDefinition,
  Message,
  Signal,
} from '../types.js';
import { attributeNode, attributeOf, isBpmn, type XmlElement } from './xml-document.js';

/** What the parts of the reader share while one file is read. */
export interface Reading {
  readonly messages: ReadonlyMap<string, Message>;
  readonly errors: ReadonlyMap<string, BpmnErrorDefinition>;
  readonly escalations: ReadonlyMap<string, EscalationDefinition>;
  readonly signals: ReadonlyMap<string, Signal>;
  /** Elements of the file by id. */
  readonly byId: ReadonlyMap<string, XmlElement>;
  /** Texts of annotations by the id of the element they are linked to. */
  readonly annotations: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: Diagnostic[];
  /** Model elements by id, filled while reading. */
  readonly elementsById: Map<string, BaseElement>;
}

/** Adds a finding about an XML element. */
export function report(
  reading: Pick<Reading, 'diagnostics'>,
  code: DiagnosticCode,
  finding: { readonly at: XmlElement; readonly attribute?: string; readonly values: Values },
): void {
  const node =
    finding.attribute === undefined ? undefined : attributeNode(finding.at, finding.attribute);
  reading.diagnostics.push(
    diagnose(code, {
      place: node?.place ?? finding.at.place,
      elementId: nearestId(finding.at),
      values: finding.values,
    }),
  );
}

type Values = Readonly<Record<string, string>>;

/** Id of the element, or of the closest one around it that has an id. */
export function nearestId(element: XmlElement): string | undefined {
  const id = isBpmn(element) ? attributeOf(element, 'id') : undefined;
  return id ?? (element.parent === undefined ? undefined : nearestId(element.parent));
}

/**
 * The broker's name for an element: its id, or names from the closest element with an id:
 * `ReserveSeats > extensionElements > taskDefinition`.
 */
export function elementPath(element: XmlElement): string {
  const id = isBpmn(element) ? attributeOf(element, 'id') : undefined;
  if (id !== undefined && id !== '') {
    return id;
  }
  return element.parent === undefined
    ? element.name
    : `${elementPath(element.parent)} > ${element.name}`;
}

/**
 * Id of the element that a reference names. BPMN references are QNames, so a prefix may precede the
 * id; ids themselves cannot hold a colon.
 */
export function referencedId(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1).trim();
}

/**
 * Value of a reference attribute as an id; reports one that names nothing in the file. References of
 * sequence flows must hold (BPMN107); others have no effect when they do not (BPMN110).
 */
export function readReference(
  reading: Pick<Reading, 'byId' | 'diagnostics'>,
  element: XmlElement,
  reference: { readonly attribute: string; readonly expected: string },
): string | undefined {
  const written = attributeOf(element, reference.attribute);
  if (written === undefined || written === '') {
    return undefined;
  }
  const id = referencedId(written);
  if (!reading.byId.has(id)) {
    const mustHold = element.name === 'sequenceFlow' || reference.attribute === 'default';
    report(reading, mustHold ? 'BPMN107' : 'BPMN110', {
      at: element,
      attribute: reference.attribute,
      values: {
        attribute: reference.attribute,
        element: elementPath(element),
        reference: id,
        expected: reference.expected,
      },
    });
  }
  return id;
}
