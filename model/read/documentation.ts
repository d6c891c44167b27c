import type { Lane, MessageFlow, Participant } from '../types.js';
import { readBase } from './base-element.js';
import { defined } from './defined.js';
import { readReference, referencedId, type Reading } from './reading.js';
import { attributeOf, bpmnChild, bpmnChildren, isBpmn, type XmlElement } from './xml-document.js';

/** The lanes of a process, nested ones behind the lane that holds them. */
export function readLanes(process: XmlElement): readonly Lane[] {
  return bpmnChildren(process, 'laneSet').flatMap(lanesOf);
}

function lanesOf(laneSet: XmlElement): readonly Lane[] {
  return bpmnChildren(laneSet, 'lane').flatMap((lane) => [
    {
      ...readBase(lane),
      flowNodeRefs: bpmnChildren(lane, 'flowNodeRef').map(({ text }) => referencedId(text)),
    },
    ...bpmnChildren(lane, 'childLaneSet').flatMap(lanesOf),
  ]);
}

/** Participants and message flows of all collaborations. */
export function readCollaborations(
  root: XmlElement,
  reading: Pick<Reading, 'byId' | 'diagnostics'>,
): {
  readonly participants: readonly Participant[];
  readonly messageFlows: readonly MessageFlow[];
} {
  const collaborations = bpmnChildren(root, 'collaboration');
  const children = (name: string): readonly XmlElement[] =>
    collaborations.flatMap((each) => bpmnChildren(each, name));
  return {
    participants: children('participant').map((each) =>
      defined({
        ...readBase(each),
        processRef: readReference(reading, each, { attribute: 'processRef', expected: 'process' }),
      }),
    ),
    messageFlows: children('messageFlow').map((each) => ({
      ...readBase(each),
      sourceRef: referencedId(attributeOf(each, 'sourceRef') ?? ''),
      targetRef: referencedId(attributeOf(each, 'targetRef') ?? ''),
    })),
  };
}

/** Texts of annotations by the id of each element that an association links them to. */
export function readAnnotations(root: XmlElement): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string>();
  const links: (readonly [string, string])[] = [];
  const visit = (element: XmlElement): void => {
    const id = attributeOf(element, 'id') ?? '';
    if (isBpmn(element) && element.name === 'textAnnotation') {
      texts.set(id, bpmnChild(element, 'text')?.text ?? '');
    }
    if (isBpmn(element) && element.name === 'association') {
      const [source, target] = ['sourceRef', 'targetRef'].map((name) =>
        referencedId(attributeOf(element, name) ?? ''),
      );
      links.push([source ?? '', target ?? ''], [target ?? '', source ?? '']);
    }
    element.children.forEach(visit);
  };
  visit(root);
  const found = new Map<string, string[]>();
  for (const [annotation, element] of links) {
    const text = texts.get(annotation);
    if (text !== undefined && text !== '') {
      const ofElement = found.get(element) ?? [];
      ofElement.push(text);
      found.set(element, ofElement);
    }
  }
  return found;
}
