import { newerSince } from '../../platform/features.js';
import { attributeOf, bpmnChild } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { when } from './deployment-rule.js';

const since = newerSince('conditionalEventDefinition');

/** A conditional event has a condition; that it is FEEL, the rules about expressions say. */
export const conditionText: DeploymentRule = {
  code: 'BPMN144',
  since,
  elements: ['conditionalEventDefinition'],
  check: (definition) =>
    when([
      bpmnChild(definition, 'condition')?.text === '',
      'A conditional event must have a condition that is not empty',
    ]),
};

/** A filter names changes of variables as the engine does. */
export const conditionalFilter: DeploymentRule = {
  code: 'BPMN144',
  since,
  elements: ['zeebe:conditionalFilter'],
  check: (filter) =>
    (attributeOf(filter, 'variableEvents') ?? '')
      .split(',')
      .map((event) => event.trim())
      .filter((event) => !['', 'create', 'update'].includes(event))
      .map((event) => `Attribute 'variableEvents' must list create, update, but has '${event}'`),
};
