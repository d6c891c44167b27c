import { GatewayError } from '../gateway/index.js';
import { defaultTenant, type ProcessValue } from '../records/values.js';
import { key } from './command-routes.js';
import type { History } from '../exporters/history.js';
import { route, type Route } from './route.js';
import { readSearch, search, type SearchItem } from './search.js';

/** Operations that only read. */
export function searchRoutes(history: History): readonly Route[] {
  return [
    searchRoute('process-instances', instanceFields, () => instanceItems(history)),
    searchRoute('incidents', incidentFields, (instanceKey) => incidentItems(history, instanceKey)),
    searchRoute('variables', variableFields, (instanceKey) => variableItems(history, instanceKey)),
    searchRoute('jobs', jobFields, (instanceKey) => jobItems(history, instanceKey)),
    searchRoute('process-definitions', definitionFields, () => definitionItems(history)),
    route('GET', 'process-instances/{processInstanceKey}', ({ params }) => {
      const wanted = String(key(params, 'processInstanceKey'));
      return one(
        instanceItems(history).find((item) => item.processInstanceKey === wanted),
        `Process Instance with key '${wanted}' not found`,
      );
    }),
    route('GET', 'incidents/{incidentKey}', ({ params }) => {
      const wanted = String(key(params, 'incidentKey'));
      return one(
        incidentItems(history).find((item) => item.incidentKey === wanted),
        `Incident with key '${wanted}' not found`,
      );
    }),
    route('GET', 'process-definitions/{processDefinitionKey}', ({ params }) =>
      one(
        definitionItem(definition(history, key(params, 'processDefinitionKey'))),
        'Process definition not found',
      ),
    ),
    route('GET', 'process-definitions/{processDefinitionKey}/xml', ({ params }) => {
      const { resource } = definition(history, key(params, 'processDefinitionKey'));
      const body = Buffer.from(resource, 'base64').toString('utf8');
      return Promise.resolve({ body, contentType: 'text/xml; charset=utf-8' });
    }),
  ];
}

function searchRoute(
  what: string,
  fields: readonly string[],
  items: (instanceKey: number | undefined) => readonly SearchItem[],
): Route {
  return route('POST', `${what}/search`, async (request) => {
    const query = readSearch(await request.json());
    // The usual search is for one instance: look at that one alone.
    const wanted = query.filter?.processInstanceKey;
    const instanceKey =
      typeof wanted === 'string' && /^\d{1,16}$/.test(wanted) ? Number(wanted) : undefined;
    return { body: search(items(instanceKey), { search: query, fields }) };
  });
}

function one(
  item: SearchItem | undefined,
  message: string,
): Promise<{ readonly body: SearchItem }> {
  return item === undefined
    ? Promise.reject(new GatewayError('NOT_FOUND', message))
    : Promise.resolve({ body: item });
}

function definition(history: History, definitionKey: number): ProcessValue {
  const found = history.definitions().get(definitionKey);
  if (found === undefined) {
    throw new GatewayError('NOT_FOUND', `Process definition with key '${definitionKey}' not found`);
  }
  return found;
}

const instanceFields = [
  'processInstanceKey',
  'processDefinitionId',
  'processDefinitionName',
  'processDefinitionVersion',
  'processDefinitionKey',
  'parentProcessInstanceKey',
  'parentElementInstanceKey',
  'startDate',
  'endDate',
  'state',
  'hasIncident',
  'tenantId',
];

function instanceItems(history: History): readonly SearchItem[] {
  return history.instances().map(({ value, state, hasIncident, startedAt, endedAt }) => ({
    processInstanceKey: String(value.processInstanceKey),
    processDefinitionId: value.bpmnProcessId,
    processDefinitionName: null,
    processDefinitionVersion: value.version,
    processDefinitionVersionTag: null,
    processDefinitionKey: String(value.processDefinitionKey),
    parentProcessInstanceKey: keyOrNull(value.parentProcessInstanceKey),
    parentElementInstanceKey: keyOrNull(value.parentElementInstanceKey),
    startDate: isoDate(startedAt),
    endDate: isoDate(endedAt),
    state,
    hasIncident,
    tenantId: defaultTenant,
    tags: [],
  }));
}

