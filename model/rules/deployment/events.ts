import { newerSince } from '../../platform/features.js';
import { attributeOf, bpmnChild, bpmnChildren, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { activityNames, repeated, subProcessNames, when } from './deployment-rule.js';
import { eventDefinitions, hasDefinition, isTrue, type ElementGraph } from './element-graph.js';
import { duplicateNames } from './sequence-flows.js';

const kindOf = (definition: XmlElement): string => definition.name.replace(/EventDefinition$/, '');

const unsupported = (
  event: XmlElement,
  supported: readonly string[],
  message: string,
): readonly string[] =>
  eventDefinitions(event)
    .filter((definition) => !supported.includes(kindOf(definition)))
    .map(() => message);

/** Kinds of event that the engine does not know at all. */
export const eventDefinitionKind: DeploymentRule = {
  code: 'BPMN136',
  elements: ['cancelEventDefinition'],
  check: () => ['Event definition of this type is not supported'],
};

/** Conditional events run since 8.9. */
export const conditionalEventKind: DeploymentRule = {
  code: 'BPMN136',
  before: newerSince('conditionalEventDefinition'),
  elements: ['conditionalEventDefinition'],
  check: () => ['Event definition of this type is not supported'],
};

/** `conditional` where the cluster knows it. */
const conditional = (graph: ElementGraph): readonly string[] =>
  graph.supports(newerSince('conditionalEventDefinition')) ? ['conditional'] : [];

/** `timer, message` and, where the cluster knows it, `, conditional`. */
const kindsText = (kinds: string, graph: ElementGraph): string =>
  [kinds, ...conditional(graph)].join(', ');

/** An intermediate catch event waits for one thing. */
export const catchEventKind: DeploymentRule = {
  code: 'BPMN128',
  elements: ['intermediateCatchEvent'],
  check(event, graph) {
    const [definition, ...more] = eventDefinitions(event);
    if (definition === undefined || more.length > 0) {
      return ['Must have exactly one event definition'];
    }
    const isTimer = kindOf(definition) === 'timer';
    return when(
      [
        !['message', 'timer', 'signal', 'link', ...conditional(graph)].includes(kindOf(definition)),
        `Event definition must be one of: ${kindsText('message, timer, signal, or link', graph)}`,
      ],
      [
        isTimer &&
          bpmnChild(definition, 'timeDuration') === undefined &&
          bpmnChild(definition, 'timeDate') === undefined,
        'Intermediate timer catch event must have either a time duration or a time date.',
      ],
    );
  },
};

/** A timer is one of the three kinds. */
export const timerKind: DeploymentRule = {
  code: 'BPMN129',
  elements: ['timerEventDefinition'],
  check: (timer) =>
    when([
      ['timeDate', 'timeDuration', 'timeCycle'].filter((name) => bpmnChild(timer, name)).length !==
        1,
      'Must be exactly one type of timer: timeDuration, timeDate or timeCycle',
    ]),
};

/** An end event ends: no way on, one result. */
export const endEventKind: DeploymentRule = {
  code: 'BPMN128',
  elements: ['endEvent'],
  check: (event, graph) => [
    ...when(
      [
        graph.outgoing(event).length > 0,
        'End events must not have outgoing sequence flows to other elements.',
      ],
      [eventDefinitions(event).length > 1, 'Must have at most one event definition'],
    ),
    ...unsupported(
      event,
      ['error', 'message', 'terminate', 'signal', 'escalation', 'compensate'],
      'End events must be one of: none, error, message, terminate, signal, escalation or compensation',
    ),
  ],
};

/** A boundary event hangs on an activity, waits for one thing and leads somewhere. */
export const boundaryEvent: DeploymentRule = {
  code: 'BPMN130',
  elements: ['boundaryEvent'],
  check: (event, graph) => [
    ...when(
      [
        !activityNames.some((name) => name === graph.referenced(event, 'attachedToRef')?.name),
        'Must be attached to an activity',
      ],
      [graph.incoming(event).length > 0, 'Cannot have incoming sequence flows'],
      [
        graph.outgoing(event).length === 0 &&
          graph.referring('association', 'sourceRef', event).length === 0,
        'Must have at least one outgoing sequence flow or association',
      ],
      [eventDefinitions(event).length !== 1, 'Must have exactly one event definition'],
    ),
    ...unsupported(
      event,
      ['timer', 'message', 'error', 'signal', 'escalation', 'compensate', ...conditional(graph)],
      `Boundary events must be one of: ${kindsText('timer, message, error, signal, escalation', graph)}`,
    ),
    ...when([
      hasDefinition(event, 'escalation') && !isScopeActivity(event, graph),
      'An escalation boundary event should only be attached to a subprocess, or a call activity.',
    ]),
    ...interruption(event, isTrue(event, 'cancelActivity', true), graph),
  ],
};

function isScopeActivity(event: XmlElement, graph: ElementGraph): boolean {
  const host = graph.referenced(event, 'attachedToRef')?.name ?? '';
  return host === 'callActivity' || subProcessNames.some((name) => name === host);
}

const nonInterrupting = ['message', 'timer', 'signal', 'escalation'];

/** What may interrupt and what may not. */
function interruption(
  event: XmlElement,
  interrupts: boolean,
  graph: ElementGraph,
): readonly string[] {
  const mayGoOn = [...nonInterrupting, ...conditional(graph)];
  return eventDefinitions(event).flatMap((definition) =>
    when(
      [
        !interrupts && !mayGoOn.includes(kindOf(definition)),
        'Non-Interrupting event of this type is not allowed',
      ],
      [
        interrupts && bpmnChild(definition, 'timeCycle') !== undefined,
        'Interrupting timer event with time cycle is not allowed.',
      ],
    ),
  );
}

const eventSubProcessStart = (graph: ElementGraph): string =>
  `Start events in event subprocesses must be one of: ${kindsText('message, timer, error, signal or escalation', graph)}`;

/** A sub-process starts in one way: plainly, or by its event. */
export const subProcessStart: DeploymentRule = {
  code: 'BPMN121',
  elements: ['subProcess', 'transaction'],
  check(scope, graph) {
    const starts = bpmnChildren(scope, 'startEvent');
    const start = starts[0];
    const count = when([starts.length !== 1, 'Must have exactly one start event']);
    if (start === undefined) {
      return count;
    }
    const definitions = eventDefinitions(start);
    if (!isTrue(scope, 'triggeredByEvent')) {
      return [
        ...count,
        ...when([definitions.length > 0, 'Start events in subprocesses must be of type none']),
      ];
    }
    return [
      ...count,
      ...when(
        [definitions.length === 0, eventSubProcessStart(graph)],
        [
          hasDefinition(start, 'compensate') && scope.parent?.name === 'process',
          'A compensation event subprocess is not allowed on the process level',
        ],
      ),
      ...unsupported(
        start,
        ['timer', 'message', 'error', 'signal', 'escalation', ...conditional(graph)],
        eventSubProcessStart(graph),
      ),
      ...interruption(start, isTrue(start, 'isInterrupting', true), graph),
    ];
  },
};

/** Two catch events of one scope cannot wait for the same thing. */
export const duplicateCatchEvents: DeploymentRule = {
  code: 'BPMN133',
  elements: [...activityNames, 'process'],
  check(scope, graph) {
    const starts = bpmnChildren(scope, 'startEvent');
    const inner = subProcessNames
      .flatMap((name) => bpmnChildren(scope, name))
      .filter((each) => isTrue(each, 'triggeredByEvent'))
      .flatMap((each) => bpmnChildren(each, 'startEvent'))
      .flatMap(eventDefinitions);
    const attached =
      scope.name === 'process' ? [] : graph.boundaryEvents(scope).flatMap(eventDefinitions);
    const groups = [attached, inner, ...(scope.name === 'process' ? [signals(starts)] : [])];
    return groups.flatMap((definitions) => [
      ...duplicateNames(definitions, graph),
      ...(['escalation', 'error'] as const).flatMap((kind) =>
        duplicateCodes(definitions, kind, graph),
      ),
    ]);
  },
};

/** Start events of a process may share the name of a message, as long as each has a message of its own. */
function signals(starts: readonly XmlElement[]): readonly XmlElement[] {
  return starts.flatMap(eventDefinitions).filter((definition) => kindOf(definition) === 'signal');
}

function duplicateCodes(
  definitions: readonly XmlElement[],
  kind: 'error' | 'escalation',
  graph: ElementGraph,
): readonly string[] {
  const caught = definitions.filter((definition) => kindOf(definition) === kind);
  const codes = caught.map((definition) => {
    const target = graph.referenced(definition, `${kind}Ref`);
    return target && attributeOf(target, `${kind}Code`);
  });
  const article = kind === 'error' ? 'error' : 'escalation';
  const twice = repeated(codes.filter((code) => code !== undefined));
  return [
    ...when([
      codes.filter((code) => code === undefined).length > 1,
      `The same scope can not contain more than one ${article} catch event without ${article} code. An ${article} catch event without ${article} code catches all ${article}s.`,
    ]),
    ...twice.map(
      (code) =>
        `Multiple ${article} catch events with the same ${article} code '${code}' are not supported on the same scope.`,
    ),
  ];
}

/** A receive task and an event on it cannot wait for the same message. */
export const receiveTaskBoundary: DeploymentRule = {
  code: 'BPMN133',
  elements: ['receiveTask'],
  check(task, graph) {
    const nameOf = (element: XmlElement): string => {
      const message = graph.referenced(element, 'messageRef');
      return (message && attributeOf(message, 'name')) ?? '';
    };
    const own = nameOf(task);
    const attached = graph.boundaryEvents(task).flatMap(eventDefinitions).map(nameOf);
    return when([
      own !== '' && attached.includes(own),
      'Cannot reference the same message name as a boundary event',
    ]);
  },
};
