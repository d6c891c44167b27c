import { newerSince } from '../../platform/features.js';
import {
  attributeOf,
  bpmnChild,
  isBpmn,
  zeebeExtension,
  type XmlElement,
} from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { isEmpty, repeated, when } from './deployment-rule.js';

const required = (element: string, ...attributes: readonly string[]): DeploymentRule => ({
  code: 'BPMN123',
  elements: [element],
  check: (extension) =>
    attributes
      .filter((name) => isEmpty(attributeOf(extension, name)))
      .map((name) => `Attribute '${name}' must be present and not empty`),
});

/** Attributes that extension elements cannot do without. */
export const requiredAttributes: readonly DeploymentRule[] = [
  required('zeebe:calledElement', 'processId'),
  required('zeebe:taskDefinition', 'type'),
  required('zeebe:subscription', 'correlationKey'),
  required('zeebe:calledDecision', 'decisionId', 'resultVariable'),
  required('zeebe:script', 'expression', 'resultVariable'),
  required('zeebe:publishMessage', 'correlationKey'),
  required('zeebe:loopCharacteristics', 'inputCollection'),
];

/** Both output attributes of a loop, or none. */
export const loopOutput: DeploymentRule = {
  code: 'BPMN123',
  elements: ['zeebe:loopCharacteristics'],
  check(loop) {
    const collection = !isEmpty(attributeOf(loop, 'outputCollection'));
    const element = !isEmpty(attributeOf(loop, 'outputElement'));
    const missing = (absent: string, given: string): string =>
      `Attribute '${absent}' must be present if the attribute '${given}' is set`;
    return when(
      [collection && !element, missing('outputElement', 'outputCollection')],
      [element && !collection, missing('outputCollection', 'outputElement')],
    );
  },
};

/** An execution listener says when it runs and which job it is. */
export const listenerAttributes: DeploymentRule = {
  code: 'BPMN134',
  elements: ['zeebe:executionListener'],
  check: (listener) =>
    when(
      [
        !['start', 'end', 'beforeAll', 'cancel'].includes(eventTypeOf(listener)),
        "Attribute 'eventType' must be present and not empty",
      ],
      [isEmpty(attributeOf(listener, 'type')), "Attribute 'type' must be present and not empty"],
    ),
};

const eventTypeOf = (listener: XmlElement): string => attributeOf(listener, 'eventType') ?? '';

/** Older clusters take an event type they do not know for a missing one. */
export const newListenerEvents: DeploymentRule = {
  code: 'BPMN134',
  before: newerSince('zeebe:executionListener cancel'),
  elements: ['zeebe:executionListener'],
  check: (listener) =>
    when([
      ['beforeAll', 'cancel'].includes(eventTypeOf(listener)),
      "Attribute 'eventType' must be present and not empty",
    ]),
};

/** `beforeAll` is about a multi-instance as a whole, `cancel` about a process. */
export const listenerHost: DeploymentRule = {
  code: 'BPMN134',
  since: newerSince('zeebe:executionListener cancel'),
  elements: ['zeebe:executionListener'],
  check(listener) {
    const host = listener.parent?.parent?.parent;
    const event = eventTypeOf(listener);
    const loops =
      host !== undefined && bpmnChild(host, 'multiInstanceLoopCharacteristics') !== undefined;
    return when(
      [
        event === 'beforeAll' && !loops,
        "Execution listeners of type 'beforeAll' are only supported by multi-instance activities",
      ],
      [
        event === 'cancel' && host?.name !== 'process',
        "Execution listeners of type 'cancel' are only supported by processes",
      ],
    );
  },
};

/** Version binding of called processes, decisions and forms. */
export const bindingType: DeploymentRule = {
  code: 'BPMN137',
  elements: ['zeebe:calledDecision', 'zeebe:calledElement', 'zeebe:formDefinition'],
  check(extension) {
    const binding = attributeOf(extension, 'bindingType');
    const tag = attributeOf(extension, 'versionTag');
    const known = ['deployment', 'latest', 'versionTag'];
    return when(
      [
        binding !== undefined && !known.includes(binding),
        "Attribute 'bindingType' must be one of: deployment, latest, versionTag",
      ],
      [
        binding === 'versionTag' && isEmpty(tag?.trim()),
        "Attribute 'versionTag' must be present and not empty if 'bindingType' is 'versionTag'",
      ],
      [
        binding !== 'versionTag' && tag !== undefined,
        "Attribute 'versionTag' may only be used if 'bindingType' is 'versionTag'",
      ],
    );
  },
};

const isBlank = (text: string | undefined): boolean => isEmpty(text?.trim());

/** Version binding of linked resources. */
export const linkedResourceBinding: DeploymentRule = {
  ...bindingType,
  since: newerSince('zeebe:linkedResources'),
  elements: ['zeebe:linkedResource'],
};

/** A user task has one form: by id or by key; native ones by id or by outside reference. */
export const formReference: DeploymentRule = {
  code: 'BPMN137',
  elements: ['zeebe:formDefinition'],
  check(form) {
    const native =
      form.parent?.parent !== undefined &&
      zeebeExtension(form.parent.parent, 'userTask') !== undefined;
    const other = native ? 'externalReference' : 'formKey';
    const suffix = native ? ' for native user tasks' : '';
    return when([
      isBlank(attributeOf(form, 'formId')) === isBlank(attributeOf(form, other)),
      `Exactly one of the attributes 'formId, ${other}' must be present and not blank${suffix}`,
    ]);
  },
};

/** A form kept inside the model must have a body. */
export const embeddedForm: DeploymentRule = {
  code: 'BPMN137',
  elements: ['zeebe:userTaskForm'],
  check: (form) =>
    when([form.text === '', 'User task form text content has to be present and not empty']),
};

/** A static priority is a number from 0 to 100. */
export const userTaskPriority: DeploymentRule = {
  code: 'BPMN137',
  elements: ['zeebe:priorityDefinition'],
  check(definition) {
    const priority = attributeOf(definition, 'priority') ?? '';
    const isNumber = /^[+-]?\d+$/.test(priority);
    const inRange = Number(priority) >= 0 && Number(priority) <= 100;
    return when([
      isNumber && !inRange,
      `Priority must be a number between 0 and 100, but was '${priority}'.`,
    ]);
  },
};

/** A header key may be given once. */
export const headerKeys: DeploymentRule = {
  code: 'BPMN138',
  elements: ['zeebe:taskHeaders'],
  check(headers, graph) {
    const ofListener = headers.parent !== undefined && !isBpmn(headers.parent);
    if (ofListener && !graph.supports(newerSince('zeebe:executionListener zeebe:taskHeaders'))) {
      return [];
    }
    const keys = headers.children
      .filter(({ name }) => name === 'header')
      .map((header: XmlElement) => {
        const key = attributeOf(header, 'key') ?? '';
        // The broker takes an empty attribute for none, and prints none as null.
        return key === '' ? 'null' : key;
      });
    return repeated(keys).map((key) => `Headers contain duplicate entries for key '${key}'`);
  },
};
