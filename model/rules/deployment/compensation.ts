import { attributeOf, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { taskNames, when } from './deployment-rule.js';
import { eventDefinitions, hasDefinition, isTrue } from './element-graph.js';

/** A handler stands outside the flow: the boundary event calls it through an association. */
export const compensationHandler: DeploymentRule = {
  code: 'BPMN131',
  elements: taskNames,
  check: (task, graph) =>
    isTrue(task, 'isForCompensation')
      ? when(
          [
            graph.incoming(task).length > 0,
            'A compensation handler should have no incoming sequence flows',
          ],
          [
            graph.outgoing(task).length > 0,
            'A compensation handler should have no outgoing sequence flows',
          ],
          [
            graph.boundaryEvents(task).length > 0,
            'A compensation handler should have no boundary events',
          ],
        )
      : [],
};

/** A throw that names an activity must find one that can be compensated, in its own scope. */
export const compensationTarget: DeploymentRule = {
  code: 'BPMN131',
  elements: ['compensateEventDefinition'],
  check(definition, graph) {
    const reference = attributeOf(definition, 'activityRef') ?? '';
    const activity = graph.referenced(definition, 'activityRef');
    if (activity === undefined) {
      return when([
        reference !== '',
        `The referenced compensation activity '${reference}' doesn't exist`,
      ]);
    }
    const id = attributeOf(activity, 'id') ?? '';
    const canBeUndone =
      graph.boundaryEvents(activity).some((event) => hasDefinition(event, 'compensate')) ||
      (activity.name === 'subProcess' && !isTrue(activity, 'triggeredByEvent'));
    return when(
      [
        !canBeUndone,
        `The referenced compensation activity '${id}' must have either a compensation boundary event or be a subprocess`,
      ],
      [
        activity.parent !== definition.parent?.parent,
        `The referenced compensation activity '${id}' must be in the same scope as the compensation throw event`,
      ],
    );
  },
};

/** Throwing compensation waits until it is done. */
export const compensationWait: DeploymentRule = {
  code: 'BPMN131',
  elements: ['intermediateThrowEvent', 'endEvent'],
  check(event) {
    const kind = event.name === 'endEvent' ? 'end event' : 'intermediate throwing event';
    return eventDefinitions(event)
      .filter((definition: XmlElement) => definition.name === 'compensateEventDefinition')
      .filter((definition) => !isTrue(definition, 'waitForCompletion', true))
      .map(() => `A compensation ${kind} waitForCompletion attribute must be true or not present`);
  },
};
