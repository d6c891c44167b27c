import {
  attributeOf,
  bpmnChild,
  bpmnChildren,
  isBpmn,
  type XmlElement,
} from '../read/xml-document.js';
import type { BpmnModel } from '../types.js';
import type { Bounds, Diagram, DiagramEdge, DiagramShape, Point } from './types.js';

const bpmndi = 'http://www.omg.org/spec/BPMN/20100524/DI';
const dc = 'http://www.omg.org/spec/DD/20100524/DC';
const di = 'http://www.omg.org/spec/DD/20100524/DI';

/** Nothing is drawn further away than this: hostile numbers would make pictures without end. */
const farthest = 1_000_000;

/**
 * The diagrams of a model (BPMN DI), in document order. What names no element of the file, or has no
 * sensible place, is left out: drawing is never an error.
 */
export function readDiagrams(model: BpmnModel): readonly Diagram[] {
  const { root } = model;
  if (root === undefined) {
    return [];
  }
  const elements = indexElements(root);
  return childrenOf(root, bpmndi, 'BPMNDiagram').flatMap((diagram) =>
    childrenOf(diagram, bpmndi, 'BPMNPlane').map((plane) => ({
      elementId: referenceOf(plane),
      shapes: childrenOf(plane, bpmndi, 'BPMNShape').flatMap((shape) => readShape(shape, elements)),
      edges: childrenOf(plane, bpmndi, 'BPMNEdge').flatMap((edge) => readEdge(edge, elements)),
    })),
  );
}

function indexElements(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const elements = new Map<string, XmlElement>();
  const visit = (element: XmlElement): void => {
    const id = attributeOf(element, 'id');
    if (id !== undefined && isBpmn(element)) {
      elements.set(id, element);
    }
    element.children.filter(isBpmn).forEach(visit);
  };
  visit(root);
  return elements;
}

function readShape(
  shape: XmlElement,
  elements: ReadonlyMap<string, XmlElement>,
): readonly DiagramShape[] {
  const element = elements.get(referenceOf(shape));
  const bounds = readBounds(shape);
  if (element === undefined || bounds === undefined) {
    return [];
  }
  const label = readLabel(shape);
  const event = eventOf(element);
  const loop = loopOf(element);
  const flag = (of: XmlElement, name: string, otherwise: boolean): boolean =>
    (attributeOf(of, name) ?? String(otherwise)) === 'true';
  return [
    {
      elementId: referenceOf(shape),
      kind: element.name,
      name: nameOf(element),
      bounds,
      ...(label === undefined ? {} : { label }),
      ...(event === undefined ? {} : { event }),
      isInterrupting:
        flag(element, 'cancelActivity', true) && flag(element, 'isInterrupting', true),
      isExpanded: flag(shape, 'isExpanded', false),
      isHorizontal: flag(shape, 'isHorizontal', bounds.width >= bounds.height),
      isEventSubProcess: flag(element, 'triggeredByEvent', false),
      isForCompensation: flag(element, 'isForCompensation', false),
      ...(loop === undefined ? {} : { loop }),
    },
  ];
}

function readEdge(
  edge: XmlElement,
  elements: ReadonlyMap<string, XmlElement>,
): readonly DiagramEdge[] {
  const element = elements.get(referenceOf(edge));
  const waypoints = childrenOf(edge, di, 'waypoint').flatMap((point) => readPoint(point) ?? []);
  if (element === undefined || waypoints.length < 2) {
    return [];
  }
  const label = readLabel(edge);
  const elementId = referenceOf(edge);
  const source = elements.get(attributeOf(element, 'sourceRef') ?? '');
  const isActivity = source !== undefined && !/Gateway$|Event$/.test(source.name);
  return [
    {
      elementId,
      kind: element.name,
      name: nameOf(element),
      waypoints,
      ...(label === undefined ? {} : { label }),
      isDefault: source !== undefined && attributeOf(source, 'default') === elementId,
      isConditional: isActivity && bpmnChild(element, 'conditionExpression') !== undefined,
    },
  ];
}

function nameOf(element: XmlElement): string {
  if (element.name === 'textAnnotation') {
    return bpmnChild(element, 'text')?.text ?? '';
  }
  return attributeOf(element, 'name') ?? '';
}

function eventOf(element: XmlElement): string | undefined {
  const definitions = element.children.filter(
    (child) => isBpmn(child) && child.name.endsWith('EventDefinition'),
  );
  return definitions[0]?.name.replace(/EventDefinition$/, '');
}

function loopOf(element: XmlElement): DiagramShape['loop'] {
  const [multi] = bpmnChildren(element, 'multiInstanceLoopCharacteristics');
  if (multi !== undefined) {
    return attributeOf(multi, 'isSequential') === 'true' ? 'sequential' : 'parallel';
  }
  return bpmnChild(element, 'standardLoopCharacteristics') === undefined ? undefined : 'standard';
}

function readLabel(drawn: XmlElement): Bounds | undefined {
  const [label] = childrenOf(drawn, bpmndi, 'BPMNLabel');
  return label === undefined ? undefined : readBounds(label);
}

function readBounds(drawn: XmlElement): Bounds | undefined {
  const [bounds] = childrenOf(drawn, dc, 'Bounds');
  const at = bounds === undefined ? undefined : readPoint(bounds);
  const width = readNumber(bounds, 'width');
  const height = readNumber(bounds, 'height');
  return at === undefined || width === undefined || height === undefined || width < 0 || height < 0
    ? undefined
    : { ...at, width, height };
}

function readPoint(element: XmlElement): Point | undefined {
  const x = readNumber(element, 'x');
  const y = readNumber(element, 'y');
  return x === undefined || y === undefined ? undefined : { x, y };
}

function readNumber(element: XmlElement | undefined, name: string): number | undefined {
  const text = element === undefined ? undefined : attributeOf(element, name);
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Math.abs(number) <= farthest ? number : undefined;
}

/** References are QNames: a prefix may precede the id. */
function referenceOf(drawn: XmlElement): string {
  const reference = attributeOf(drawn, 'bpmnElement') ?? '';
  return reference.slice(reference.lastIndexOf(':') + 1).trim();
}

function childrenOf(element: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.namespace === namespace && child.name === name);
}
