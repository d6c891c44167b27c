import { z } from 'zod';
import type { DeployedResource, Deployment } from './engine-client.js';

const process = z.object({
  bpmnProcessId: z.string(),
  version: z.number(),
  processDefinitionKey: z.string(),
  resourceName: z.string(),
});
const decision = z.object({
  dmnDecisionId: z.string(),
  version: z.number(),
  decisionKey: z.string(),
});
const requirements = z.object({
  dmnDecisionRequirementsId: z.string(),
  version: z.number(),
  decisionRequirementsKey: z.string(),
  resourceName: z.string(),
});
const form = z.object({
  formId: z.string(),
  version: z.number(),
  formKey: z.string(),
  resourceName: z.string(),
});
const entry = z.object({
  process: process.nullish(),
  decision: decision.nullish(),
  decisionRequirements: requirements.nullish(),
  form: form.nullish(),
});
const answer = z.object({ key: z.string(), deployments: z.array(entry) });

/**
 * Reads the answer to DeployResource; kinds this version does not know are left out.
 * @throws ZodError when it is not one of the protocol
 */
export function parseDeployment(value: unknown): Deployment {
  const { key, deployments } = answer.parse(value);
  return { key, resources: deployments.flatMap(toResource) };
}

function toResource(deployed: z.output<typeof entry>): readonly DeployedResource[] {
  if (deployed.process) {
    const { bpmnProcessId, version, processDefinitionKey, resourceName } = deployed.process;
    return [
      { kind: 'process', id: bpmnProcessId, version, key: processDefinitionKey, resourceName },
    ];
  }
  if (deployed.decision) {
    const { dmnDecisionId, version, decisionKey } = deployed.decision;
    // The protocol names no file for a decision: its requirements entry does.
    return [{ kind: 'decision', id: dmnDecisionId, version, key: decisionKey, resourceName: '' }];
  }
  if (deployed.decisionRequirements) {
    const found = deployed.decisionRequirements;
    return [
      {
        kind: 'decision-requirements',
        id: found.dmnDecisionRequirementsId,
        version: found.version,
        key: found.decisionRequirementsKey,
        resourceName: found.resourceName,
      },
    ];
  }
  if (deployed.form) {
    const { formId, version, formKey, resourceName } = deployed.form;
    return [{ kind: 'form', id: formId, version, key: formKey, resourceName }];
  }
  return [];
}
