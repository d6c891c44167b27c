import { zeebeExtensions, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { activityNames, eventNames, when } from './deployment-rule.js';
import { eventDefinitions } from './element-graph.js';

const exactlyOne = (element: XmlElement, extension: string): readonly string[] =>
  when([
    zeebeExtensions(element, extension).length !== 1,
    `Must have exactly one 'zeebe:${extension}' extension element`,
  ]);

/** Tasks that a worker does must say which. */
export const serviceTaskImplementation: DeploymentRule = {
  code: 'BPMN122',
  elements: ['serviceTask'],
  check: (task) => exactlyOne(task, 'taskDefinition'),
};

/** A call activity must say which process it calls. */
export const callActivityImplementation: DeploymentRule = {
  code: 'BPMN122',
  elements: ['callActivity'],
  check: (activity) => exactlyOne(activity, 'calledElement'),
};

/** A multi-instance marker must say what it loops over. */
export const multiInstanceImplementation: DeploymentRule = {
  code: 'BPMN122',
  elements: ['multiInstanceLoopCharacteristics'],
  check: (loop) => exactlyOne(loop, 'loopCharacteristics'),
};

const oneOfTwo = (element: XmlElement, own: string): boolean =>
  zeebeExtensions(element, own).length + zeebeExtensions(element, 'taskDefinition').length === 1;

/** A script task is FEEL or a job, a business rule task a decision or a job; never both, never none. */
export const taskImplementationChoice: DeploymentRule = {
  code: 'BPMN122',
  elements: ['scriptTask', 'businessRuleTask'],
  check(task) {
    const own = task.name === 'scriptTask' ? 'script' : 'calledDecision';
    return when([
      !oneOfTwo(task, own),
      `Must have either one 'zeebe:${own}' or one 'zeebe:taskDefinition' extension element`,
    ]);
  },
};

const publishOrJob =
  "Must have either one 'zeebe:publishMessage' or one 'zeebe:taskDefinition' extension element";

/** A send task needs a job (or a message to publish). */
export const sendTaskImplementation: DeploymentRule = {
  code: 'BPMN122',
  elements: ['sendTask'],
  check: (task, graph) =>
    when(
      [!oneOfTwo(task, 'publishMessage'), publishOrJob],
      [
        zeebeExtensions(task, 'publishMessage').length > 0 &&
          graph.referenced(task, 'messageRef') === undefined,
        'Must reference a message',
      ],
    ),
};

/** A message throw or end event is a job, with the task definition on the event. */
export const messageThrowImplementation: DeploymentRule = {
  code: 'BPMN122',
  elements: ['intermediateThrowEvent', 'endEvent'],
  check(event, graph) {
    const definition = eventDefinitions(event).find(
      ({ name }) => name === 'messageEventDefinition',
    );
    if (definition === undefined) {
      return [];
    }
    const publish = zeebeExtensions(definition, 'publishMessage').length;
    const jobs = zeebeExtensions(event, 'taskDefinition').length;
    return publish + jobs !== 1
      ? [publishOrJob]
      : when([
          jobs === 0 && graph.referenced(definition, 'messageRef') === undefined,
          'Must reference a message',
        ]);
  },
};

/** An element has one list of mappings. */
export const singleMapping: DeploymentRule = {
  code: 'BPMN122',
  elements: [...activityNames, ...eventNames],
  check: (element) =>
    when([
      zeebeExtensions(element, 'ioMapping').length > 1,
      `Collection expected to have <1> entry but has <${String(zeebeExtensions(element, 'ioMapping').length)}>`,
    ]),
};
