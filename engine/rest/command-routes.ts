import {
  defaultResultTimeoutMs,
  GatewayError,
  readKey,
  requireDefaultTenant,
  type DeploymentResult,
  type Operations,
} from '../gateway/index.js';
import { defaultTenant, type CreationValue } from '../records/values.js';
import { checkBody, readMultipart } from './request-body.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import { creationBody, evaluationBody, messageBody, signalBody, variablesBody } from './shapes.js';

/** Operations that change something, jobs apart. */
export function commandRoutes(operations: Operations): readonly Route[] {
  return [
    route('POST', 'deployments', (request) => deploy(request, operations)),
    route('POST', 'resources/{resourceKey}/deletion', async ({ params }) => {
      const resourceKey = key(params, 'resourceKey');
      const command = { valueType: 'RESOURCE_DELETION', intent: 'DELETE' };
      await operations.execute({ ...command, value: { resourceKey } });
      return noContent;
    }),
    route('POST', 'process-instances', (request) => createInstance(request, operations)),
    route('POST', 'process-instances/{processInstanceKey}/cancellation', async ({ params }) => {
      await operations.cancelInstance(key(params, 'processInstanceKey'));
      return noContent;
    }),
    route('POST', 'messages/publication', (request) => publish(request, operations)),
    route('POST', 'messages/correlation', (request) => correlate(request, operations)),
    route('POST', 'signals/broadcast', async (request) => {
      const body = checkBody(signalBody, await request.json());
      requireDefaultTenant('request broadcastSignal', body.tenantId);
      const signalKey = await operations.broadcastSignal(body.signalName, body.variables);
      return { body: { tenantId: defaultTenant, signalKey: String(signalKey) } };
    }),
    route('POST', 'incidents/{incidentKey}/resolution', async ({ params }) => {
      await operations.resolveIncident(key(params, 'incidentKey'));
      return noContent;
    }),
    route('PUT', 'element-instances/{elementInstanceKey}/variables', async (request) => {
      const { variables, local } = checkBody(variablesBody, await request.json());
      const scope = key(request.params, 'elementInstanceKey');
      await operations.setVariables(scope, { variables, local: local === true });
      return noContent;
    }),
    route('POST', 'decision-definitions/evaluation', (request) => evaluate(request, operations)),
  ];
}

/** The key in a path parameter; see `readKey`. */
export function key(params: RestRequest['params'], name: string): number {
  return readKey(name, params[name] ?? '');
}

async function deploy(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const { files, fields } = await readMultipart(request.message);
  requireDefaultTenant('request deployResources', fields.tenantId);
  const result = await operations.deploy(files);
  return {
    body: {
      deploymentKey: String(result.key),
      tenantId: defaultTenant,
      deployments: deploymentItems(result),
    },
  };
}

function deploymentItems(result: DeploymentResult): readonly object[] {
  const none = {
    processDefinition: null,
    decisionDefinition: null,
    decisionRequirements: null,
    form: null,
    resource: null,
  };
  const tenantId = defaultTenant;
  return [
    ...result.processes.map((process) => ({
      ...none,
      processDefinition: {
        processDefinitionId: process.bpmnProcessId,
        processDefinitionVersion: process.version,
        resourceName: process.resourceName,
        tenantId,
        processDefinitionKey: String(process.processDefinitionKey),
      },
    })),
    ...result.decisions.map((decision) => ({
      ...none,
      decisionDefinition: {
        decisionDefinitionId: decision.decisionId,
        name: decision.decisionName,
        version: decision.version,
        decisionRequirementsId: decision.decisionRequirementsId,
        tenantId,
        decisionDefinitionKey: String(decision.decisionKey),
        decisionRequirementsKey: String(decision.decisionRequirementsKey),
      },
    })),
    ...result.decisionRequirements.map((file) => ({
      ...none,
      decisionRequirements: {
        decisionRequirementsId: file.decisionRequirementsId,
        decisionRequirementsName: file.decisionRequirementsName,
        version: file.decisionRequirementsVersion,
        resourceName: file.resourceName,
        tenantId,
        decisionRequirementsKey: String(file.decisionRequirementsKey),
      },
    })),
    ...result.forms.map((form) => ({
      ...none,
      form: {
        formId: form.formId,
        version: form.version,
        resourceName: form.resourceName,
        tenantId,
        formKey: String(form.formKey),
      },
    })),
  ];
}

