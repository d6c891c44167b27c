import type { BaseElement, Expression, ExtensionProperty } from '../types.js';
import { defined } from './defined.js';
import { elementPath, report, type Reading } from './reading.js';
import {
  attributeNode,
  attributeOf,
  bpmnChild,
  zeebeChildren,
  zeebeExtensions,
  type XmlElement,
} from './xml-document.js';

/** What every element has: id (or path), name, documentation, place, `zeebe:properties`. */
export function readBase(element: XmlElement): BaseElement {
  return defined({
    id: elementPath(element),
    name: attributeOf(element, 'name'),
    documentation: bpmnChild(element, 'documentation')?.text,
    place: element.place,
    properties: zeebeExtensions(element, 'properties')
      .flatMap((list) => zeebeChildren(list, 'property'))
      .map(readProperty),
  });
}

/** As `readBase`, for elements that something refers to: a missing id is reported. */
export function readIdentified(element: XmlElement, reading: Reading): BaseElement {
  if (attributeOf(element, 'id') === undefined) {
    report(reading, 'BPMN108', { at: element, values: { name: element.name } });
  }
  return readBase(element);
}

function readProperty(element: XmlElement): ExtensionProperty {
  return {
    name: attributeOf(element, 'name') ?? '',
    value: attributeOf(element, 'value') ?? '',
    place: element.place,
  };
}

/** An attribute that may hold FEEL; undefined when it is absent. */
export function readExpression(element: XmlElement, attribute: string): Expression | undefined {
  const node = attributeNode(element, attribute);
  return node === undefined ? undefined : toExpression(node.value, node.place);
}

/** The text of an element as an expression; undefined when the element is absent. */
export function readTextExpression(element: XmlElement | undefined): Expression | undefined {
  return element === undefined ? undefined : toExpression(element.text, element.textPlace);
}

/** An expression at a place. */
export function toExpression(text: string, place: Expression['place']): Expression {
  return { text, isFeel: isFeelText(text), place };
}

/** `=` followed by anything is FEEL; all else, `=` alone included, is static text. */
export function isFeelText(text: string): boolean {
  return text.length > 1 && text.startsWith('=');
}

/** A boolean attribute as XML Schema writes it (`true`, `1`); `fallback` when absent. */
export function readBoolean(element: XmlElement, attribute: string, fallback: boolean): boolean {
  const value = attributeOf(element, attribute)?.trim();
  return value === undefined ? fallback : value === 'true' || value === '1';
}
