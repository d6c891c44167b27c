import type { History } from '../../exporters/history.js';
import { defaultTenant } from '../../records/values.js';
import { isoDate, keyOrNull, textOrNull, type Searchable, type SearchItem } from './search-item.js';

/** Searching for subscriptions to messages. */
export function messageSubscriptions(history: History): Searchable {
  return {
    path: 'message-subscriptions',
    keyField: 'messageSubscriptionKey',
    fields: [
      'messageSubscriptionKey',
      'processDefinitionId',
      'processInstanceKey',
      'elementId',
      'elementInstanceKey',
      'messageSubscriptionState',
      'lastUpdatedDate',
      'messageName',
      'correlationKey',
      'tenantId',
    ],
    items: (instanceKey) =>
      Promise.resolve(
        history.subscriptions(instanceKey).map(([key, { value, state, changedAt }]) => ({
          messageSubscriptionKey: String(key),
          processDefinitionId: value.bpmnProcessId,
          processDefinitionKey: definitionKeyOf(history, value.processInstanceKey),
          processInstanceKey: String(value.processInstanceKey),
          rootProcessInstanceKey: null,
          elementId: value.elementId,
          elementInstanceKey: String(value.elementInstanceKey),
          messageSubscriptionState: state,
          lastUpdatedDate: isoDate(changedAt),
          messageName: value.messageName,
          correlationKey: textOrNull(value.correlationKey),
          tenantId: defaultTenant,
        })),
      ),
  };
}

function definitionKeyOf(history: History, instanceKey: number): string | null {
  const [instance] = history.instances(instanceKey);
  return keyOrNull(instance?.value.processDefinitionKey ?? -1);
}

/** Searching for messages that reached a process instance. */
export function correlatedMessages(history: History): Searchable {
  return {
    path: 'correlated-message-subscriptions',
    keyField: 'messageKey',
    fields: [
      'correlationKey',
      'correlationTime',
      'elementId',
      'elementInstanceKey',
      'messageKey',
      'messageName',
      'partitionId',
      'processDefinitionId',
      'processDefinitionKey',
      'processInstanceKey',
      'subscriptionKey',
      'tenantId',
    ],
    items: (instanceKey) =>
      Promise.resolve(
        history.correlations(instanceKey).map(({ value, subscriptionKey, at }) => ({
          correlationKey: value.correlationKey,
          correlationTime: isoDate(at),
          elementId: value.elementId,
          elementInstanceKey: String(value.elementInstanceKey),
          messageKey: String(value.messageKey),
          messageName: value.messageName,
          partitionId: 1,
          processDefinitionId: value.bpmnProcessId,
          processDefinitionKey: definitionKeyOf(history, value.processInstanceKey),
          processInstanceKey: String(value.processInstanceKey),
          rootProcessInstanceKey: null,
          subscriptionKey: String(subscriptionKey),
          tenantId: defaultTenant,
        })),
      ),
  };
}

/** Searching for evaluated decisions: each decision that an evaluation needed is one. */
export function decisionInstances(history: History): Searchable {
  return {
    path: 'decision-instances',
    keyField: 'decisionEvaluationInstanceKey',
    fields: [
      'decisionEvaluationKey',
      'decisionEvaluationInstanceKey',
      'state',
      'evaluationDate',
      'evaluationFailure',
      'decisionDefinitionId',
      'decisionDefinitionKey',
      'decisionDefinitionName',
      'decisionDefinitionVersion',
      'decisionDefinitionType',
      'processDefinitionKey',
      'processInstanceKey',
      'elementInstanceKey',
      'tenantId',
    ],
    filters: { decisionRequirementsKey: () => false, rootDecisionDefinitionKey: () => false },
    items: () => Promise.resolve(evaluatedItems(history)),
  };
}

function evaluatedItems(history: History): readonly SearchItem[] {
  return [...history.evaluations()].flatMap(([key, { value, isFailed, at }]) =>
    value.evaluatedDecisions.map((decision, index) => {
      const failed = isFailed && decision.decisionId === value.failedDecisionId;
      return {
        decisionEvaluationKey: String(key),
        // Clients want digits only.
        decisionEvaluationInstanceKey: `${key}${String(index + 1).padStart(3, '0')}`,
        state: failed ? 'FAILED' : 'EVALUATED',
        evaluationDate: isoDate(at),
        evaluationFailure: failed ? value.evaluationFailureMessage : null,
        decisionDefinitionId: decision.decisionId,
        decisionDefinitionKey: String(decision.decisionKey),
        decisionDefinitionName: decision.decisionName,
        decisionDefinitionVersion: decision.decisionVersion,
        decisionDefinitionType: decision.decisionType,
        rootDecisionDefinitionKey: null,
        processDefinitionKey: keyOrNull(value.processDefinitionKey),
        processInstanceKey: keyOrNull(value.processInstanceKey),
        rootProcessInstanceKey: null,
        elementInstanceKey: keyOrNull(value.elementInstanceKey),
        result: decision.decisionOutput,
        tenantId: defaultTenant,
        evaluatedInputs: decision.evaluatedInputs,
        matchedRules: decision.matchedRules,
      };
    }),
  );
}
