import {
  defaultResultTimeoutMs,
  readReference,
  type CreateInstance,
  type Operations,
} from '../gateway/index.js';
import { readDocument, readKey, requireDefaultTenant } from '../gateway/index.js';
import { defaultTenant, type CreationValue } from '../records/values.js';
import { deploymentMessage } from './answers.js';
import { evaluateDecision, migrateInstance, modifyInstance } from './mapped-calls.js';
import type { CreateRequest, Requests } from './messages.js';

/** Every call with one answer, but Topology. */
export type UnaryName = Exclude<
  keyof Requests,
  'Topology' | 'ActivateJobs' | 'StreamActivatedJobs'
>;
/** A call as a function from its request to its answer. */
export type UnaryCalls = {
  readonly [Name in UnaryName]: (request: Requests[Name]) => Promise<object>;
};

/** The calls with one answer, on the engine behind `operations`. */
export function unaryCalls(operations: Operations): UnaryCalls {
  return {
    ...deploymentCalls(operations),
    ...instanceCalls(operations),
    ...jobCalls(operations),
    ...eventCalls(operations),
  };
}

function deploymentCalls(
  operations: Operations,
): Pick<UnaryCalls, 'DeployResource' | 'DeployProcess' | 'DeleteResource' | 'EvaluateDecision'> {
  return {
    DeployResource: async ({ resources, tenantId }) => {
      requireDefaultTenant('gRPC request DeployResource', tenantId);
      return deploymentMessage(await operations.deploy(resources));
    },
    DeployProcess: async ({ processes }) => {
      const files = processes.map(({ name, definition }) => ({ name, content: definition }));
      const { key, processes: deployed } = await operations.deploy(files);
      return { key, processes: deployed };
    },
    DeleteResource: async ({ resourceKey }) => {
      const key = readKey('resourceKey', resourceKey);
      const command = { valueType: 'RESOURCE_DELETION', intent: 'DELETE' };
      await operations.execute({ ...command, value: { resourceKey: key } });
      return {};
    },
    EvaluateDecision: (request) => evaluateDecision(request, operations),
  };
}

function instanceCalls(
  operations: Operations,
): Pick<
  UnaryCalls,
  | 'CreateProcessInstance'
  | 'CreateProcessInstanceWithResult'
  | 'CancelProcessInstance'
  | 'ModifyProcessInstance'
  | 'MigrateProcessInstance'
  | 'SetVariables'
> {
  return {
    CreateProcessInstance: async (request) =>
      creationMessage(
        await operations.createInstance(readCreation('CreateProcessInstance', request)),
      ),
    CreateProcessInstanceWithResult: async ({ request, requestTimeout, fetchVariables }) => {
      const timeout = Number(requestTimeout);
      const timeoutMs = timeout > 0 ? timeout : defaultResultTimeoutMs;
      const options = { fetchVariables, timeoutMs };
      const creation = readCreation('CreateProcessInstanceWithResult', request ?? noCreation);
      const result = await operations.createInstanceWithResult(creation, options);
      return { ...creationMessage(result), variables: JSON.stringify(result.variables) };
    },
    CancelProcessInstance: async ({ processInstanceKey }) => {
      await operations.cancelInstance(readKey('processInstanceKey', processInstanceKey));
      return {};
    },
    ModifyProcessInstance: (request) => modifyInstance(request, operations),
    MigrateProcessInstance: (request) => migrateInstance(request, operations),
    SetVariables: async ({ elementInstanceKey, variables, local }) => ({
      key: await operations.setVariables(readKey('elementInstanceKey', elementInstanceKey), {
        variables: readDocument('variables', variables),
        local,
      }),
    }),
  };
}

function jobCalls(
  operations: Operations,
): Pick<
  UnaryCalls,
  'CompleteJob' | 'FailJob' | 'ThrowError' | 'UpdateJobRetries' | 'UpdateJobTimeout'
> {
  const key = (jobKey: string): number => readKey('jobKey', jobKey);
  return {
    CompleteJob: async ({ jobKey, variables }) => {
      await operations.completeJob(key(jobKey), readDocument('variables', variables));
      return {};
    },
    FailJob: async ({ jobKey, retries, errorMessage, retryBackOff, variables }) => {
      await operations.failJob(key(jobKey), {
        retries,
        errorMessage,
        retryBackOffMs: Number(retryBackOff),
        variables: readDocument('variables', variables),
      });
      return {};
    },
    ThrowError: async ({ jobKey, errorCode, errorMessage, variables }) => {
      await operations.throwError(key(jobKey), {
        errorCode,
        errorMessage,
        variables: readDocument('variables', variables),
      });
      return {};
    },
    UpdateJobRetries: async ({ jobKey, retries }) => {
      await operations.updateJobRetries(key(jobKey), retries);
      return {};
    },
    UpdateJobTimeout: async ({ jobKey, timeout }) => {
      await operations.updateJobTimeout(key(jobKey), Number(timeout));
      return {};
    },
  };
}

function eventCalls(
  operations: Operations,
): Pick<UnaryCalls, 'PublishMessage' | 'BroadcastSignal' | 'ResolveIncident'> {
  return {
    PublishMessage: async (request) => {
      requireDefaultTenant('gRPC request PublishMessage', request.tenantId);
      const { name, correlationKey, timeToLive, messageId, variables } = request;
      const key = await operations.publishMessage({
        name,
        correlationKey,
        timeToLiveMs: Number(timeToLive),
        messageId,
        variables: readDocument('variables', variables),
      });
      return { key, tenantId: defaultTenant };
    },
    BroadcastSignal: async ({ signalName, variables, tenantId }) => {
      requireDefaultTenant('gRPC request BroadcastSignal', tenantId);
      const document = readDocument('variables', variables);
      return {
        key: await operations.broadcastSignal(signalName, document),
        tenantId: defaultTenant,
      };
    },
    ResolveIncident: async ({ incidentKey }) => {
      await operations.resolveIncident(readKey('incidentKey', incidentKey));
      return {};
    },
  };
}

/** What a request stands for that is missing: every field at the protocol's default. */
const noCreation: CreateRequest = {
  processDefinitionKey: '0',
  bpmnProcessId: '',
  version: 0,
  variables: '',
  startInstructions: [],
  tenantId: '',
};

function readCreation(call: string, request: CreateRequest): CreateInstance {
  requireDefaultTenant(`gRPC request ${call}`, request.tenantId);
  const { bpmnProcessId, version, startInstructions } = request;
  const variables = readDocument('variables', request.variables);
  const processDefinitionKey = readReference('processDefinitionKey', request.processDefinitionKey);
  return { processDefinitionKey, bpmnProcessId, version, startInstructions, variables };
}

function creationMessage(created: CreationValue): object {
  const { processDefinitionKey, bpmnProcessId, version, processInstanceKey } = created;
  const tenantId = defaultTenant;
  return { processDefinitionKey, bpmnProcessId, version, processInstanceKey, tenantId };
}
