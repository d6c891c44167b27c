import type { DeployedModel } from '../../generator/project/deployment-project.js';
import { isEngineError } from '../../runtime/index.js';
import type { DefinitionInquiry } from '../../runtime/index.js';

/** What a cluster has of some processes; `reason` says why that cannot be known. */
export type DeployedModels =
  | { readonly known: true; readonly models: ReadonlyMap<string, DeployedModel> }
  | { readonly known: false; readonly reason: string };

/** Looks up the newest version of each process. A cluster that shows no models is no fault here. */
export async function deployedModels(
  client: DefinitionInquiry,
  processIds: readonly string[],
): Promise<DeployedModels> {
  const models = new Map<string, DeployedModel>();
  try {
    for (const processId of processIds) {
      const found = await client.latestProcess(processId);
      const xml =
        found === undefined ? undefined : await client.getProcessXml(found.processDefinitionKey);
      if (found !== undefined && xml !== undefined) {
        models.set(processId, { processId, version: found.version, xml });
      }
    }
    return { known: true, models };
  } catch (error) {
    if (isEngineError(error)) {
      return { known: false, reason: error.message };
    }
    throw error;
  }
}
