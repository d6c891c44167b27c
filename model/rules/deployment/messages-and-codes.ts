import {
  attributeOf,
  bpmnChildren,
  zeebeExtensions,
  type XmlElement,
} from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { isEmpty, repeated, subProcessNames, when } from './deployment-rule.js';
import { eventDefinitions, visitElements, type ElementGraph } from './element-graph.js';

const throwNames = ['intermediateThrowEvent', 'endEvent'];

/** Message catch events and receive tasks name a message; throw events need not. */
export const messageReference: DeploymentRule = {
  code: 'BPMN124',
  elements: ['messageEventDefinition', 'receiveTask'],
  check: (element, graph) =>
    when([
      !throwNames.includes(element.parent?.name ?? '') &&
        graph.referenced(element, 'messageRef') === undefined,
      'Must reference a message',
    ]),
};

/** A signal event names its signal. */
export const signalReference: DeploymentRule = {
  code: 'BPMN124',
  elements: ['signalEventDefinition'],
  check: (definition, graph) =>
    when([graph.referenced(definition, 'signalRef') === undefined, 'Must reference a signal']),
};

/** An error end event throws a code; a catch event cannot compute the code it catches. */
export const errorReference: DeploymentRule = {
  code: 'BPMN124',
  elements: ['errorEventDefinition'],
  check(definition, graph) {
    const error = graph.referenced(definition, 'errorRef');
    const code = error && attributeOf(error, 'errorCode');
    return definition.parent?.name === 'endEvent'
      ? when(
          [error === undefined, 'Must reference an error'],
          [error !== undefined && isEmpty(code), 'ErrorCode must be present and not empty'],
        )
      : when([
          code?.startsWith('=') === true,
          'The errorCode of the error catch event is not allowed to be an expression',
        ]);
  },
};

/** An escalation throw event names its escalation; a catch event cannot compute the code. */
export const escalationReference: DeploymentRule = {
  code: 'BPMN124',
  elements: ['escalationEventDefinition'],
  check(definition, graph) {
    const escalation = graph.referenced(definition, 'escalationRef');
    const throws = throwNames.includes(definition.parent?.name ?? '');
    const code = escalation && attributeOf(escalation, 'escalationCode');
    return when(
      [throws && escalation === undefined, 'Must reference an escalation'],
      [
        !throws && code?.startsWith('=') === true,
        'The escalationCode of the escalation catch event is not allowed to be an expression',
      ],
    );
  },
};

/** An escalation that is thrown has a code. */
export const escalationCode: DeploymentRule = {
  code: 'BPMN125',
  elements: ['escalation'],
  check: (escalation, graph) =>
    when([
      isEmpty(attributeOf(escalation, 'escalationCode')) &&
        users(graph, escalation, 'escalation').some(({ parent }) =>
          throwNames.includes(parent?.name ?? ''),
        ),
      'EscalationCode must be present and not empty',
    ]),
};

/** A message in use has a name, and a subscription unless it only starts processes. */
export const messageDefinition: DeploymentRule = {
  code: 'BPMN125',
  elements: ['message'],
  check(message, graph) {
    const hosts = users(graph, message, 'message').map(({ parent }) => parent);
    const starts = hosts.filter((host) => host?.name === 'startEvent');
    const atProcess = starts.filter((start) => start?.parent?.name === 'process');
    const inEventSubProcess = starts.filter(
      ({ parent: scope } = message) => isSubProcess(scope) && scope?.parent?.name === 'process',
    );
    const receives = ['receiveTask', 'sendTask'].map(
      (name) => graph.referring(name, 'messageRef', message).length > 0,
    );
    const caught =
      hosts.some((host) =>
        ['intermediateCatchEvent', 'boundaryEvent'].includes(host?.name ?? ''),
      ) ||
      receives[0] === true ||
      inEventSubProcess.length === 1;
    const thrown =
      hosts.some((host) => throwNames.includes(host?.name ?? '')) || receives[1] === true;
    const inUse = caught || thrown || atProcess.length === 1;
    return when(
      [inUse && isEmpty(attributeOf(message, 'name')), 'Name must be present and not empty'],
      [
        caught && zeebeExtensions(message, 'subscription').length !== 1,
        'Must have exactly one zeebe:subscription extension element',
      ],
      [
        !caught && !thrown && atProcess.length > 1,
        'A message cannot be referred by more than one start event',
      ],
    );
  },
};

/** A signal in use has a name. */
export const signalName: DeploymentRule = {
  code: 'BPMN125',
  elements: ['signal'],
  check: (signal, graph) =>
    when([
      isEmpty(attributeOf(signal, 'name')) && users(graph, signal, 'signal').length > 0,
      'Name must be present and not empty',
    ]),
};

/** Event definitions that refer to a root element. */
function users(
  graph: ElementGraph,
  target: XmlElement,
  kind: 'message' | 'signal' | 'escalation',
): readonly XmlElement[] {
  return graph.referring(`${kind}EventDefinition`, `${kind}Ref`, target);
}

function isSubProcess(element: XmlElement | undefined): boolean {
  return subProcessNames.some((name) => name === element?.name);
}

/** A link has a name. */
export const linkName: DeploymentRule = {
  code: 'BPMN132',
  elements: ['linkEventDefinition'],
  check: (definition) =>
    when([isEmpty(attributeOf(definition, 'name')), 'Link name must be present and not empty.']),
};

/** Each link throw has its catch in the same scope, and link catch names are unique. */
export const linkPairs: DeploymentRule = {
  code: 'BPMN132',
  elements: ['process', ...subProcessNames],
  check(scope) {
    const caught: string[] = [];
    visitElements(scope, (element) => {
      if (element.name === 'intermediateCatchEvent' && inNestedScopes(element, scope)) {
        for (const name of linkNames(element)) {
          caught.push(name);
        }
      }
    });
    const own = new Set(bpmnChildren(scope, 'intermediateCatchEvent').flatMap(linkNames));
    const thrown = new Set(bpmnChildren(scope, 'intermediateThrowEvent').flatMap(linkNames));
    const twice = repeated(caught);
    return [
      ...twice.map(
        (name) =>
          `Multiple intermediate catch link event definitions with the same name '${name}' are not allowed.`,
      ),
      ...[...thrown]
        .filter((name) => !own.has(name))
        .map(
          (name) =>
            `Can't find an catch link event for the throw link event with the name '${name}'.`,
        ),
    ];
  },
};

function inNestedScopes(element: XmlElement, scope: XmlElement): boolean {
  const parent = element.parent;
  return (
    parent === scope ||
    (isSubProcess(parent) && parent !== undefined && inNestedScopes(parent, scope))
  );
}

function linkNames(event: XmlElement): readonly string[] {
  return eventDefinitions(event)
    .filter(({ name }) => name === 'linkEventDefinition')
    .map((definition) => attributeOf(definition, 'name') ?? '')
    .filter((name) => name !== '');
}
