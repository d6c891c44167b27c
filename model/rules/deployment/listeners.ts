import { newerSince } from '../../platform/features.js';
import {
  attributeOf,
  zeebeChildren,
  zeebeExtensions,
  type XmlElement,
} from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { eventNames, gatewayNames, when } from './deployment-rule.js';
import { eventDefinitions, groupBy, hasDefinition } from './element-graph.js';

/** Elements that may have execution listeners, in the order the broker prints them. */
const supported = [
  'process',
  'subProcess',
  'callActivity',
  'task',
  'sendTask',
  'serviceTask',
  'scriptTask',
  'userTask',
  'receiveTask',
  'businessRuleTask',
  'manualTask',
  'startEvent',
  'intermediateThrowEvent',
  'intermediateCatchEvent',
  'boundaryEvent',
  'endEvent',
  'exclusiveGateway',
  'inclusiveGateway',
  'parallelGateway',
  'eventBasedGateway',
];

/** Listeners stand on supported elements, and no two are the same. */
export const executionListeners: DeploymentRule = {
  code: 'BPMN134',
  elements: ['zeebe:executionListeners'],
  check(list, graph) {
    const listeners = zeebeChildren(list, 'executionListener');
    const host = list.parent?.parent?.name ?? '';
    if (listeners.length === 0) {
      return [];
    }
    const hosts = graph.supports(newerSince('adHocSubProcess'))
      ? [...supported, 'adHocSubProcess']
      : supported;
    if (!hosts.includes(host)) {
      return [
        `Execution listeners are not supported for the '${host}' element. Currently, only [${hosts.join(', ')}] elements can have execution listeners.`,
      ];
    }
    const groups = groupBy(
      listeners,
      (listener) =>
        `eventType[${eventTypeOf(listener)}] and type[${attributeOf(listener, 'type') ?? 'null'}]`,
    );
    return [...groups]
      .filter(([, same]) => same.length > 1)
      .map(
        ([key, same]) =>
          `Found '${String(same.length)}' duplicates based on ${key}, these combinations should be unique.`,
      );
  },
};

/** The event types that some events and all gateways cannot offer. */
export const listenerEventType: DeploymentRule = {
  code: 'BPMN134',
  elements: [...eventNames, ...gatewayNames],
  check(node) {
    const lists = zeebeExtensions(node, 'executionListeners');
    if (lists.length > 1) {
      return ['Element must not have more than one execution listeners definition'];
    }
    const types = lists
      .flatMap((list) => zeebeChildren(list, 'executionListener'))
      .map(eventTypeOf);
    const starts = types.includes('start');
    const ends = types.includes('end');
    const isBoundary = node.name === 'boundaryEvent' && eventDefinitions(node).length > 0;
    const compensates = hasDefinition(node, 'compensate');
    return when(
      [
        node.name === 'startEvent' && starts,
        "Execution listeners of type 'start' are not supported by start events",
      ],
      [
        isBoundary && compensates && types.length > 0,
        "Execution listeners of type 'start' and 'end' are not supported by [compensation] boundary events",
      ],
      [
        isBoundary && !compensates && starts,
        "Execution listeners of type 'start' are not supported by boundary events",
      ],
      [
        node.name === 'endEvent' && hasDefinition(node, 'error') && ends,
        "Execution listeners of type 'end' are not supported by [error] end events",
      ],
      [
        gatewayNames.some((name) => name === node.name) && ends,
        "Execution listeners of type 'end' are not supported by gateway element",
      ],
    );
  },
};

function eventTypeOf(listener: XmlElement): string {
  return attributeOf(listener, 'eventType') ?? 'null';
}
