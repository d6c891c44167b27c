import type { PreparedResource } from '../model/prepared-resource.js';
import { defaultTenant } from '../records/values.js';
import type {
  DecisionRequirementsValue,
  DecisionValue,
  FormValue,
  ResourceValue,
} from '../records/values.js';
import { without } from '../records/without.js';
import type { Processing } from './processing.js';

/** Value of DEPLOYMENT.CREATED while it is put together. */
export interface DeploymentResult {
  readonly resources: object[];
  readonly processesMetadata: object[];
  readonly decisionsMetadata: object[];
  readonly decisionRequirementsMetadata: object[];
  readonly formMetadata: object[];
  /** Only when the deployment has such files: 8.6 does not know them. */
  readonly resourceMetadata?: object[];
  readonly tenantId: string;
  readonly deploymentKey: number;
  /** Nothing in it is new. If anything is, everything becomes a new version. */
  readonly isRepeated: boolean;
}

type Form = Extract<PreparedResource, { kind: 'form' }>;
type Other = Extract<PreparedResource, { kind: 'other' }>;
type Dmn = Extract<PreparedResource, { kind: 'dmn' }>;

/** The newest version of a DMN file when it has this very content and name. */
export function knownRequirements(
  cx: Processing,
  { model, resourceName, checksum }: Dmn,
): DecisionRequirementsValue | undefined {
  const latestKey = cx.state.requirementsVersions.get(model.id).at(-1);
  const latest = cx.state.decisionRequirements.get(latestKey ?? -1);
  return latest?.checksum === checksum && latest.resourceName === resourceName ? latest : undefined;
}

function deployRequirements(
  cx: Processing,
  resource: Dmn,
  result: DeploymentResult,
): { readonly value: DecisionRequirementsValue; readonly duplicate: boolean } {
  const { model, resourceName, checksum } = resource;
  const latestKey = cx.state.requirementsVersions.get(model.id).at(-1);
  const latest = cx.state.decisionRequirements.get(latestKey ?? -1);
  const known = result.isRepeated ? knownRequirements(cx, resource) : undefined;
  if (known !== undefined) {
    return { value: known, duplicate: true };
  }
  const key = cx.nextKey();
  const value: DecisionRequirementsValue = {
    decisionRequirementsId: model.id,
    decisionRequirementsName: model.name,
    decisionRequirementsVersion: (latest?.decisionRequirementsVersion ?? 0) + 1,
    decisionRequirementsKey: key,
    namespace: model.namespace,
    resourceName,
    checksum,
    resource: resource.resource,
    tenantId: defaultTenant,
  };
  cx.event('DECISION_REQUIREMENTS', 'CREATED', key, value);
  return { value, duplicate: false };
}

/** Deploys the decisions of one DMN file. */
export function deployDecisions(cx: Processing, resource: Dmn, result: DeploymentResult): void {
  const { value: requirements, duplicate } = deployRequirements(cx, resource, result);
  result.decisionRequirementsMetadata.push({ ...without(requirements, 'resource'), duplicate });
  for (const decision of resource.model.decisions) {
    const versions = cx.state.decisionVersions.get(decision.id);
    const latest = cx.state.decisions.get(versions.at(-1) ?? -1);
    if (duplicate && latest !== undefined) {
      result.decisionsMetadata.push({ ...latest, duplicate });
      continue;
    }
    const key = cx.nextKey();
    const value: DecisionValue = {
      decisionId: decision.id,
      decisionName: decision.name,
      version: (latest?.version ?? 0) + 1,
      versionTag: decision.versionTag ?? '',
      decisionKey: key,
      decisionRequirementsId: requirements.decisionRequirementsId,
      decisionRequirementsKey: requirements.decisionRequirementsKey,
      deploymentKey: result.deploymentKey,
      tenantId: defaultTenant,
    };
    cx.event('DECISION', 'CREATED', key, value);
    result.decisionsMetadata.push({ ...value, duplicate: false });
  }
}

/** The newest version of a form when it has this very content and name. */
export function knownForm(cx: Processing, resource: Form): FormValue | undefined {
  const { formId, resourceName, checksum } = resource;
  const latest = cx.state.forms.get(cx.state.formVersions.get(formId).at(-1) ?? -1);
  return latest?.checksum === checksum && latest.resourceName === resourceName ? latest : undefined;
}

/** Deploys one form. */
export function deployForm(cx: Processing, resource: Form, result: DeploymentResult): void {
  const { formId, resourceName, checksum } = resource;
  const latest = cx.state.forms.get(cx.state.formVersions.get(formId).at(-1) ?? -1);
  if (result.isRepeated && latest !== undefined) {
    result.formMetadata.push({ ...without(latest, 'resource'), duplicate: true });
    return;
  }
  const key = cx.nextKey();
  const value: FormValue = {
    formId,
    version: cx.state.lastVersion('form', formId, latest?.version) + 1,
    versionTag: resource.versionTag,
    formKey: key,
    resourceName,
    checksum,
    resource: resource.resource,
    deploymentKey: result.deploymentKey,
    tenantId: defaultTenant,
  };
  cx.event('FORM', 'CREATED', key, value);
  result.formMetadata.push({ ...without(value, 'resource'), duplicate: false });
}

/** The newest version of a file that is only kept, when it has this very content and name. */
export function knownOther(cx: Processing, resource: Other): ResourceValue | undefined {
  const { resourceId, resourceName, checksum } = resource;
  const latest = cx.state.resources.get(cx.state.resourceVersions.get(resourceId).at(-1) ?? -1);
  return latest?.checksum === checksum && latest.resourceName === resourceName ? latest : undefined;
}

/** Deploys one file that is only kept. */
export function deployOther(cx: Processing, resource: Other, result: DeploymentResult): void {
  const { resourceId, resourceName, checksum, versionTag } = resource;
  const known = result.isRepeated ? knownOther(cx, resource) : undefined;
  if (known !== undefined) {
    result.resourceMetadata?.push({ ...without(known, 'resourceProp'), duplicate: true });
    return;
  }
  const latest = cx.state.resources.get(cx.state.resourceVersions.get(resourceId).at(-1) ?? -1);
  const key = cx.nextKey();
  const value: ResourceValue = {
    resourceId,
    version: (latest?.version ?? 0) + 1,
    versionTag,
    resourceKey: key,
    resourceName,
    checksum,
    resourceProp: Buffer.from(resource.resource, 'base64').toString('utf8'),
    deploymentKey: result.deploymentKey,
    tenantId: defaultTenant,
  };
  cx.event('RESOURCE', 'CREATED', key, value);
  result.resourceMetadata?.push({ ...without(value, 'resourceProp'), duplicate: false });
}
