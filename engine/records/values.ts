/** The shapes of record values. Field names and defaults are the Camunda protocol's. */

/** Anything JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | Variables;
/** A variable document: variable values by name. */
export interface Variables {
  readonly [name: string]: Json;
}

/** The only tenant. */
export const defaultTenant = '<default>';

/** PROCESS_INSTANCE: one element of a running process. */
export interface ProcessInstanceValue {
  readonly version: number;
  readonly bpmnElementType: string;
  readonly flowScopeKey: number;
  readonly bpmnEventType: string;
  readonly parentProcessInstanceKey: number;
  readonly parentElementInstanceKey: number;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly elementId: string;
}

/** VARIABLE; `value` is JSON text. */
export interface VariableValue {
  readonly name: string;
  readonly value: string;
  readonly scopeKey: number;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
}

/** JOB. Times are epoch milliseconds, -1 when unset; `timeout` and `retryBackoff` are durations. */
export interface JobValue {
  readonly type: string;
  readonly retryBackoff: number;
  readonly recurringTime: number;
  readonly jobKind: string;
  readonly jobListenerEventType: string;
  readonly deadline: number;
  readonly variables: Variables;
  readonly errorCode: string;
  readonly timeout: number;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly worker: string;
  readonly errorMessage: string;
  readonly elementInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly processDefinitionVersion: number;
  readonly elementId: string;
  readonly retries: number;
  readonly changedAttributes: readonly string[];
  readonly customHeaders: Readonly<Record<string, string>>;
}

/**
 * USER_TASK: a native user task. Dates are ISO 8601 with offset, empty when unset; `formKey` is -1
 * without a form.
 */
export interface UserTaskValue {
  readonly userTaskKey: number;
  readonly assignee: string;
  readonly candidateGroupsList: readonly string[];
  readonly candidateUsersList: readonly string[];
  readonly dueDate: string;
  readonly followUpDate: string;
  /** 0 to 100. */
  readonly priority: number;
  readonly formKey: number;
  readonly externalFormReference: string;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly variables: Variables;
  /** What the client called its command, or what the command is called by default. */
  readonly action: string;
  readonly changedAttributes: readonly string[];
  /** Epoch milliseconds. */
  readonly creationTimestamp: number;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly processDefinitionVersion: number;
  readonly elementInstanceKey: number;
  readonly elementId: string;
}

/** JOB_BATCH. */
export interface JobBatchValue {
  readonly type: string;
  readonly truncated: boolean;
  readonly timeout: number;
  readonly maxJobsToActivate: number;
  readonly tenantIds: readonly string[];
  readonly worker: string;
  readonly jobs: readonly JobValue[];
  readonly jobKeys: readonly number[];
  /** Only in commands: the variables to fetch; empty means all visible ones. */
  readonly variables?: readonly string[];
}

/** PROCESS_EVENT: an event that hit a scope and waits to be consumed by `targetElementId`. */
export interface ProcessEventValue {
  readonly scopeKey: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly targetElementId: string;
}

/** TIMER; `repetitions` -1 is without end. */
export interface TimerValue {
  readonly targetElementId: string;
  readonly repetitions: number;
  readonly tenantId: string;
  readonly processInstanceKey: number;
  readonly elementInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly dueDate: number;
}

/** MESSAGE; `timeToLive` in milliseconds. */
export interface MessageValue {
  readonly name: string;
  readonly timeToLive: number;
  readonly deadline: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly messageId: string;
  readonly correlationKey: string;
}

/** MESSAGE_SUBSCRIPTION: the message side of an open catch event. */
export interface MessageSubscriptionValue {
  readonly messageName: string;
  readonly interrupting: boolean;
  readonly messageKey: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly elementInstanceKey: number;
  readonly correlationKey: string;
}

/** PROCESS_MESSAGE_SUBSCRIPTION: the process side of an open catch event. */
export interface ProcessMessageSubscriptionValue extends MessageSubscriptionValue {
  readonly elementId: string;
}

/** MESSAGE_START_EVENT_SUBSCRIPTION. */
export interface MessageStartSubscriptionValue {
  readonly messageName: string;
  readonly startEventId: string;
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
  readonly messageKey: number;
  readonly correlationKey: string;
  readonly variables: Variables;
  readonly tenantId: string;
}

