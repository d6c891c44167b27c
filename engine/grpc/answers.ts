import type { ActivatedJob, DeploymentResult } from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';

/** One activated job as the protocol has it. */
export function jobMessage(job: ActivatedJob): object {
  return {
    key: job.key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    bpmnProcessId: job.bpmnProcessId,
    processDefinitionVersion: job.processDefinitionVersion,
    processDefinitionKey: job.processDefinitionKey,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    customHeaders: JSON.stringify(job.customHeaders),
    worker: job.worker,
    retries: job.retries,
    deadline: job.deadline,
    variables: JSON.stringify(job.variables),
    tenantId: defaultTenant,
  };
}

/** The answer to DeployResource: processes, decisions, their files and forms, in this order. */
export function deploymentMessage(result: DeploymentResult): object {
  const tenantId = defaultTenant;
  return {
    key: result.key,
    tenantId,
    deployments: [
      ...result.processes.map((process) => ({ process: { ...process, tenantId } })),
      ...result.decisions.map((decision) => ({
        decision: {
          dmnDecisionId: decision.decisionId,
          dmnDecisionName: decision.decisionName,
          version: decision.version,
          decisionKey: decision.decisionKey,
          dmnDecisionRequirementsId: decision.decisionRequirementsId,
          decisionRequirementsKey: decision.decisionRequirementsKey,
          tenantId,
        },
      })),
      ...result.decisionRequirements.map((file) => ({
        decisionRequirements: {
          dmnDecisionRequirementsId: file.decisionRequirementsId,
          dmnDecisionRequirementsName: file.decisionRequirementsName,
          version: file.decisionRequirementsVersion,
          decisionRequirementsKey: file.decisionRequirementsKey,
          resourceName: file.resourceName,
          tenantId,
        },
      })),
      ...result.forms.map((form) => ({ form: { ...form, tenantId } })),
    ],
  };
}

/** Jobs in groups that fit a message: clients refuse more than 4 MiB. */
export function inMessages(jobs: readonly ActivatedJob[]): readonly (readonly object[])[] {
  const limit = 3 * 1024 * 1024;
  const groups: object[][] = [];
  let size = limit;
  for (const job of jobs) {
    const message = jobMessage(job);
    const bytes = Buffer.byteLength(JSON.stringify(message));
    if (size + bytes > limit) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(message);
    size += bytes;
  }
  return groups;
}
