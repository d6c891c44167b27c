import type { History, InstanceWithIncident } from '../../exporters/history.js';
import type { SeenInstance } from '../../exporters/seen.js';
import { defaultTenant } from '../../records/values.js';
import { fulfils } from './conditions.js';
import type { ModelNameReader, ModelNames } from './model-names.js';
import { isoDate, keyOrNull, type Searchable, type SearchItem } from './search-item.js';

/** What the searches of instances read. */
export interface Sources {
  readonly history: History;
  readonly names: ModelNameReader;
}

/** Searching for process instances. */
export function processInstances({ history, names }: Sources): Searchable {
  const instanceKeyOf = (item: SearchItem): number => Number(item.processInstanceKey);
  const someElement = (item: SearchItem, holds: (seen: SeenInstance) => boolean): boolean =>
    history.elements(instanceKeyOf(item)).some(([, seen]) => holds(seen));
  const someIncident = (item: SearchItem, holds: (message: string) => boolean): boolean =>
    history
      .incidents(instanceKeyOf(item))
      .some(([, { state, value }]) => state === 'ACTIVE' && holds(value.errorMessage));
  return {
    path: 'process-instances',
    keyField: 'processInstanceKey',
    fields: [
      'processInstanceKey',
      'processDefinitionId',
      'processDefinitionName',
      'processDefinitionVersion',
      'processDefinitionVersionTag',
      'processDefinitionKey',
      'parentProcessInstanceKey',
      'parentElementInstanceKey',
      'startDate',
      'endDate',
      'state',
      'hasIncident',
      'tenantId',
      'tags',
    ],
    filters: {
      variables: (item, condition) =>
        Array.isArray(condition) &&
        condition.every((one: unknown) => hasVariable(history, instanceKeyOf(item), one)),
      elementId: (item, condition) =>
        someElement(item, ({ value }) => fulfils(value.elementId, condition)),
      elementInstanceState: (item, condition) =>
        someElement(item, ({ state }) => fulfils(state, condition)),
      hasElementInstanceIncident: (item, condition) => fulfils(item.hasIncident, condition),
      errorMessage: (item, condition) => someIncident(item, (text) => fulfils(text, condition)),
      hasRetriesLeft: (item, condition) =>
        history
          .jobs(instanceKeyOf(item))
          .some(([, { state, value }]) => state === 'FAILED' && value.retries > 0) === condition,
      batchOperationId: () => false,
      incidentErrorHashCode: () => false,
    },
    items: (instanceKey) =>
      Promise.all(
        history.instances(instanceKey).map(async (seen) => {
          const definition = history.definitions().get(seen.value.processDefinitionKey);
          const known = await names.of(definition, seen.value.bpmnProcessId);
          return instanceItem(seen, known, definition?.versionTag ?? '');
        }),
      ),
  };
}

function hasVariable(history: History, instanceKey: number, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || !('name' in wanted)) {
    return false;
  }
  const value: unknown = 'value' in wanted ? wanted.value : undefined;
  return history
    .variables(instanceKey)
    .some(([, variable]) => variable.name === wanted.name && fulfils(variable.value, value));
}

function instanceItem(
  { value, state, hasIncident, startedAt, endedAt }: InstanceWithIncident,
  names: ModelNames,
  versionTag: string,
): SearchItem {
  return {
    processInstanceKey: String(value.processInstanceKey),
    processDefinitionId: value.bpmnProcessId,
    processDefinitionName: names.process,
    processDefinitionVersion: value.version,
    processDefinitionVersionTag: versionTag === '' ? null : versionTag,
    processDefinitionKey: String(value.processDefinitionKey),
    parentProcessInstanceKey: keyOrNull(value.parentProcessInstanceKey),
    parentElementInstanceKey: keyOrNull(value.parentElementInstanceKey),
    rootProcessInstanceKey: null,
    // Of an instance that began before the history did, nobody knows when.
    startDate: isoDate(startedAt ?? 0),
    endDate: isoDate(endedAt),
    state,
    hasIncident,
    tenantId: defaultTenant,
    tags: [],
    businessId: null,
  };
}

/** Searching for element instances; a process is none. */
export function elementInstances({ history, names }: Sources): Searchable {
  return {
    path: 'element-instances',
    keyField: 'elementInstanceKey',
    fields: [
      'elementInstanceKey',
      'processInstanceKey',
      'processDefinitionKey',
      'processDefinitionId',
      'startDate',
      'endDate',
      'elementId',
      'elementName',
      'type',
      'state',
      'hasIncident',
      'incidentKey',
      'tenantId',
    ],
    filters: { elementInstanceScopeKey: (item, condition) => fulfils(item.scopeKey, condition) },
    items: (instanceKey) =>
      Promise.all(
        history.elements(instanceKey).map(async ([key, seen]) => {
          const { value } = seen;
          const definition = history.definitions().get(value.processDefinitionKey);
          const known = await names.of(definition, value.bpmnProcessId);
          const incidents = history.incidents(value.processInstanceKey);
          const incident = incidents.find(
            ([, one]) => one.state === 'ACTIVE' && one.value.elementInstanceKey === key,
          );
          return elementItem(key, seen, { names: known, incidentKey: incident?.[0] });
        }),
      ),
  };
}

function elementItem(
  key: number,
  { value, state, startedAt, endedAt }: SeenInstance,
  known: { readonly names: ModelNames; readonly incidentKey: number | undefined },
): SearchItem {
  return {
    elementInstanceKey: String(key),
    processInstanceKey: String(value.processInstanceKey),
    rootProcessInstanceKey: null,
    processDefinitionKey: String(value.processDefinitionKey),
    processDefinitionId: value.bpmnProcessId,
    scopeKey: String(value.flowScopeKey),
    startDate: isoDate(startedAt ?? 0),
    endDate: isoDate(endedAt),
    elementId: value.elementId,
    elementName: known.names.element(value.elementId),
    type: value.bpmnElementType,
    state,
    hasIncident: known.incidentKey !== undefined,
    incidentKey: keyOrNull(known.incidentKey ?? -1),
    tenantId: defaultTenant,
  };
}
