import type { EngineQueries } from '../../queries/engine-queries.js';
import { defaultTenant } from '../../records/values.js';
import type { Sources } from './instance-searches.js';
import { textOrNull, type Searchable } from './search-item.js';

/** Searching for deployed processes. */
export function processDefinitions({ history, names }: Sources): Searchable {
  return {
    path: 'process-definitions',
    keyField: 'processDefinitionKey',
    fields: [
      'processDefinitionKey',
      'processDefinitionId',
      'name',
      'resourceName',
      'version',
      'versionTag',
      'hasStartForm',
      'tenantId',
    ],
    filters: { isLatestVersion: (item, condition) => item.isLatest === condition },
    items: () => {
      const latest = new Map<string, number>();
      for (const { bpmnProcessId, version } of history.definitions().values()) {
        latest.set(bpmnProcessId, Math.max(version, latest.get(bpmnProcessId) ?? 0));
      }
      return Promise.all(
        [...history.definitions().values()].map(async (value) => {
          const known = await names.of(value, value.bpmnProcessId);
          return {
            processDefinitionKey: String(value.processDefinitionKey),
            processDefinitionId: value.bpmnProcessId,
            name: known.process,
            resourceName: value.resourceName,
            version: value.version,
            versionTag: textOrNull(value.versionTag),
            tenantId: defaultTenant,
            hasStartForm: known.startFormId !== undefined,
            isLatest: latest.get(value.bpmnProcessId) === value.version,
          };
        }),
      );
    },
  };
}

/** Searching for deployed decisions. */
export function decisionDefinitions(queries: EngineQueries): Searchable {
  return {
    path: 'decision-definitions',
    keyField: 'decisionDefinitionKey',
    fields: [
      'decisionDefinitionKey',
      'decisionDefinitionId',
      'name',
      'version',
      'decisionRequirementsId',
      'decisionRequirementsKey',
      'decisionRequirementsName',
      'decisionRequirementsVersion',
      'tenantId',
    ],
    filters: {
      isLatestVersion: (item, condition) => item.isLatest === condition,
    },
    items: () => {
      const files = new Map(
        queries.decisionRequirements().map((file) => [file.decisionRequirementsKey, file]),
      );
      const latest = new Map(queries.decisions().map((one) => [one.decisionId, one.version]));
      for (const { decisionId, version } of queries.decisions()) {
        latest.set(decisionId, Math.max(version, latest.get(decisionId) ?? 0));
      }
      return Promise.resolve(
        queries.decisions().map((decision) => {
          const file = files.get(decision.decisionRequirementsKey);
          return {
            decisionDefinitionKey: String(decision.decisionKey),
            decisionDefinitionId: decision.decisionId,
            name: decision.decisionName,
            version: decision.version,
            decisionRequirementsId: decision.decisionRequirementsId,
            decisionRequirementsKey: String(decision.decisionRequirementsKey),
            decisionRequirementsName: file?.decisionRequirementsName ?? '',
            decisionRequirementsVersion: file?.decisionRequirementsVersion ?? 0,
            tenantId: defaultTenant,
            isLatest: latest.get(decision.decisionId) === decision.version,
          };
        }),
      );
    },
  };
}

/** Searching for deployed decision files. */
export function decisionRequirements(queries: EngineQueries): Searchable {
  return {
    path: 'decision-requirements',
    keyField: 'decisionRequirementsKey',
    fields: [
      'decisionRequirementsKey',
      'decisionRequirementsId',
      'decisionRequirementsName',
      'version',
      'resourceName',
      'tenantId',
    ],
    items: () =>
      Promise.resolve(
        queries.decisionRequirements().map((file) => ({
          decisionRequirementsKey: String(file.decisionRequirementsKey),
          decisionRequirementsId: file.decisionRequirementsId,
          decisionRequirementsName: file.decisionRequirementsName,
          version: file.decisionRequirementsVersion,
          resourceName: file.resourceName,
          tenantId: defaultTenant,
        })),
      ),
  };
}
