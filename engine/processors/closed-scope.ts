import type { Element } from '../behaviors/element.js';
import { instanceOf } from '../behaviors/element.js';
import type { Processing } from './processing.js';
import { Refusal } from './refusal.js';

/**
 * The refusal of an event for a scope that an event interrupted before. Camunda 8.6 answers with what it
 * keeps of the scope, in its own words.
 */
export function closedScope(cx: Processing, scope: Element): Refusal {
  const { key, value, state, openFlows, calledInstanceKey, interruptedBy } = instanceOf(cx, scope);
  const kept = {
    parentKey: value.flowScopeKey,
    childCount: cx.state.childrenOf.count(key),
    childActivatedCount: 0,
    childCompletedCount: 0,
    childTerminatedCount: 0,
    jobKey: 0,
    multiInstanceLoopCounter: 0,
    interruptingElementId: interruptedBy,
    calledChildInstanceKey: calledInstanceKey,
    elementRecord: {
      key,
      state: `ELEMENT_${state}`,
      processInstanceRecord: {
        bpmnElementType: value.bpmnElementType,
        elementId: value.elementId,
        bpmnProcessId: value.bpmnProcessId,
        version: value.version,
        processDefinitionKey: value.processDefinitionKey,
        processInstanceKey: value.processInstanceKey,
        flowScopeKey: value.flowScopeKey,
        bpmnEventType: value.bpmnEventType,
        parentProcessInstanceKey: value.parentProcessInstanceKey,
        parentElementInstanceKey: value.parentElementInstanceKey,
        tenantId: value.tenantId,
      },
    },
    activeSequenceFlows: openFlows,
    activeSequenceFlowIds: [],
    userTaskKey: -1,
    executionListenerIndex: 0,
  };
  return new Refusal(
    'INVALID_STATE',
    `Expected to find event scope that is accepting events, but was ${JSON.stringify(kept)}`,
  );
}
