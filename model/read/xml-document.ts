import type { Place } from '../place.js';

/** One attribute of an XML element, namespace declarations left out. */
export interface XmlAttribute {
  /** Name without prefix. */
  readonly name: string;
  /** Namespace URI; empty for an attribute without prefix. */
  readonly namespace: string;
  /** Name as written, with prefix. */
  readonly qualifiedName: string;
  /** Value with references decoded and white space normalised as XML 1.0 (3.3.3) says. */
  readonly value: string;
  /** Where the value starts, after the quote. */
  readonly place: Place;
}

/** One XML element with resolved namespaces. Text and CDATA of an element are joined in `text`. */
export interface XmlElement {
  /** Name without prefix. */
  readonly name: string;
  /** Namespace URI; empty when there is none. */
  readonly namespace: string;
  /** Name as written, with prefix. */
  readonly qualifiedName: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Own character data, trimmed. */
  readonly text: string;
  /** Where the first visible character of `text` stands; the element's place when there is none. */
  readonly textPlace: Place;
  /** Where the `<` of the start tag stands. */
  readonly place: Place;
  /** Line on which its start tag ends; counts from 1. */
  readonly tagEndLine: number;
  /** Namespaces in scope: prefix (empty for the default) to URI. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Where its end tag stands; the start tag's place when the element closes itself. */
  readonly endPlace: Place;
  readonly parent?: XmlElement;
}

/** BPMN 2.0 model namespace. */
export const bpmnNamespace = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
/** Zeebe extension namespace. */
export const zeebeNamespace = 'http://camunda.org/schema/zeebe/1.0';
/** Camunda Modeler namespace: `executionPlatform` and its version. */
export const modelerNamespace = 'http://camunda.org/schema/modeler/1.0';

/** Value of an attribute without prefix, or of one in `namespace`. */
export function attributeOf(element: XmlElement, name: string, namespace = ''): string | undefined {
  return attributeNode(element, name, namespace)?.value;
}

/** An attribute with its place. */
export function attributeNode(
  element: XmlElement,
  name: string,
  namespace = '',
): XmlAttribute | undefined {
  return element.attributes.find((each) => each.name === name && each.namespace === namespace);
}

/** Direct children with this BPMN name, in document order. */
export function bpmnChildren(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && isBpmn(child));
}

/** First direct child with this BPMN name. */
export function bpmnChild(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name && isBpmn(child));
}

/** Zeebe extension elements with this name under `<bpmn:extensionElements>`. */
export function zeebeExtensions(element: XmlElement, name: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element.children) {
    if (child.name === 'extensionElements' && isBpmn(child)) {
      for (const extension of zeebeChildren(child, name)) {
        found.push(extension);
      }
    }
  }
  return found;
}

/** First zeebe extension element with this name under `<bpmn:extensionElements>`. */
export function zeebeExtension(element: XmlElement, name: string): XmlElement | undefined {
  return zeebeExtensions(element, name)[0];
}

/** Direct children with this zeebe name. */
export function zeebeChildren(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(
    (child) => child.namespace === zeebeNamespace && child.name === name,
  );
}

/** True for elements of the BPMN namespace. */
export function isBpmn(element: XmlElement): boolean {
  return element.namespace === bpmnNamespace;
}
