import { newerSince } from '../../platform/features.js';
import { attributeOf, bpmnChildren, isBpmn, zeebeExtension } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { activityNames, eventNames, gatewayNames, isEmpty, when } from './deployment-rule.js';
import { isTrue } from './element-graph.js';

/** What the broker counts as an activity here. */
const flowNodeNames = [...activityNames, ...eventNames, ...gatewayNames];

/** An ad-hoc sub-process has something to choose from, and neither starts nor ends by events. */
export const adHocContents: DeploymentRule = {
  code: 'BPMN143',
  since: newerSince('adHocSubProcess'),
  elements: ['adHocSubProcess'],
  check: (scope) =>
    when(
      [
        !scope.children.some(
          (child) => isBpmn(child) && flowNodeNames.some((name) => name === child.name),
        ),
        'Must have at least one activity.',
      ],
      [bpmnChildren(scope, 'startEvent').length > 0, 'Must not contain a start event.'],
      [bpmnChildren(scope, 'endEvent').length > 0, 'Must not contain an end event.'],
    ),
};

/** What happens inside an ad-hoc sub-process may not interrupt it. */
export const eventSubProcessOfAdHoc: DeploymentRule = {
  code: 'BPMN143',
  since: newerSince('adHocSubProcess'),
  elements: ['subProcess'],
  check: (scope) =>
    when([
      scope.parent?.name === 'adHocSubProcess' &&
        isTrue(scope, 'triggeredByEvent') &&
        bpmnChildren(scope, 'startEvent').some((start) => isTrue(start, 'isInterrupting', true)),
      'An interrupting event subprocess is not allowed inside an ad-hoc subprocess',
    ]),
};

/** Both output attributes, or none. */
export const adHocOutput: DeploymentRule = {
  code: 'BPMN123',
  since: newerSince('zeebe:adHoc outputCollection'),
  elements: ['adHocSubProcess'],
  check(scope) {
    const adHoc = zeebeExtension(scope, 'adHoc');
    const collection = adHoc === undefined ? undefined : attributeOf(adHoc, 'outputCollection');
    const element = adHoc === undefined ? undefined : attributeOf(adHoc, 'outputElement');
    return when([
      isEmpty(collection) !== isEmpty(element),
      `OutputElement and OutputCollection must both be set, or neither of them set. outputElement:${element ?? 'null'} and outputCollection:${collection ?? 'null'}.`,
    ]);
  },
};
