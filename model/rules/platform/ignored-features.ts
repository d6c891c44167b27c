import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { newerSince, type NewerFeature } from '../../platform/features.js';
import { supports, type Platform } from '../../platform/platform.js';
import { nearestId } from '../../read/reading.js';
import {
  attributeNode,
  bpmnChild,
  isBpmn,
  zeebeChildren,
  zeebeExtensions,
  type XmlElement,
} from '../../read/xml-document.js';
import type { Place } from '../../place.js';
import { isTrue } from '../deployment/element-graph.js';

/** Where an element holds what older versions do not know and pass over. */
interface Found {
  readonly feature: NewerFeature;
  /** The feature in a reader's words. */
  readonly name: string;
  readonly place: Place;
}

const extensions = [
  ['taskListeners', 'task listeners'],
  ['linkedResources', 'linked resources'],
  ['jobPriorityDefinition', 'the job priority'],
] as const;

function newerExtensions(element: XmlElement): readonly Found[] {
  return extensions.flatMap(([name, words]) =>
    zeebeExtensions(element, name).map(({ place }) => ({
      feature: `zeebe:${name}` as const,
      name: words,
      place,
    })),
  );
}

function listenerHeaders(element: XmlElement): readonly Found[] {
  return zeebeExtensions(element, 'executionListeners')
    .flatMap((list) => zeebeChildren(list, 'executionListener'))
    .flatMap((listener) => zeebeChildren(listener, 'taskHeaders'))
    .map(({ place }) => ({
      feature: 'zeebe:executionListener zeebe:taskHeaders',
      name: 'headers of an execution listener',
      place,
    }));
}

function attributeFound(
  element: XmlElement,
  attribute: { readonly extension: string; readonly name: string },
  found: Omit<Found, 'place'>,
): readonly Found[] {
  return zeebeExtensions(element, attribute.extension).flatMap((extension) => {
    const node = attributeNode(extension, attribute.name);
    return node === undefined || node.value === '' ? [] : [{ ...found, place: node.place }];
  });
}

function ofAdHoc(element: XmlElement): readonly Found[] {
  const condition = bpmnChild(element, 'completionCondition');
  const cancels = attributeNode(element, 'cancelRemainingInstances');
  return [
    ...zeebeExtensions(element, 'taskDefinition').map(({ place }) => ({
      feature: 'adHocSubProcess zeebe:taskDefinition' as const,
      name: 'the job of an ad-hoc sub-process',
      place,
    })),
    ...attributeFound(
      element,
      { extension: 'adHoc', name: 'outputCollection' },
      { feature: 'zeebe:adHoc outputCollection', name: 'the output of an ad-hoc sub-process' },
    ),
    ...(condition === undefined
      ? []
      : [
          {
            feature: 'adHocSubProcess completionCondition' as const,
            name: 'the completion condition of an ad-hoc sub-process',
            place: condition.place,
          },
        ]),
    ...(cancels === undefined || isTrue(element, 'cancelRemainingInstances')
      ? []
      : [
          {
            feature: 'adHocSubProcess cancelRemainingInstances' as const,
            name: 'cancelRemainingInstances="false"',
            place: cancels.place,
          },
        ]),
  ];
}

function foundIn(element: XmlElement): readonly Found[] {
  return [
    ...newerExtensions(element),
    ...listenerHeaders(element),
    ...attributeFound(
      element,
      { extension: 'calledElement', name: 'businessId' },
      { feature: 'zeebe:calledElement businessId', name: 'the business id of a called process' },
    ),
    ...(element.name === 'adHocSubProcess' ? ofAdHoc(element) : []),
  ];
}

/**
 * What the target version passes over without a word, so that the model does less than it says.
 * What it rejects, the deployment rules say.
 */
export function ignoredFeatures(root: XmlElement, target: Platform): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (element: XmlElement): void => {
    // An element that is itself rejected needs no word about its parts.
    if (element.name === 'adHocSubProcess' && !supports(target, newerSince('adHocSubProcess'))) {
      return;
    }
    for (const { feature, name, place } of foundIn(element)) {
      const since = newerSince(feature);
      if (!supports(target, since)) {
        const values = { name, since, target };
        found.push(diagnose('BPMN141', { place, elementId: nearestId(element), values }));
      }
    }
    element.children.filter(isBpmn).forEach(visit);
  };
  root.children
    .filter((child) => isBpmn(child) && child.name === 'process' && isTrue(child, 'isExecutable'))
    .forEach(visit);
  return found;
}
