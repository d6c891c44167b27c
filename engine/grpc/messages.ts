/**
 * Requests as proto-loader decodes them from the gateway protocol: int64 as decimal strings, every
 * field present. Only fields that are read are named.
 */
export interface Requests {
  readonly Topology: object;
  readonly DeployResource: {
    readonly resources: readonly { readonly name: string; readonly content: Buffer }[];
    readonly tenantId: string;
  };
  readonly DeployProcess: {
    readonly processes: readonly { readonly name: string; readonly definition: Buffer }[];
  };
  readonly DeleteResource: { readonly resourceKey: string };
  readonly CreateProcessInstance: CreateRequest;
  readonly CreateProcessInstanceWithResult: {
    readonly request: CreateRequest | null;
    readonly requestTimeout: string;
    readonly fetchVariables: readonly string[];
  };
  readonly CancelProcessInstance: { readonly processInstanceKey: string };
  readonly ModifyProcessInstance: {
    readonly processInstanceKey: string;
    readonly activateInstructions: readonly {
      readonly elementId: string;
      readonly ancestorElementInstanceKey: string;
      readonly variableInstructions: readonly {
        readonly variables: string;
        readonly scopeId: string;
      }[];
    }[];
    readonly terminateInstructions: readonly { readonly elementInstanceKey: string }[];
  };
  readonly MigrateProcessInstance: {
    readonly processInstanceKey: string;
    readonly migrationPlan: {
      readonly targetProcessDefinitionKey: string;
      readonly mappingInstructions: readonly {
        readonly sourceElementId: string;
        readonly targetElementId: string;
      }[];
    } | null;
  };
  readonly ActivateJobs: JobsRequest & {
    readonly maxJobsToActivate: number;
    readonly requestTimeout: string;
  };
  readonly StreamActivatedJobs: JobsRequest;
  readonly CompleteJob: { readonly jobKey: string; readonly variables: string };
  readonly FailJob: {
    readonly jobKey: string;
    readonly retries: number;
    readonly errorMessage: string;
    readonly retryBackOff: string;
    readonly variables: string;
  };
  readonly ThrowError: {
    readonly jobKey: string;
    readonly errorCode: string;
    readonly errorMessage: string;
    readonly variables: string;
  };
  readonly UpdateJobRetries: { readonly jobKey: string; readonly retries: number };
  readonly UpdateJobTimeout: { readonly jobKey: string; readonly timeout: string };
  readonly PublishMessage: {
    readonly name: string;
    readonly correlationKey: string;
    readonly timeToLive: string;
    readonly messageId: string;
    readonly variables: string;
    readonly tenantId: string;
  };
  readonly BroadcastSignal: {
    readonly signalName: string;
    readonly variables: string;
    readonly tenantId: string;
  };
  readonly EvaluateDecision: {
    readonly decisionKey: string;
    readonly decisionId: string;
    readonly variables: string;
    readonly tenantId: string;
  };
  readonly ResolveIncident: { readonly incidentKey: string };
  readonly SetVariables: {
    readonly elementInstanceKey: string;
    readonly variables: string;
    readonly local: boolean;
  };
}

/** Which process to start; a key of 0 and a version of -1 mean the latest of the id. */
export interface CreateRequest {
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly variables: string;
  readonly startInstructions: readonly { readonly elementId: string }[];
  readonly tenantId: string;
}

/** What both ways of getting jobs ask for; times in ms. */
export interface JobsRequest {
  readonly type: string;
  readonly worker: string;
  readonly timeout: string;
  readonly fetchVariable: readonly string[];
  readonly tenantIds: readonly string[];
}
