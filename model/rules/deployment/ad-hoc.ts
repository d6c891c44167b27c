import { newerSince } from '../../platform/features.js';
import { attributeOf, bpmnChildren, isBpmn } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { activityNames, isEmpty, when } from './deployment-rule.js';
import { isTrue } from './element-graph.js';

/** An ad-hoc sub-process has something to choose from, and neither starts nor ends by events. */
export const adHocContents: DeploymentRule = {
  code: 'BPMN143',
  since: newerSince('adHocSubProcess'),
  elements: ['adHocSubProcess'],
  check: (scope) =>
    when(
      [
        !scope.children.some(
          (child) =>
            isBpmn(child) &&
            activityNames.some((name) => name === child.name) &&
            !isTrue(child, 'triggeredByEvent'),
        ),
        'An ad-hoc sub-process must contain at least one activity',
      ],
      [
        bpmnChildren(scope, 'startEvent').length > 0,
        'An ad-hoc sub-process must not contain start events',
      ],
      [
        bpmnChildren(scope, 'endEvent').length > 0,
        'An ad-hoc sub-process must not contain end events',
      ],
    ),
};

/** What happens inside an ad-hoc sub-process may not interrupt it. */
export const eventSubProcessOfAdHoc: DeploymentRule = {
  code: 'BPMN143',
  since: newerSince('adHocSubProcess'),
  elements: ['startEvent'],
  check(start) {
    const scope = start.parent;
    const isInside = scope?.parent?.name === 'adHocSubProcess' && isTrue(scope, 'triggeredByEvent');
    return when([
      isInside && isTrue(start, 'isInterrupting', true),
      'An event sub-process of an ad-hoc sub-process must not interrupt it',
    ]);
  },
};

/** Both output attributes, or none. */
export const adHocOutput: DeploymentRule = {
  code: 'BPMN123',
  since: newerSince('zeebe:adHoc outputCollection'),
  elements: ['zeebe:adHoc'],
  check(adHoc) {
    const collection = !isEmpty(attributeOf(adHoc, 'outputCollection'));
    const element = !isEmpty(attributeOf(adHoc, 'outputElement'));
    return when(
      [
        collection && !element,
        "Attribute 'outputElement' must be present if the attribute 'outputCollection' is set",
      ],
      [
        element && !collection,
        "Attribute 'outputCollection' must be present if the attribute 'outputElement' is set",
      ],
    );
  },
};
