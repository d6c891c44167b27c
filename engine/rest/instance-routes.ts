import {
  defaultResultTimeoutMs,
  readReference,
  requireDefaultTenant,
  type Operations,
} from '../gateway/index.js';
import { defaultTenant, type CreationValue } from '../records/values.js';
import { key } from './path-key.js';
import { checkBody } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import {
  creationBody,
  migrationBody,
  modificationBody,
  referenceBody,
  variablesBody,
} from './shapes.js';

/** Starting and changing process instances. */
export function instanceRoutes(operations: Operations): readonly Route[] {
  return [
    route('POST', 'process-instances', (request) => createInstance(request, operations)),
    route('POST', 'process-instances/{processInstanceKey}/cancellation', async (request) => {
      const body = checkBody(referenceBody, await request.optionalJson());
      const instanceKey = key(request.params, 'processInstanceKey');
      new RequestChecks().reference(body.operationReference).refuseFaults();
      await operations.cancelInstance(instanceKey);
      return noContent;
    }),
    route('POST', 'process-instances/{processInstanceKey}/modification', (request) =>
      modify(request, operations),
    ),
    route('POST', 'process-instances/{processInstanceKey}/migration', (request) =>
      migrate(request, operations),
    ),
    route('PUT', 'element-instances/{elementInstanceKey}/variables', async (request) => {
      const body = checkBody(variablesBody, await request.json());
      const scope = key(request.params, 'elementInstanceKey');
      const { variables = {}, local, operationReference } = body;
      const names = Object.keys(variables);
      new RequestChecks().present('variables', names).reference(operationReference).refuseFaults();
      await operations.setVariables(scope, { variables, local: local === true });
      return noContent;
    }),
  ];
}

async function createInstance(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(creationBody, await request.json());
  const { processDefinitionId, processDefinitionKey } = body;
  const checks = new RequestChecks()
    .oneOf({ processDefinitionId, processDefinitionKey })
    .reference(body.operationReference);
  body.startInstructions?.forEach(({ elementId }) => checks.present('elementId', elementId));
  checks.refuseFaults();
  requireDefaultTenant('request Create Process Instance', body.tenantId);
  const creation = {
    bpmnProcessId: processDefinitionId ?? '',
    version: body.processDefinitionVersion ?? -1,
    variables: body.variables ?? {},
    startInstructions: (body.startInstructions ?? []).map(({ elementId = '' }) => ({ elementId })),
    ...(processDefinitionKey === undefined
      ? {}
      : { processDefinitionKey: readReference('processDefinitionKey', processDefinitionKey) }),
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

async function modify(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(modificationBody, await request.json());
  const processInstanceKey = key(request.params, 'processInstanceKey');
  const { activateInstructions = [], terminateInstructions = [] } = body;
  const checks = new RequestChecks().reference(body.operationReference);
  for (const { elementId, variableInstructions = [] } of activateInstructions) {
    // An element without a name is told by the engine.
    checks.present('elementId', elementId === '' ? 'given' : elementId);
    variableInstructions.forEach(({ variables }) => checks.present('variables', variables));
  }
  terminateInstructions.forEach(({ elementInstanceKey }) =>
    checks.present('elementInstanceKey', elementInstanceKey),
  );
  checks.refuseFaults();
  await operations.execute({
    valueType: 'PROCESS_INSTANCE_MODIFICATION',
    intent: 'MODIFY',
    key: processInstanceKey,
    value: {
      processInstanceKey,
      activateInstructions: activateInstructions.map((instruction) => ({
        elementId: instruction.elementId ?? '',
        ancestorScopeKey: reference(instruction.ancestorElementInstanceKey),
        variableInstructions: (instruction.variableInstructions ?? []).map((one) => ({
          elementId: one.scopeId ?? '',
          variables: one.variables ?? {},
        })),
      })),
      terminateInstructions: terminateInstructions.map(({ elementInstanceKey }) => ({
        elementInstanceKey: reference(elementInstanceKey),
      })),
    },
  });
  return noContent;
}

async function migrate(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(migrationBody, await request.json());
  const processInstanceKey = key(request.params, 'processInstanceKey');
  const { targetProcessDefinitionKey, mappingInstructions = [] } = body;
  const checks = new RequestChecks()
    .reference(body.operationReference)
    .present('targetProcessDefinitionKey', targetProcessDefinitionKey)
    .present('mappingInstructions', mappingInstructions);
  const isIncomplete = mappingInstructions.some(
    ({ sourceElementId = '', targetElementId = '' }) =>
      sourceElementId.trim() === '' || targetElementId.trim() === '',
  );
  if (isIncomplete) {
    checks.add('All [sourceElementId, targetElementId] are required.');
  }
  checks.refuseFaults();
  await operations.execute({
    valueType: 'PROCESS_INSTANCE_MIGRATION',
    intent: 'MIGRATE',
    key: processInstanceKey,
    value: {
      processInstanceKey,
      targetProcessDefinitionKey: reference(targetProcessDefinitionKey),
      mappingInstructions,
    },
  });
  return noContent;
}

function reference(text: string | undefined): number {
  return text === undefined ? -1 : readReference('key', text);
}
