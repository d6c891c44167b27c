import type { EventDefinition } from './event-definitions.js';
import { messageGlobal } from './event-definitions.js';
import type { Node, Scope } from './model-xml.js';
import { attributesXml, escapeXml } from './model-xml.js';

function event(tag: string, definition?: EventDefinition, attributes = {}): Node {
  return {
    tag,
    attributes,
    ...(definition === undefined ? {} : { body: [definition.xml], globals: definition.globals }),
  };
}

/** Start event; `interrupting` only matters in an event subprocess. */
export function start(definition?: EventDefinition, interrupting = true): Node {
  return event('startEvent', definition, interrupting ? {} : { isInterrupting: 'false' });
}
/** End event. */
export const end = (definition?: EventDefinition): Node => event('endEvent', definition);
/** Intermediate catch event. */
export const catches = (definition: EventDefinition): Node =>
  event('intermediateCatchEvent', definition);
/** Intermediate throw event; none without a definition. */
export const throws = (definition?: EventDefinition): Node =>
  event('intermediateThrowEvent', definition);
/** Interrupting boundary event. */
export const boundary = (at: string, definition: EventDefinition): Node =>
  event('boundaryEvent', definition, { attachedToRef: at });
/** Non-interrupting boundary event. */
export const beside = (at: string, definition: EventDefinition): Node =>
  event('boundaryEvent', definition, { attachedToRef: at, cancelActivity: 'false' });

/** Exclusive gateway; `fallback` is the flow `source_target` taken by default. */
export const xor = (fallback?: string): Node => gateway('exclusiveGateway', fallback);
/** Inclusive gateway. */
export const or = (fallback?: string): Node => gateway('inclusiveGateway', fallback);
/** Parallel gateway. */
export const and = (): Node => gateway('parallelGateway');
/** Event-based gateway. */
export const race = (): Node => gateway('eventBasedGateway');

function gateway(tag: string, fallback?: string): Node {
  return { tag, attributes: fallback === undefined ? {} : { default: fallback } };
}

/** How a job is made. */
export interface JobOptions {
  /** @default '3' */
  readonly retries?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'serviceTask' */
  readonly tag?: string;
}

/** Service task, or another task or event that makes a job of the given type. */
export function job(type: string, options: JobOptions = {}): Node {
  const retries: Readonly<Record<string, string>> =
    options.retries === undefined ? {} : { retries: options.retries };
  const headers = Object.entries(options.headers ?? {})
    .map(([key, value]) => `<zeebe:header${attributesXml({ key, value })} />`)
    .join('');
  return {
    tag: options.tag ?? 'serviceTask',
    extensions: [
      `<zeebe:taskDefinition${attributesXml({ type, ...retries })} />`,
      ...(headers === '' ? [] : [`<zeebe:taskHeaders>${headers}</zeebe:taskHeaders>`]),
    ],
  };
}

/** A task that passes through: undefined, manual. */
export const pass = (tag = 'task'): Node => ({ tag });
/** Receive task. */
export function receive(name: string, key: string): Node {
  const { id, xml } = messageGlobal(name, key);
  return { tag: 'receiveTask', attributes: { messageRef: id }, globals: [xml] };
}
/** Script task with a FEEL expression. */
export const script = (expression: string, resultVariable: string): Node => ({
  tag: 'scriptTask',
  extensions: [`<zeebe:script${attributesXml({ expression, resultVariable })} />`],
});
/** Business rule task that evaluates a decision. */
export const rule = (
  decisionId: string,
  resultVariable: string,
  more: Readonly<Record<string, string>> = {},
): Node => ({
  tag: 'businessRuleTask',
  extensions: [`<zeebe:calledDecision${attributesXml({ decisionId, resultVariable, ...more })} />`],
});
/** Native user task with a form that is deployed. */
export const userTask = (formId: string, more: Readonly<Record<string, string>> = {}): Node => ({
  tag: 'userTask',
  extensions: [
    '<zeebe:userTask />',
    `<zeebe:formDefinition${attributesXml({ formId, ...more })} />`,
  ],
});
/** User task whose work is a job, with what it is assigned to. */
export const userJob = (assignment: Readonly<Record<string, string>> = {}): Node => ({
  tag: 'userTask',
  ...(Object.keys(assignment).length === 0
    ? {}
    : { extensions: [`<zeebe:assignmentDefinition${attributesXml(assignment)} />`] }),
});
/** Embedded subprocess. */
export const sub = (scope: Scope): Node => ({ tag: 'subProcess', scope });
/** Event subprocess. */
export const eventSub = (scope: Scope): Node => ({
  tag: 'subProcess',
  attributes: { triggeredByEvent: 'true' },
  scope,
});
/** Call activity. */
export const call = (processId: string, more: Readonly<Record<string, string>> = {}): Node => ({
  tag: 'callActivity',
  extensions: [`<zeebe:calledElement${attributesXml({ processId, ...more })} />`],
});