const incidentFields = [
  'incidentKey',
  'processInstanceKey',
  'processDefinitionId',
  'processDefinitionKey',
  'elementId',
  'elementInstanceKey',
  'jobKey',
  'errorType',
  'errorMessage',
  'state',
  'creationTime',
  'tenantId',
];

function incidentItems(history: History, instanceKey?: number): readonly SearchItem[] {
  return history.incidents(instanceKey).map(([incidentKey, { value, state, createdAt }]) => ({
    incidentKey: String(incidentKey),
    processInstanceKey: String(value.processInstanceKey),
    processDefinitionId: value.bpmnProcessId,
    processDefinitionKey: String(value.processDefinitionKey),
    elementId: value.elementId,
    elementInstanceKey: String(value.elementInstanceKey),
    jobKey: keyOrNull(value.jobKey),
    errorType: value.errorType,
    errorMessage: value.errorMessage,
    state,
    creationTime: isoDate(createdAt),
    tenantId: defaultTenant,
  }));
}

const variableFields = [
  'variableKey',
  'name',
  'value',
  'scopeKey',
  'processInstanceKey',
  'tenantId',
];

function variableItems(history: History, instanceKey?: number): readonly SearchItem[] {
  return history.variables(instanceKey).map(([variableKey, value]) => ({
    variableKey: String(variableKey),
    name: value.name,
    value: value.value,
    isTruncated: false,
    scopeKey: String(value.scopeKey),
    processInstanceKey: String(value.processInstanceKey),
    tenantId: defaultTenant,
  }));
}

const jobFields = [
  'jobKey',
  'type',
  'state',
  'worker',
  'retries',
  'kind',
  'deadline',
  'elementId',
  'elementInstanceKey',
  'processInstanceKey',
  'processDefinitionId',
  'processDefinitionKey',
  'errorCode',
  'errorMessage',
  'endTime',
  'tenantId',
];

function jobItems(history: History, instanceKey?: number): readonly SearchItem[] {
  return history.jobs(instanceKey).map(([jobKey, { value, state, endedAt }]) => ({
    jobKey: String(jobKey),
    type: value.type,
    state,
    worker: value.worker,
    retries: value.retries,
    kind: value.jobKind,
    listenerEventType: value.jobListenerEventType,
    deadline: value.deadline < 0 ? null : isoDate(value.deadline),
    elementId: value.elementId,
    elementInstanceKey: String(value.elementInstanceKey),
    processInstanceKey: String(value.processInstanceKey),
    processDefinitionId: value.bpmnProcessId,
    processDefinitionKey: String(value.processDefinitionKey),
    customHeaders: value.customHeaders,
    errorCode: value.errorCode === '' ? null : value.errorCode,
    errorMessage: value.errorMessage === '' ? null : value.errorMessage,
    hasFailedWithRetriesLeft: state === 'FAILED' && value.retries > 0,
    endTime: isoDate(endedAt),
    tenantId: defaultTenant,
  }));
}

const definitionFields = [
  'processDefinitionKey',
  'processDefinitionId',
  'name',
  'resourceName',
  'version',
  'versionTag',
  'tenantId',
];

function definitionItems(history: History): readonly SearchItem[] {
  return [...history.definitions().values()].map(definitionItem);
}

function definitionItem(value: ProcessValue): SearchItem {
  return {
    processDefinitionKey: String(value.processDefinitionKey),
    processDefinitionId: value.bpmnProcessId,
    name: null,
    resourceName: value.resourceName,
    version: value.version,
    versionTag: value.versionTag === '' ? null : value.versionTag,
    tenantId: defaultTenant,
    hasStartForm: false,
  };
}

function keyOrNull(value: number): string | null {
  return value < 0 ? null : String(value);
}

function isoDate(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