/** SIGNAL_SUBSCRIPTION; `catchEventInstanceKey` is -1 for a start event. */
export interface SignalSubscriptionValue {
  readonly signalName: string;
  readonly catchEventId: string;
  readonly catchEventInstanceKey: number;
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly tenantId: string;
}

/** SIGNAL. */
export interface SignalValue {
  readonly signalName: string;
  readonly variables: Variables;
  readonly tenantId: string;
}

/** INCIDENT. */
export interface IncidentValue {
  readonly jobKey: number;
  readonly variableScopeKey: number;
  readonly elementInstancePath: readonly (readonly number[])[];
  readonly processDefinitionPath: readonly number[];
  readonly callingElementPath: readonly number[];
  readonly errorType: string;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly errorMessage: string;
  readonly elementInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly elementId: string;
}

/** COMPENSATION_SUBSCRIPTION. */
export interface CompensationSubscriptionValue {
  readonly throwEventInstanceKey: number;
  readonly compensationHandlerId: string;
  readonly compensableActivityId: string;
  readonly throwEventId: string;
  readonly compensationHandlerInstanceKey: number;
  readonly compensableActivityScopeKey: number;
  readonly compensableActivityInstanceKey: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
}

/** PROCESS_INSTANCE_BATCH. */
export interface ProcessInstanceBatchValue {
  readonly index: number;
  readonly batchElementInstanceKey: number;
  readonly tenantId: string;
  readonly processInstanceKey: number;
}

/** PROCESS_INSTANCE_CREATION. */
export interface CreationValue {
  readonly version: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly startInstructions: readonly { readonly elementId: string }[];
  readonly processDefinitionKey: number;
  /** Only in CREATE_WITH_AWAITING_RESULT: names to answer with; empty means all. */
  readonly fetchVariables?: readonly string[];
}

/** VARIABLE_DOCUMENT. */
export interface VariableDocumentValue {
  readonly scopeKey: number;
  readonly updateSemantics: string;
  readonly variables: Variables;
  readonly tenantId: string;
}

/** ESCALATION. */
export interface EscalationValue {
  readonly escalationCode: string;
  readonly throwElementId: string;
  readonly catchElementId: string;
  readonly tenantId: string;
  readonly processInstanceKey: number;
}

/** PROCESS: one deployed process; `resource` is base64. */
export interface ProcessValue {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly versionTag: string;
  readonly processDefinitionKey: number;
  readonly resourceName: string;
  readonly checksum: string;
  readonly resource: string;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** DECISION_REQUIREMENTS: one deployed DMN file; `resource` is base64. */
export interface DecisionRequirementsValue {
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsName: string;
  readonly decisionRequirementsVersion: number;
  readonly decisionRequirementsKey: number;
  readonly namespace: string;
  readonly resourceName: string;
  readonly checksum: string;
  readonly resource: string;
  readonly tenantId: string;
}

/** DECISION: one deployed decision. */
export interface DecisionValue {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly version: number;
  readonly versionTag: string;
  readonly decisionKey: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** One decision of a DECISION_EVALUATION: the one that was asked for, or one that it requires. */
export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly decisionKey: number;
  readonly decisionName: string;
  readonly decisionVersion: number;
  readonly decisionType: string;
  /** JSON text. */
  readonly decisionOutput: string;
  readonly evaluatedInputs: readonly object[];
  readonly matchedRules: readonly object[];
}

/** RESOURCE: a file that the engine keeps for others (8.7); `resourceProp` is its text. */
export interface ResourceValue {
  readonly resourceId: string;
  readonly version: number;
  readonly versionTag: string;
  readonly resourceKey: number;
  readonly resourceName: string;
  readonly checksum: string;
  readonly resourceProp: string;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** FORM: one deployed form; `resource` is base64. */
export interface FormValue {
  readonly formId: string;
  readonly version: number;
  readonly versionTag: string;
  readonly formKey: number;
  readonly resourceName: string;
  readonly checksum: string;
  readonly resource: string;
  readonly deploymentKey: number;
  readonly tenantId: string;
}
