import type { SeenIncident, SeenJob, SeenUserTask } from '../../exporters/seen.js';
import { defaultTenant, type VariableValue } from '../../records/values.js';
import { fulfils } from './conditions.js';
import type { Sources } from './instance-searches.js';
import type { ModelNames } from './model-names.js';
import { isoDate, keyOrNull, textOrNull, type Searchable, type SearchItem } from './search-item.js';

/** Searching for jobs. */
export function jobs({ history }: Sources): Searchable {
  return {
    path: 'jobs',
    keyField: 'jobKey',
    fields: [
      'jobKey',
      'type',
      'state',
      'worker',
      'retries',
      'kind',
      'listenerEventType',
      'deadline',
      'elementId',
      'elementInstanceKey',
      'processInstanceKey',
      'processDefinitionId',
      'processDefinitionKey',
      'errorCode',
      'errorMessage',
      'hasFailedWithRetriesLeft',
      'isDenied',
      'deniedReason',
      'endTime',
      'tenantId',
    ],
    items: (instanceKey) =>
      Promise.resolve(history.jobs(instanceKey).map(([key, seen]) => jobItem(key, seen))),
  };
}

function jobItem(jobKey: number, { value, state, endedAt }: SeenJob): SearchItem {
  return {
    jobKey: String(jobKey),
    type: value.type,
    state,
    worker: value.worker,
    retries: value.retries,
    kind: value.jobKind,
    listenerEventType: value.jobListenerEventType,
    deadline: isoDate(value.deadline),
    elementId: value.elementId,
    elementInstanceKey: String(value.elementInstanceKey),
    processInstanceKey: String(value.processInstanceKey),
    rootProcessInstanceKey: null,
    processDefinitionId: value.bpmnProcessId,
    processDefinitionKey: String(value.processDefinitionKey),
    customHeaders: value.customHeaders,
    errorCode: textOrNull(value.errorCode),
    errorMessage: textOrNull(value.errorMessage),
    hasFailedWithRetriesLeft: state === 'FAILED' && value.retries > 0,
    isDenied: null,
    deniedReason: null,
    endTime: isoDate(endedAt),
    creationTime: null,
    lastUpdateTime: null,
    tags: [],
    tenantId: defaultTenant,
  };
}

/** Searching for incidents. */
export function incidents({ history }: Sources): Searchable {
  return {
    path: 'incidents',
    keyField: 'incidentKey',
    fields: [
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
    ],
    items: (instanceKey) =>
      Promise.resolve(history.incidents(instanceKey).map(([key, seen]) => incidentItem(key, seen))),
  };
}

function incidentItem(incidentKey: number, { value, state, createdAt }: SeenIncident): SearchItem {
  return {
    incidentKey: String(incidentKey),
    processInstanceKey: String(value.processInstanceKey),
    rootProcessInstanceKey: null,
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
  };
}

/** Fields of variables to filter and sort by. */
export const variableFields: readonly string[] = [
  'variableKey',
  'name',
  'value',
  'scopeKey',
  'processInstanceKey',
  'isTruncated',
  'tenantId',
];

/** Searching for variables. */
export function variables({ history }: Sources): Searchable {
  return {
    path: 'variables',
    keyField: 'variableKey',
    fields: variableFields,
    items: (instanceKey) =>
      Promise.resolve(
        history.variables(instanceKey).map(([key, value]) => variableItem(key, value)),
      ),
  };
}

function variableItem(variableKey: number, value: VariableValue): SearchItem {
  return {
    variableKey: String(variableKey),
    name: value.name,
    value: value.value,
    isTruncated: false,
    scopeKey: String(value.scopeKey),
    processInstanceKey: String(value.processInstanceKey),
    rootProcessInstanceKey: null,
    tenantId: defaultTenant,
  };
}

/** Searching for native user tasks. */
export function userTasks({ history, names }: Sources): Searchable {
  return {
    path: 'user-tasks',
    keyField: 'userTaskKey',
    fields: [
      'userTaskKey',
      'name',
      'state',
      'assignee',
      'priority',
      'elementId',
      'elementInstanceKey',
      'processInstanceKey',
      'processDefinitionId',
      'processDefinitionKey',
      'creationDate',
      'completionDate',
      'dueDate',
      'followUpDate',
      'tenantId',
    ],
    filters: {
      candidateGroup: (item, condition) => fulfils(item.candidateGroups, condition),
      candidateUser: (item, condition) => fulfils(item.candidateUsers, condition),
      processInstanceVariables: (item, condition) =>
        haveVariables(history.variables(Number(item.processInstanceKey)), condition),
      localVariables: (item, condition) =>
        haveVariables(
          history
            .variables(Number(item.processInstanceKey))
            .filter(([, { scopeKey }]) => String(scopeKey) === item.elementInstanceKey),
          condition,
        ),
    },
    items: (instanceKey) =>
      Promise.all(
        history.userTasks(instanceKey).map(async ([key, seen]) => {
          const { value } = seen;
          const definition = history.definitions().get(value.processDefinitionKey);
          return taskItem(key, seen, await names.of(definition, value.bpmnProcessId));
        }),
      ),
  };
}

function haveVariables(
  given: readonly (readonly [number, VariableValue])[],
  condition: unknown,
): boolean {
  return (
    Array.isArray(condition) &&
    condition.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        'name' in one &&
        given.some(
          ([, { name, value }]) =>
            name === one.name && fulfils(value, 'value' in one ? one.value : undefined),
        ),
    )
  );
}

function taskItem(
  userTaskKey: number,
  { value, state, endedAt }: SeenUserTask,
  names: ModelNames,
): SearchItem {
  return {
    userTaskKey: String(userTaskKey),
    name: names.element(value.elementId),
    state,
    assignee: textOrNull(value.assignee),
    elementId: value.elementId,
    candidateGroups: value.candidateGroupsList,
    candidateUsers: value.candidateUsersList,
    processDefinitionId: value.bpmnProcessId,
    creationDate: isoDate(value.creationTimestamp),
    completionDate: isoDate(endedAt),
    followUpDate: dateOf(value.followUpDate),
    dueDate: dateOf(value.dueDate),
    tenantId: defaultTenant,
    externalFormReference: textOrNull(value.externalFormReference),
    processDefinitionVersion: value.processDefinitionVersion,
    customHeaders: value.customHeaders,
    priority: value.priority,
    elementInstanceKey: String(value.elementInstanceKey),
    processName: names.process,
    processDefinitionKey: String(value.processDefinitionKey),
    processInstanceKey: String(value.processInstanceKey),
    rootProcessInstanceKey: null,
    formKey: keyOrNull(value.formKey),
    tags: [],
  };
}

/** A date of a task in UTC: clients do not take other zones. */
function dateOf(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
