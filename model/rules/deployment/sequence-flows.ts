import { attributeOf, bpmnChild, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { activityNames, eventNames, gatewayNames, repeated, when } from './deployment-rule.js';
import { eventDefinitions, hasDefinition, type ElementGraph } from './element-graph.js';

const hasCondition = (flow: XmlElement): boolean =>
  bpmnChild(flow, 'conditionExpression') !== undefined;

/** Where a gateway chooses, each flow says when it is taken. */
export const flowCondition: DeploymentRule = {
  code: 'BPMN126',
  elements: ['sequenceFlow'],
  check(flow, graph) {
    const source = graph.referenced(flow, 'sourceRef');
    if (source === undefined || hasCondition(flow) || graph.outgoing(source).length < 2) {
      return [];
    }
    const isDefault = graph.referenced(source, 'default') === flow;
    return when(
      [
        source.name === 'exclusiveGateway' && !isDefault,
        'Must have a condition or be default flow',
      ],
      [
        source.name === 'inclusiveGateway' && !isDefault && graph.outgoing(source).includes(flow),
        'Must have a condition',
      ],
    );
  },
};

/** A gateway's default flow leaves that gateway. */
export const defaultFlow: DeploymentRule = {
  code: 'BPMN126',
  elements: ['exclusiveGateway', 'inclusiveGateway'],
  check(gateway, graph) {
    const flow = graph.referenced(gateway, 'default');
    return when([
      flow !== undefined && graph.referenced(flow, 'sourceRef') !== gateway,
      'Default flow must start at gateway',
    ]);
  },
};

/** Only choosing gateways may have conditions on their flows. */
export const conditionalFlow: DeploymentRule = {
  code: 'BPMN126',
  elements: [...activityNames, ...eventNames, ...gatewayNames].filter(
    (name) => name !== 'exclusiveGateway' && name !== 'inclusiveGateway',
  ),
  check: (node, graph) =>
    when([
      graph.outgoing(node).some(hasCondition),
      'Conditional sequence flows are only supported at exclusive or inclusive gateway',
    ]),
};

const eventGatewayKinds = ['timer', 'message', 'signal'];

function isWaitingEvent(node: XmlElement | undefined): boolean {
  return (
    node?.name === 'intermediateCatchEvent' &&
    eventDefinitions(node).length === 1 &&
    eventGatewayKinds.some((kind) => hasDefinition(node, kind))
  );
}

/** An event-based gateway waits for one of several events, each its own. */
export const eventBasedGateway: DeploymentRule = {
  code: 'BPMN127',
  elements: ['eventBasedGateway'],
  check(gateway, graph) {
    const flows = graph.outgoing(gateway);
    const targets = flows.map((flow) => graph.referenced(flow, 'targetRef'));
    const sources = targets
      .flatMap((target) => (target === undefined ? [] : graph.incoming(target)))
      .map((flow) => graph.referenced(flow, 'sourceRef'));
    return [
      ...when(
        [flows.length < 2, 'Event-based gateway must have at least 2 outgoing sequence flows.'],
        [
          !targets.every(isWaitingEvent),
          'Event-based gateway must not have an outgoing sequence flow to other elements than message/timer/signal intermediate catch events.',
        ],
      ),
      ...duplicateNames(
        targets.flatMap((target) => (target ? eventDefinitions(target) : [])),
        graph,
      ),
      ...when([
        !sources.every((source) => source === gateway),
        'Target elements of an event gateway must not have any additional incoming sequence flows other than that from the event gateway.',
      ]),
    ];
  },
};

/** Message and signal names that several definitions of one scope wait for. */
export function duplicateNames(
  definitions: readonly XmlElement[],
  graph: ElementGraph,
): readonly string[] {
  return (['message', 'signal'] as const).flatMap((kind) => {
    const names = definitions
      .filter(({ name }) => name === `${kind}EventDefinition`)
      .map((definition) => graph.referenced(definition, `${kind}Ref`))
      .map((target) => (target && attributeOf(target, 'name')) ?? '')
      .filter((name) => name !== '');
    return repeated(names).map(
      (name) => `Multiple ${kind} event definitions with the same name '${name}' are not allowed.`,
    );
  });
}
