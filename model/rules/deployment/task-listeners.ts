import { newerSince } from '../../platform/features.js';
import { taskListenerEvent } from '../../read/extensions.js';
import { attributeOf } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { isEmpty, when } from './deployment-rule.js';

/** A task listener says when it runs and which job it is. */
export const taskListener: DeploymentRule = {
  code: 'BPMN145',
  since: newerSince('zeebe:taskListeners'),
  elements: ['zeebe:taskListener'],
  check: (listener) =>
    when(
      [
        taskListenerEvent(attributeOf(listener, 'eventType')) === undefined,
        "Attribute 'eventType' must be one of: creating, assigning, updating, completing, canceling",
      ],
      [isEmpty(attributeOf(listener, 'type')), "Attribute 'type' must be present and not empty"],
    ),
};
