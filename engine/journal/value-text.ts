/** A value as a list of its fields, in an order that its type fixes. */
type Fields = readonly unknown[];
type Value = Readonly<Record<string, unknown>>;

const jobFields = [
  'type',
  'retryBackoff',
  'recurringTime',
  'jobKind',
  'jobListenerEventType',
  'deadline',
  'variables',
  'errorCode',
  'timeout',
  'tenantId',
  'bpmnProcessId',
  'processInstanceKey',
  'worker',
  'errorMessage',
  'elementInstanceKey',
  'processDefinitionKey',
  'processDefinitionVersion',
  'elementId',
  'retries',
  'changedAttributes',
  'customHeaders',
] as const;

/**
 * Fields of the values that most records have, in the order in which the engine makes them. A value that
 * has exactly these is written without their names, which are more than half of it.
 */
const fieldsOf: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [
    'PROCESS_INSTANCE',
    [
      'version',
      'bpmnElementType',
      'flowScopeKey',
      'bpmnEventType',
      'parentProcessInstanceKey',
      'parentElementInstanceKey',
      'tenantId',
      'bpmnProcessId',
      'processInstanceKey',
      'processDefinitionKey',
      'elementId',
    ],
  ],
  [
    'VARIABLE',
    [
      'name',
      'value',
      'scopeKey',
      'tenantId',
      'bpmnProcessId',
      'processInstanceKey',
      'processDefinitionKey',
    ],
  ],
  ['JOB', jobFields],
  [
    'JOB_BATCH',
    ['type', 'truncated', 'timeout', 'maxJobsToActivate', 'tenantIds', 'worker', 'jobs', 'jobKeys'],
  ],
  [
    'PROCESS_EVENT',
    [
      'scopeKey',
      'variables',
      'tenantId',
      'processInstanceKey',
      'processDefinitionKey',
      'targetElementId',
    ],
  ],
]);

/** The fields of a value that has exactly these, in this order; undefined for any other. */
function listFields(value: Value, fields: readonly string[]): unknown[] | undefined {
  const list: unknown[] = [];
  for (const name in value) {
    const field = value[name];
    // A field without a value is no field to JSON, but would be one in a list.
    if (name !== fields[list.length] || field === undefined) {
      return undefined;
    }
    list.push(field);
  }
  return list.length === fields.length ? list : undefined;
}

/** What stands for the value of a record in JSON: its fields where their names are known, else itself. */
export function shortValue(valueType: string, value: object): object {
  const fields = fieldsOf.get(valueType);
  const list = fields === undefined ? undefined : listFields(value as Value, fields);
  if (list === undefined) {
    return value;
  }
  const jobs = valueType === 'JOB_BATCH' ? list[6] : undefined;
  if (Array.isArray(jobs)) {
    list[6] = jobs.map((job: object) => shortValue('JOB', job));
  }
  return list;
}

/** The value that `shortValue` made short, from parsed JSON. */
export function wholeValue(valueType: string, short: unknown): object {
  if (!Array.isArray(short)) {
    // Anything but a list was written as the object it is.
    return short as object;
  }
  const value: Record<string, unknown> = {};
  const list: Fields = short;
  const fields = fieldsOf.get(valueType) ?? [];
  for (let place = 0; place < fields.length; place += 1) {
    value[fields[place] ?? ''] = list[place];
  }
  if (valueType === 'JOB_BATCH' && Array.isArray(value.jobs)) {
    value.jobs = value.jobs.map((job) => wholeValue('JOB', job));
  }
  return value;
}