function extended(node: Node, ...extensions: readonly string[]): Node {
  return { ...node, extensions: [...(node.extensions ?? []), ...extensions] };
}

/** Mappings: target to source. */
export type Mapping = Readonly<Record<string, string>>;

/** With input and output mappings. */
export function mapped(node: Node, inputs: Mapping, outputs: Mapping = {}): Node {
  const lines = (tag: string, mapping: Mapping): readonly string[] =>
    Object.entries(mapping).map(
      ([target, source]) => `<zeebe:${tag}${attributesXml({ source, target })} />`,
    );
  const all = [...lines('input', inputs), ...lines('output', outputs)].join('');
  return extended(node, `<zeebe:ioMapping>${all}</zeebe:ioMapping>`);
}

function completionXml(until: string): string {
  return `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${escapeXml(until)}</bpmn:completionCondition>`;
}

/** How an ad-hoc sub-process chooses, collects and ends. */
export interface AdHocOptions {
  readonly elements?: string;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  readonly until?: string;
  /** Whether the others go on when it is done. @default false */
  readonly keepsOthers?: boolean;
}

/** Ad-hoc sub-process (8.7). */
export function adHoc(scope: Scope, options: AdHocOptions = {}): Node {
  const { elements, outputCollection, outputElement, until, keepsOthers } = options;
  const attributes = {
    ...(elements === undefined ? {} : { activeElementsCollection: elements }),
    ...(outputCollection === undefined ? {} : { outputCollection }),
    ...(outputElement === undefined ? {} : { outputElement }),
  };
  return {
    tag: 'adHocSubProcess',
    ...(keepsOthers === true ? { attributes: { cancelRemainingInstances: 'false' } } : {}),
    extensions: [`<zeebe:adHoc${attributesXml(attributes)} />`],
    scope,
    ...(until === undefined ? {} : { tail: [completionXml(until)] }),
  };
}

/** How an activity repeats. */
export interface LoopOptions {
  readonly collection: string;
  readonly element?: string;
  readonly sequential?: boolean;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  readonly until?: string;
}

/** As a multi-instance activity. */
export function each(node: Node, options: LoopOptions): Node {
  const { collection, element, sequential, outputCollection, outputElement, until } = options;
  const attributes = {
    inputCollection: collection,
    ...(element === undefined ? {} : { inputElement: element }),
    ...(outputCollection === undefined ? {} : { outputCollection }),
    ...(outputElement === undefined ? {} : { outputElement }),
  };
  const condition = until === undefined ? '' : completionXml(until);
  const loop = `<bpmn:multiInstanceLoopCharacteristics${sequential === true ? ' isSequential="true"' : ''}><bpmn:extensionElements><zeebe:loopCharacteristics${attributesXml(attributes)} /></bpmn:extensionElements>${condition}</bpmn:multiInstanceLoopCharacteristics>`;
  return { ...node, body: [...(node.body ?? []), loop] };
}

/** With execution listeners: `start` or `end` and the job type of each. */
export function listened(
  node: Node,
  listeners: readonly (readonly ['start' | 'end', string])[],
): Node {
  const lines = listeners.map(
    ([eventType, type]) => `<zeebe:executionListener${attributesXml({ eventType, type })} />`,
  );
  return extended(node, `<zeebe:executionListeners>${lines.join('')}</zeebe:executionListeners>`);
}

/** As the handler of a compensation boundary event. */
export const handler = (node: Node): Node => ({
  ...node,
  attributes: { ...node.attributes, isForCompensation: 'true' },
});
