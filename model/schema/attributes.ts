import { BpmnModdle } from 'bpmn-moddle';

/** Attribute names of a BPMN element with their simple types (`Boolean`, `String`, ...). */
export type AttributeTypes = ReadonlyMap<string, string>;

const moddle = new BpmnModdle();
const known = new Map<string, AttributeTypes>();

/** The attributes of an element as the BPMN metamodel has them. The element must be a BPMN one. */
export function attributeTypes(elementName: string): AttributeTypes {
  const found = known.get(elementName);
  if (found !== undefined) {
    return found;
  }
  const type = `bpmn:${elementName.charAt(0).toUpperCase()}${elementName.slice(1)}`;
  const attributes = new Map(
    moddle.registry
      .getEffectiveDescriptor(type)
      .properties.filter(({ isAttr, ns }) => isAttr === true && ns.prefix === 'bpmn')
      .map(({ ns, type: attributeType }) => [ns.localName, attributeType]),
  );
  known.set(elementName, attributes);
  return attributes;
}
