import type { DiagnosticCode } from '../../codes.js';
import type { Platform } from '../../platform/platform.js';
import type { XmlElement } from '../../read/xml-document.js';
import type { ElementGraph } from './element-graph.js';

/**
 * One reason for which a Camunda cluster refuses to deploy a model. The texts are those of an 8.6
 * broker, so that a rejection reads the same from this engine, from a cluster and from a check; rules
 * about what came after 8.6 have texts of our own.
 */
export interface DeploymentRule {
  readonly code: DiagnosticCode;
  /**
   * When the broker applies it. Findings of `runtime` rules replace those of `design` rules on the
   * same element; `process` rules run only when nothing else was found. @default design
   */
  readonly stage?: 'design' | 'runtime' | 'process';
  /** The first version whose clusters have this rule. @default all have it */
  readonly since?: Platform;
  /** The first version that takes what older ones reject. @default none does */
  readonly before?: Platform;
  /** Names of the elements it looks at: `serviceTask` for BPMN, `zeebe:input` for Zeebe's. */
  readonly elements: readonly string[];
  /** The broker's messages about one element; empty when all is well. */
  readonly check: (element: XmlElement, graph: ElementGraph) => readonly string[];
}

/** Keeps the messages whose condition holds, in order. */
export function when(...cases: readonly (readonly [boolean, string])[]): readonly string[] {
  return cases.filter(([holds]) => holds).map(([, message]) => message);
}

/** True when an attribute or text is missing or empty. */
export function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === '';
}

/** The texts that a list holds more than once, each once, in the order of their second place. */
export function repeated(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const text of texts) {
    (seen.has(text) ? twice : seen).add(text);
  }
  return [...twice];
}

/** BPMN names of the elements that do work. */
export const taskNames = [
  'task',
  'serviceTask',
  'sendTask',
  'userTask',
  'scriptTask',
  'manualTask',
  'receiveTask',
  'businessRuleTask',
] as const;

/** BPMN names of all activities. */
export const activityNames = [
  ...taskNames,
  'callActivity',
  'subProcess',
  'transaction',
  'adHocSubProcess',
] as const;

/** BPMN names of the sub-process kinds. */
export const subProcessNames = ['subProcess', 'transaction', 'adHocSubProcess'] as const;

/** BPMN names of all gateways. */
export const gatewayNames = [
  'exclusiveGateway',
  'inclusiveGateway',
  'parallelGateway',
  'eventBasedGateway',
  'complexGateway',
] as const;

/** BPMN names of all events. */
export const eventNames = [
  'startEvent',
  'endEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'boundaryEvent',
] as const;
