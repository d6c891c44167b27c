import { requireDefaultTenant, type DeploymentResult, type Operations } from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';
import { key } from './path-key.js';
import { checkBody, readMultipart } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import { referenceBody } from './shapes.js';

/** Deploying and deleting resources. */
export function deploymentRoutes(operations: Operations): readonly Route[] {
  return [
    route('POST', 'deployments', (request) => deploy(request, operations)),
    route('POST', 'resources/{resourceKey}/deletion', async (request) => {
      const body = checkBody(referenceBody, await request.optionalJson());
      const resourceKey = key(request.params, 'resourceKey');
      new RequestChecks().reference(body.operationReference).refuseFaults();
      const command = { valueType: 'RESOURCE_DELETION', intent: 'DELETE' };
      await operations.execute({ ...command, value: { resourceKey } });
      return noContent;
    }),
  ];
}

async function deploy(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const { files, fields } = await readMultipart(request.message);
  requireDefaultTenant('request Deploy Resources', fields.tenantId);
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
    ...result.others.map((other) => ({
      ...none,
      resource: {
        resourceId: other.resourceId,
        version: other.version,
        resourceName: other.resourceName,
        tenantId,
        resourceKey: String(other.resourceKey),
      },
    })),
  ];
}
