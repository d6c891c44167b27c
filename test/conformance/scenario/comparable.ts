import type { TraceRecord } from '../trace.js';
import { isObject } from '../trace.js';
import type { Played } from './play.js';

/** Fields that newer versions add to records that older ones have too. */
const NEWER_FIELDS = new Set([
  'elementInstancePath',
  'processDefinitionPath',
  'callingElementPath',
  'tags',
  // What a worker says beside the variables shows in what comes of it.
  'result',
  'resourceMetadata',
  'rootProcessInstanceKey',
  'businessId',
]);

/**
 * A played scenario without what says nothing: fields at their default (so that one that is missing
 * equals one that is not set), texts of resources, values of commands, fields that only newer versions have. JSON texts in
 * answers are read, because the order of names in them is a hash order.
 */
export function comparable(played: Played): Played {
  return {
    ...played,
    exchanges: played.exchanges.map(({ call, answer }) => ({
      // Paths of REST calls hold keys.
      call: call.replace(/\d{16}/g, '{key}'),
      answer: { ...answer, ...('response' in answer ? { response: lean(answer.response) } : {}) },
    })),
    records: played.records.map(comparableRecord),
  };
}

function comparableRecord(record: TraceRecord): TraceRecord {
  if (record.recordType === 'COMMAND') {
    // What a command asks shows in the event or the refusal that follows.
    return { ...record, value: {} };
  }
  const isIncident = record.valueType === 'INCIDENT';
  const value = Object.fromEntries(
    Object.entries(record.value)
      .filter(([name]) => name !== 'resource' && (isIncident || !NEWER_FIELDS.has(name)))
      // What a listener of a user task decides came with 8.8; other jobs have it empty.
      .filter(([name]) => name !== 'result' || record.valueType !== 'JOB')
      .map(([name, each]) => [name, name === 'value' ? each : lean(each)] as const)
      .filter(([name, each]) => name === 'value' || !isDefault(each)),
  );
  return { ...record, value };
}

function lean(value: unknown, isUserData = false): unknown {
  if (Array.isArray(value)) {
    return value.map((each: unknown) => lean(each, isUserData));
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([name, each]) => {
    const isData = isUserData || USER_DATA.has(name);
    return [name, isData ? data(each) : lean(each)] as const;
  });
  const kept = entries.filter(
    ([name, each]) =>
      isUserData || (!isDefault(each) && !NEWER_FIELDS.has(name) && name !== 'resource'),
  );
  return Object.fromEntries(kept);
}

/** Fields that hold what users put in: nothing is left out of it. */
const USER_DATA = new Set(['variables', 'customHeaders', 'decisionOutput', 'output', 'inputValue']);

function data(value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isDefault(value: unknown): boolean {
  return (
    value === '' ||
    value === -1 ||
    value === '-1' ||
    value === '<default>' ||
    value === false ||
    (Array.isArray(value) && value.every(isDefault)) ||
    (isObject(value) && Object.keys(value).length === 0)
  );
}
