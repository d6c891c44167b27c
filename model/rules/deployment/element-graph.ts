import { supports, type Platform } from '../../platform/platform.js';
import { referencedId } from '../../read/reading.js';
import { attributeOf, bpmnChildren, isBpmn, type XmlElement } from '../../read/xml-document.js';

/**
 * The elements of one file as the broker's validators see them: flows of a node are those that its
 * `<incoming>` and `<outgoing>` children name, not those that start or end at it.
 */
export interface ElementGraph {
  readonly root: XmlElement;
  /** Whether the cluster that is deployed to is of this version or newer. */
  supports(version: Platform): boolean;
  /** The element a reference attribute points to. */
  referenced(element: XmlElement, attribute: string): XmlElement | undefined;
  outgoing(node: XmlElement): readonly XmlElement[];
  incoming(node: XmlElement): readonly XmlElement[];
  boundaryEvents(activity: XmlElement): readonly XmlElement[];
  /** Elements with this BPMN name whose reference attribute points to the target. */
  referring(name: string, attribute: string, target: XmlElement): readonly XmlElement[];
  /** All elements of the file with this BPMN name. */
  all(name: string): readonly XmlElement[];
}

/** Indexes a file once for all rules, which judge it for one version of Camunda. */
export function createElementGraph(root: XmlElement, platform: Platform): ElementGraph {
  const byId = new Map<string, XmlElement>();
  const byName = new Map<string, XmlElement[]>();
  const attached = new Map<string, XmlElement[]>();
  visitElements(root, (element) => {
    const id = attributeOf(element, 'id');
    if (id !== undefined && !byId.has(id)) {
      byId.set(id, element);
    }
    if (isBpmn(element)) {
      append(byName, element.name, element);
      const host = element.name === 'boundaryEvent' ? attributeOf(element, 'attachedToRef') : '';
      append(attached, referencedId(host ?? ''), element);
    }
  });
  const known = new Map<XmlElement, Map<string, readonly XmlElement[]>>();
  const flows = (node: XmlElement, name: string): readonly XmlElement[] => {
    const ofNode = known.get(node) ?? new Map<string, readonly XmlElement[]>();
    known.set(node, ofNode);
    const found = ofNode.get(name) ?? namedFlows(node, name, byId);
    ofNode.set(name, found);
    return found;
  };
  const referenced: ElementGraph['referenced'] = (element, attribute) =>
    byId.get(referencedId(attributeOf(element, attribute) ?? ''));
  const referring = new Map<string, ReadonlyMap<XmlElement, readonly XmlElement[]>>();
  return {
    root,
    supports: (version) => supports(platform, version),
    referenced,
    referring(name, attribute, target) {
      const key = `${name} ${attribute}`;
      const index =
        referring.get(key) ??
        groupBy(byName.get(name) ?? [], (element) => referenced(element, attribute));
      referring.set(key, index);
      return index.get(target) ?? [];
    },
    outgoing: (node) => flows(node, 'outgoing'),
    incoming: (node) => flows(node, 'incoming'),
    boundaryEvents: (activity) => attached.get(attributeOf(activity, 'id') ?? '-') ?? [],
    all: (name) => byName.get(name) ?? [],
  };
}

function namedFlows(
  node: XmlElement,
  name: string,
  byId: ReadonlyMap<string, XmlElement>,
): readonly XmlElement[] {
  return bpmnChildren(node, name).flatMap((child) => {
    const flow = byId.get(referencedId(child.text));
    return flow?.name === 'sequenceFlow' ? [flow] : [];
  });
}

/** Visits an element and all below it in document order. */
export function visitElements(element: XmlElement, visit: (element: XmlElement) => void): void {
  visit(element);
  for (const child of element.children) {
    visitElements(child, visit);
  }
}

/** The `...EventDefinition` children of an event. */
export function eventDefinitions(event: XmlElement): readonly XmlElement[] {
  return event.children.filter((child) => isBpmn(child) && child.name.endsWith('EventDefinition'));
}

/** True when an event has a definition of this kind: `message`, `timer`, ... */
export function hasDefinition(event: XmlElement, kind: string): boolean {
  return eventDefinitions(event).some((definition) => definition.name === `${kind}EventDefinition`);
}

/** A boolean attribute as the broker's validators read it: only `true` counts. */
export function isTrue(element: XmlElement, attribute: string, fallback = false): boolean {
  const value = attributeOf(element, attribute);
  return value === undefined ? fallback : value.toLowerCase() === 'true';
}

/** Lists by key, in order; what has no key is left out. */
export function groupBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key | undefined,
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key !== undefined) {
      append(groups, key, value);
    }
  }
  return groups;
}

function append<Key, Value>(groups: Map<Key, Value[]>, key: Key, value: Value): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [value]);
  } else {
    group.push(value);
  }
}