async function createInstance(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(creationBody, await request.json());
  requireDefaultTenant('request createProcessInstance', body.tenantId);
  const { processDefinitionId, processDefinitionKey } = body;
  if ((processDefinitionId === undefined) === (processDefinitionKey === undefined)) {
    throw new GatewayError(
      'INVALID_ARGUMENT',
      'Exactly one of processDefinitionId and processDefinitionKey must be given',
    );
  }
  const creation = {
    bpmnProcessId: processDefinitionId ?? '',
    version: body.processDefinitionVersion ?? -1,
    variables: body.variables,
    startInstructions: body.startInstructions ?? [],
    ...(processDefinitionKey === undefined
      ? {}
      : { processDefinitionKey: readKey('processDefinitionKey', processDefinitionKey) }),
  };
  if (body.awaitCompletion !== true) {
    return { body: instanceBody(await operations.createInstance(creation), {}) };
  }
  const timeout = body.requestTimeout ?? 0;
  const result = await operations.createInstanceWithResult(creation, {
    fetchVariables: body.fetchVariables ?? [],
    timeoutMs: timeout > 0 ? timeout : defaultResultTimeoutMs,
  });
  return { body: instanceBody(result, result.variables) };
}

function instanceBody(created: CreationValue, variables: CreationValue['variables']): object {
  return {
    processDefinitionId: created.bpmnProcessId,
    processDefinitionVersion: created.version,
    tenantId: defaultTenant,
    variables,
    processDefinitionKey: String(created.processDefinitionKey),
    processInstanceKey: String(created.processInstanceKey),
    tags: [],
    businessId: null,
  };
}

async function publish(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(messageBody, await request.json());
  requireDefaultTenant('request publishMessage', body.tenantId);
  const messageKey = await operations.publishMessage({
    name: body.name,
    correlationKey: body.correlationKey ?? '',
    timeToLiveMs: body.timeToLive ?? 0,
    messageId: body.messageId ?? '',
    variables: body.variables,
  });
  return { body: { tenantId: defaultTenant, messageKey: String(messageKey) } };
}

async function correlate(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(messageBody, await request.json());
  requireDefaultTenant('request correlateMessage', body.tenantId);
  const { name, correlationKey, variables } = body;
  const result = await operations.execute({
    valueType: 'MESSAGE_CORRELATION',
    intent: 'CORRELATE',
    value: { name, correlationKey: correlationKey ?? '', variables },
  });
  // The answer to CORRELATE is a MESSAGE_CORRELATION event.
  const { processInstanceKey, messageKey } = result.value as {
    readonly processInstanceKey?: number;
    readonly messageKey?: number;
  };
  return {
    body: {
      tenantId: defaultTenant,
      messageKey: String(messageKey ?? result.key),
      processInstanceKey: String(processInstanceKey ?? -1),
    },
  };
}

async function evaluate(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(evaluationBody, await request.json());
  requireDefaultTenant('request evaluateDecision', body.tenantId);
  const { decisionDefinitionId, decisionDefinitionKey } = body;
  const result = await operations.execute({
    valueType: 'DECISION_EVALUATION',
    intent: 'EVALUATE',
    value: {
      decisionId: decisionDefinitionId ?? '',
      decisionKey:
        decisionDefinitionKey === undefined
          ? -1
          : readKey('decisionDefinitionKey', decisionDefinitionKey),
      variables: body.variables,
    },
  });
  return { body: evaluationAnswer(result.key, result.value as Evaluation) };
}

/** The fields of a DECISION_EVALUATION that the answer needs. */
interface Evaluation {
  readonly decisionId: string;
  readonly decisionKey: number;
  readonly decisionName: string;
  readonly decisionVersion: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly decisionOutput: string;
  readonly failedDecisionId: string;
  readonly evaluationFailureMessage: string;
  readonly evaluatedDecisions: readonly {
    readonly decisionId: string;
    readonly decisionKey: number;
    readonly decisionName: string;
    readonly decisionVersion: number;
    readonly decisionType: string;
    readonly decisionOutput: string;
    readonly evaluatedInputs: readonly object[];
    readonly matchedRules: readonly object[];
  }[];
}

function evaluationAnswer(instanceKey: number, value: Evaluation): object {
  return {
    decisionDefinitionId: value.decisionId,
    decisionDefinitionKey: String(value.decisionKey),
    decisionDefinitionName: value.decisionName,
    decisionDefinitionVersion: value.decisionVersion,
    decisionRequirementsId: value.decisionRequirementsId,
    decisionRequirementsKey: String(value.decisionRequirementsKey),
    output: value.decisionOutput,
    failedDecisionDefinitionId: value.failedDecisionId,
    failureMessage: value.evaluationFailureMessage,
    tenantId: defaultTenant,
    decisionInstanceKey: String(instanceKey),
    decisionEvaluationKey: String(instanceKey),
    evaluatedDecisions: value.evaluatedDecisions.map((decision) => ({
      decisionDefinitionId: decision.decisionId,
      decisionDefinitionKey: String(decision.decisionKey),
      decisionDefinitionName: decision.decisionName,
      decisionDefinitionVersion: decision.decisionVersion,
      decisionDefinitionType: decision.decisionType,
      output: decision.decisionOutput,
      tenantId: defaultTenant,
      evaluatedInputs: decision.evaluatedInputs,
      matchedRules: decision.matchedRules,
    })),
  };
}
