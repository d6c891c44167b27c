import { bpmnChildren } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { when } from './deployment-rule.js';
import { eventDefinitions, isTrue } from './element-graph.js';

/** A file must hold a process that can run. */
export const executableProcess: DeploymentRule = {
  code: 'BPMN120',
  elements: ['definitions'],
  check: (definitions) =>
    when([
      !bpmnChildren(definitions, 'process').some((process) => isTrue(process, 'isExecutable')),
      'Must contain at least one executable process',
    ]),
};

/** A process starts somewhere, and at most one way without an event. */
export const processStart: DeploymentRule = {
  code: 'BPMN121',
  elements: ['process'],
  check(process) {
    const starts = bpmnChildren(process, 'startEvent');
    const none = starts.filter((start) => eventDefinitions(start).length === 0);
    return when(
      [starts.length === 0, 'Must have at least one start event'],
      [none.length > 1, 'Multiple none start events are not allowed'],
    );
  },
};

/** A start event has at most one trigger. */
export const startEventTrigger: DeploymentRule = {
  code: 'BPMN128',
  elements: ['startEvent'],
  check: (start) =>
    when([eventDefinitions(start).length > 1, "Start event can't have more than one type"]),
};
