import type { Diagnostic } from '../../diagnostic.js';
import type { Place } from '../../place.js';
import { referencedId } from '../../read/reading.js';
import {
  attributeNode,
  attributeOf,
  bpmnChildren,
  isBpmn,
  zeebeChildren,
  zeebeExtensions,
  type XmlElement,
} from '../../read/xml-document.js';
import type { BpmnModel } from '../../types.js';

/** Name of the property that suppresses a code. */
export const ignoreProperty = 'jobwright:ignore';

/** `<zeebe:property name="jobwright:ignore" value="CODE reason">`. */
export interface Suppression {
  /** The value as written. */
  readonly value: string;
  /** Empty when the value has none. */
  readonly code: string;
  /** Empty when the value has none. */
  readonly reason: string;
  readonly place: Place;
  readonly elementId: string | undefined;
  /** Whether a diagnostic is about the element or what is inside it. */
  readonly covers: (diagnostic: Diagnostic) => boolean;
}

/** All suppressions of a model, in document order. */
export function suppressionsOf(model: BpmnModel): readonly Suppression[] {
  const before = known.get(model);
  const found = before ?? findSuppressions(model);
  known.set(model, found);
  return found;
}

/** Models do not change, and those of a set are judged again whenever one of them does. */
const known = new WeakMap<BpmnModel, readonly Suppression[]>();

function findSuppressions(model: BpmnModel): readonly Suppression[] {
  const { root, file } = model;
  const found: Suppression[] = [];
  const visit = (element: XmlElement): void => {
    const properties = ignoreProperties(element);
    if (root !== undefined && properties.length > 0) {
      const covers = coverage(element, { root, file });
      for (const property of properties) {
        found.push(toSuppression(property, element, covers));
      }
    }
    element.children.filter(isBpmn).forEach(visit);
  };
  if (root !== undefined) {
    visit(root);
  }
  return found;
}

function ignoreProperties(element: XmlElement): readonly XmlElement[] {
  return zeebeExtensions(element, 'properties')
    .flatMap((list) => zeebeChildren(list, 'property'))
    .filter((property) => attributeOf(property, 'name') === ignoreProperty);
}

function toSuppression(
  property: XmlElement,
  element: XmlElement,
  covers: Suppression['covers'],
): Suppression {
  const node = attributeNode(property, 'value');
  const value = (node?.value ?? '').trim();
  const [, code = '', reason = ''] = /^(\S+)\s*([^]*)$/.exec(value) ?? [];
  return {
    value,
    code,
    reason,
    place: node?.place ?? property.place,
    elementId: attributeOf(element, 'id'),
    covers,
  };
}

/**
 * A suppression covers the element it stands on and all inside. A participant stands for its process;
 * a collaboration, and the only process of a file, stand for the whole file: messages, errors and the
 * head of the file have no better place.
 */
function coverage(
  element: XmlElement,
  { root, file }: { readonly root: XmlElement; readonly file: string },
): Suppression['covers'] {
  const processes = bpmnChildren(root, 'process');
  const subject =
    element.name === 'participant'
      ? (processes.find((process) => isProcessOf(element, process)) ?? element)
      : element;
  const isWhole =
    subject.name === 'collaboration' || (subject.name === 'process' && processes.length === 1);
  const inside = isWhole ? root : subject;
  const ids = new Set<string>();
  collectIds(inside, ids);
  return ({ place, elementId }) =>
    place.file === file
      ? isWhole || isInside(place, inside)
      : isOther(place.file) && elementId !== undefined && ids.has(elementId);
}

function isProcessOf(participant: XmlElement, process: XmlElement): boolean {
  const reference = referencedId(attributeOf(participant, 'processRef') ?? '');
  return reference !== '' && attributeOf(process, 'id') === reference;
}

/** Files that are no models, such as schemas, where a finding can still be about an element. */
function isOther(file: string): boolean {
  return !/\.bpmn$/i.test(file);
}

function collectIds(element: XmlElement, ids: Set<string>): void {
  const id = attributeOf(element, 'id');
  if (id !== undefined) {
    ids.add(id);
  }
  for (const child of element.children) {
    if (isBpmn(child)) {
      collectIds(child, ids);
    }
  }
}

function isInside(place: Place, { place: start, endPlace: end }: XmlElement): boolean {
  return !isBefore(place, start) && !isBefore(end, place);
}

function isBefore(left: Place, right: Place): boolean {
  return left.line < right.line || (left.line === right.line && left.column < right.column);
}
