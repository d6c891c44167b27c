import { valueOf } from '../appliers/applier.js';
import type { PreparedResource } from '../model/prepared-resource.js';
import type { EngineRecord } from '../records/record.js';
import { defaultTenant } from '../records/values.js';
import type { ProcessValue } from '../records/values.js';
import { without } from '../records/without.js';
import {
  deployDecisions,
  deployForm,
  deployOther,
  knownForm,
  knownOther,
  knownRequirements,
} from './deploy-other.js';
import type { DeploymentResult } from './deploy-other.js';
import { duplicateIds } from './duplicate-ids.js';
import { closeStartEvents, openStartEvents } from './start-events.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

interface DeploymentValue {
  readonly resources: readonly { readonly resourceName: string; readonly resource: string }[];
}

function latestOf(cx: Processing, bpmnProcessId: string): ProcessValue | undefined {
  const key = cx.state.processVersions.get(bpmnProcessId).at(-1);
  return key === undefined ? undefined : cx.state.processes.get(key);
}

function refuse(errors: readonly string[]): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    `Expected to deploy new resources, but encountered the following errors:\n${errors.join('\n')}`,
  );
}

function prepared(cx: Processing, value: DeploymentValue): readonly PreparedResource[] {
  if (value.resources.length === 0) {
    throw new Refusal(
      'INVALID_ARGUMENT',
      'Expected to deploy at least one resource, but none given',
    );
  }
  const resources = value.resources.map(({ resourceName, resource }) =>
    cx.catalog.prepared(resourceName, resource),
  );
  const errors = resources.flatMap((resource) => (resource.kind === 'broken' ? resource.text : []));
  const duplicates = duplicateIds(resources);
  if (errors.length + duplicates.length > 0) {
    throw refuse([...errors, ...duplicates]);
  }
  return resources;
}

type Bpmn = Extract<PreparedResource, { kind: 'bpmn' }>;

/** Whether a resource has the very content and name of the newest version of all that is in it. */
function isKnown(cx: Processing, resource: PreparedResource): boolean {
  switch (resource.kind) {
    case 'bpmn':
      return resource.processes.every(({ id }) => {
        const latest = latestOf(cx, id);
        return (
          latest?.checksum === resource.checksum && latest.resourceName === resource.resourceName
        );
      });
    case 'dmn':
      return knownRequirements(cx, resource) !== undefined;
    case 'form':
      return knownForm(cx, resource) !== undefined;
    case 'other':
      return knownOther(cx, resource) !== undefined;
    case 'broken':
      return false;
  }
}

function deployProcess(
  cx: Processing,
  {
    resource,
    process,
  }: {
    readonly resource: Bpmn;
    readonly process: { readonly id: string; readonly versionTag: string };
  },
  { deploymentKey, isRepeated }: DeploymentResult,
): object {
  const latest = latestOf(cx, process.id);
  const { resourceName, checksum } = resource;
  const metadata = { resourceName, checksum, tenantId: defaultTenant, bpmnProcessId: process.id };
  if (isRepeated && latest !== undefined) {
    const { version, versionTag, processDefinitionKey, deploymentKey: first } = latest;
    const known = { version, versionTag, processDefinitionKey, deploymentKey: first };
    return { ...metadata, ...known, duplicate: true };
  }
  const key = cx.nextKey();
  const value: ProcessValue = {
    ...metadata,
    version: cx.state.lastVersion('process', process.id, latest?.version) + 1,
    versionTag: process.versionTag,
    processDefinitionKey: key,
    resource: resource.resource,
    deploymentKey,
  };
  cx.event('PROCESS', 'CREATED', key, value);
  return { ...without(value, 'resource'), duplicate: false };
}

interface Created {
  readonly processDefinitionKey: number;
  readonly bpmnProcessId: string;
}

function isCreated(metadata: object): metadata is Created {
  return 'duplicate' in metadata && metadata.duplicate === false;
}

