import type { Platform } from './platform.js';

/**
 * Since which Camunda version the engine executes or reads what a model can hold. Names are those of
 * the XML: `serviceTask`, `zeebe:script`; an event is named with its trigger or result
 * (`boundaryEvent conditional`), an attribute with its element (`zeebe:calledElement businessId`).
 * What is not listed is never executed: transactions, cancel events, complex gateways, the standard
 * loop marker.
 */
export const featureSince = {
  // Tasks and what they are done by.
  serviceTask: '1.0',
  'zeebe:taskDefinition': '1.0',
  'zeebe:taskHeaders': '1.0',
  'zeebe:ioMapping': '1.0',
  sendTask: '1.1',
  scriptTask: '1.1',
  'zeebe:script': '8.2',
  businessRuleTask: '1.1',
  'zeebe:calledDecision': '1.3',
  userTask: '1.0',
  'zeebe:userTaskForm': '1.0',
  'zeebe:formDefinition': '1.0',
  'zeebe:assignmentDefinition': '1.2',
  'zeebe:taskSchedule': '8.2',
  'zeebe:userTask': '8.5',
  'zeebe:priorityDefinition': '8.6',
  'zeebe:taskListeners': '8.8',
  receiveTask: '1.0',
  'zeebe:subscription': '1.0',
  manualTask: '1.1',
  task: '8.2',
  callActivity: '1.0',
  'zeebe:calledElement': '1.0',
  'zeebe:calledElement propagateAllParentVariables': '8.2',
  'zeebe:calledElement businessId': '8.10',
  'zeebe:linkedResources': '8.7',
  'zeebe:jobPriorityDefinition': '8.10',
  // Events.
  'startEvent none': '1.0',
  'startEvent message': '1.0',
  'startEvent timer': '1.0',
  'startEvent error': '1.0',
  'startEvent signal': '8.2',
  'startEvent escalation': '8.2',
  'startEvent conditional': '8.9',
  'startEvent zeebe:formDefinition': '8.3',
  'intermediateCatchEvent message': '1.0',
  'intermediateCatchEvent timer': '1.0',
  'intermediateCatchEvent link': '8.2',
  'intermediateCatchEvent signal': '8.3',
  'intermediateCatchEvent conditional': '8.9',
  'boundaryEvent message': '1.0',
  'boundaryEvent timer': '1.0',
  'boundaryEvent error': '1.0',
  'boundaryEvent escalation': '8.2',
  'boundaryEvent signal': '8.3',
  'boundaryEvent compensate': '8.5',
  'boundaryEvent conditional': '8.9',
  'intermediateThrowEvent none': '1.1',
  'intermediateThrowEvent message': '1.2',
  'intermediateThrowEvent escalation': '8.2',
  'intermediateThrowEvent link': '8.2',
  'intermediateThrowEvent signal': '8.3',
  'intermediateThrowEvent compensate': '8.5',
  'endEvent none': '1.0',
  'endEvent error': '1.0',
  'endEvent message': '1.2',
  'endEvent terminate': '8.1',
  'endEvent escalation': '8.2',
  'endEvent signal': '8.3',
  'endEvent compensate': '8.5',
  conditionalEventDefinition: '8.9',
  'zeebe:conditionalFilter': '8.9',
  // Containers, gateways, markers.
  process: '1.0',
  subProcess: '1.0',
  adHocSubProcess: '8.7',
  'zeebe:adHoc': '8.7',
  'zeebe:adHoc outputCollection': '8.8',
  'zeebe:adHoc outputElement': '8.8',
  'adHocSubProcess completionCondition': '8.8',
  'adHocSubProcess cancelRemainingInstances': '8.8',
  'adHocSubProcess zeebe:taskDefinition': '8.8',
  exclusiveGateway: '1.0',
  parallelGateway: '1.0',
  eventBasedGateway: '1.0',
  inclusiveGateway: '8.1',
  multiInstanceLoopCharacteristics: '1.0',
  'zeebe:loopCharacteristics': '1.0',
  // Extensions of several elements.
  'zeebe:properties': '8.1',
  'zeebe:versionTag': '8.6',
  'zeebe:bindingType': '8.6',
  'zeebe:executionListeners': '8.6',
  'zeebe:executionListener beforeAll': '8.10',
  'zeebe:executionListener cancel': '8.10',
  'zeebe:executionListener zeebe:taskHeaders': '8.10',
  // Drawn for readers; no engine executes them.
  collaboration: '1.0',
  participant: '1.0',
  lane: '1.0',
  messageFlow: '1.0',
  association: '1.0',
  textAnnotation: '1.0',
  group: '1.0',
  dataObject: '8.0',
  dataObjectReference: '8.0',
  dataStoreReference: '8.0',
} as const satisfies Readonly<Record<string, string>>;

/** A name in the table. */
export type Feature = keyof typeof featureSince;

type Since = typeof featureSince;

/** Features that came after 8.6, so that a target can be too old for them. */
export type NewerFeature = {
  [K in Feature]: Since[K] extends Exclude<Platform, '8.6'> ? K : never;
}[Feature];

/** The first version with a feature that came after 8.6. */
export function newerSince(feature: NewerFeature): Platform {
  return featureSince[feature];
}
