import type { TraceRecord } from './trace.js';
import { isObject } from './trace.js';

/**
 * The variable names that a recorded `JOB_BATCH ACTIVATE` asked for. The record does not hold them,
 * but the stream shows which variables each job could see: when a job was given fewer, the client
 * had asked for some by name. Undefined when it asked for all, as clients do by default.
 */
export function fetchedVariables(
  command: TraceRecord,
  trace: readonly TraceRecord[],
): readonly string[] | undefined {
  const answer = trace.find(
    (each) =>
      each.sourceRecordPosition === command.position &&
      each.valueType === 'JOB_BATCH' &&
      each.intent === 'ACTIVATED',
  );
  const jobs = Array.isArray(answer?.value.jobs) ? answer.value.jobs.filter(isObject) : [];
  const before = trace.filter((each) => each.position < command.position);
  const given = new Set<string>();
  let isPart = false;
  for (const job of jobs) {
    const names = isObject(job.variables) ? Object.keys(job.variables) : [];
    names.forEach((name) => given.add(name));
    isPart ||= visibleNames(job.elementInstanceKey, before).some((each) => !names.includes(each));
  }
  return isPart ? [...given] : undefined;
}

/** Names of the variables in the scope of an element instance and in the scopes around it. */
function visibleNames(elementInstanceKey: unknown, before: readonly TraceRecord[]): string[] {
  const outer = new Map<unknown, unknown>();
  for (const { valueType, key, value } of before) {
    if (valueType === 'PROCESS_INSTANCE') {
      outer.set(key, value.flowScopeKey);
    }
  }
  const scopes = new Set<unknown>();
  for (let at: unknown = elementInstanceKey; at !== undefined && at !== -1; at = outer.get(at)) {
    scopes.add(at);
  }
  return before.flatMap(({ valueType, value }) => {
    const name = value.name;
    const isSeen = valueType === 'VARIABLE' && scopes.has(value.scopeKey);
    return isSeen && typeof name === 'string' ? [name] : [];
  });
}