function create(cx: Processing, command: EngineRecord): void {
  const resources = prepared(cx, valueOf<DeploymentValue>(command));
  const key = cx.nextKey();
  const result: DeploymentResult = {
    resources: [],
    processesMetadata: [],
    decisionsMetadata: [],
    decisionRequirementsMetadata: [],
    formMetadata: [],
    ...(resources.some(({ kind }) => kind === 'other') ? { resourceMetadata: [] } : {}),
    tenantId: defaultTenant,
    deploymentKey: key,
    isRepeated: resources.every((resource) => isKnown(cx, resource)),
  };
  for (const resource of resources) {
    if (resource.kind === 'bpmn') {
      for (const process of resource.processes) {
        result.processesMetadata.push(deployProcess(cx, { resource, process }, result));
      }
    } else if (resource.kind === 'dmn') {
      deployDecisions(cx, resource, result);
    } else if (resource.kind === 'form') {
      deployForm(cx, resource, result);
    } else if (resource.kind === 'other') {
      deployOther(cx, resource, result);
    }
  }
  cx.respond(cx.event('DEPLOYMENT', 'CREATED', key, without(result, 'isRepeated')));
  for (const metadata of result.processesMetadata) {
    if (isCreated(metadata)) {
      switchStartEvents(cx, metadata);
    }
  }
}

/** Start events of the new version open, those of the version before close. */
function switchStartEvents(cx: Processing, created: Created): void {
  const versions = cx.state.processVersions.get(created.bpmnProcessId);
  for (const key of versions) {
    if (key !== created.processDefinitionKey) {
      closeStartEvents(cx, key);
    }
  }
  openStartEvents(cx, created.processDefinitionKey);
}

function deleteProcess(cx: Processing, key: number, value: ProcessValue): void {
  closeStartEvents(cx, key);
  cx.event('PROCESS', 'DELETED', key, { ...value, resource: '' });
  const previous = latestOf(cx, value.bpmnProcessId);
  if (previous !== undefined && previous.processDefinitionKey < key) {
    openStartEvents(cx, previous.processDefinitionKey);
  }
}

function deleteResource(cx: Processing, command: EngineRecord): void {
  const { resourceKey } = valueOf<{ readonly resourceKey: number }>(command);
  const process = cx.state.processes.get(resourceKey);
  const requirements = cx.state.decisionRequirements.get(resourceKey);
  const form = cx.state.forms.get(resourceKey);
  const other = cx.state.resources.get(resourceKey);
  if (process !== undefined && cx.state.instancesOfProcess.count(resourceKey) > 0) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected to delete resource with key \`${resourceKey}\` but there are still running instances`,
    );
  }
  if ([process, requirements, form, other].every((found) => found === undefined)) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to delete resource but no resource found with key \`${resourceKey}\``,
    );
  }
  cx.respond(
    cx.event('RESOURCE_DELETION', 'DELETED', cx.nextKey(), {
      resourceKey,
      tenantId: defaultTenant,
    }),
  );
  if (process !== undefined) {
    deleteProcess(cx, resourceKey, process);
  }
  if (requirements !== undefined) {
    for (const decision of [...cx.state.decisions.rows()]) {
      if (decision.decisionRequirementsKey === resourceKey) {
        cx.event('DECISION', 'DELETED', decision.decisionKey, decision);
      }
    }
    cx.event('DECISION_REQUIREMENTS', 'DELETED', resourceKey, { ...requirements, resource: '' });
  }
  if (other !== undefined) {
    cx.event('RESOURCE', 'DELETED', resourceKey, { ...other, resourceProp: '' });
  }
  if (form !== undefined) {
    cx.event('FORM', 'DELETED', resourceKey, { ...form, resource: '' });
  }
}

/** DEPLOYMENT commands. */
export const deploymentProcessors: Processors = { CREATE: create };

/** RESOURCE_DELETION commands. */
export const resourceDeletionProcessors: Processors = { DELETE: deleteResource };
