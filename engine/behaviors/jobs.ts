import { noCatchEvent } from '../appliers/job.js';
import { userTaskHeaderPrefix } from '../model/compile-job.js';
import type { JobTemplate } from '../model/executable.js';
import type { CompiledExpression } from '../model/expression.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { JobBatchValue, JobValue } from '../records/values.js';
import type { Job } from '../state/rows.js';
import type { Element } from './element.js';
import {
  evaluateDateTime,
  evaluateInteger,
  evaluateString,
  evaluateStrings,
} from './expressions.js';
import { visibleVariables } from './variables.js';

/** Retries of a job whose model does not say. */
const defaultRetries = 3;

/** A JOB value with every field at the protocol's default. */
export const blankJob: JobValue = Object.freeze({
  type: '',
  retryBackoff: 0,
  recurringTime: -1,
  jobKind: 'BPMN_ELEMENT',
  jobListenerEventType: 'UNSPECIFIED',
  deadline: -1,
  variables: {},
  errorCode: '',
  timeout: -1,
  tenantId: defaultTenant,
  bpmnProcessId: '',
  processInstanceKey: -1,
  worker: '',
  errorMessage: '',
  elementInstanceKey: -1,
  processDefinitionKey: -1,
  processDefinitionVersion: -1,
  elementId: '',
  retries: -1,
  changedAttributes: [],
  customHeaders: {},
});

/** A job whose expressions are evaluated, not yet written. */
export interface PlannedJob {
  readonly type: string;
  readonly retries: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A header of a user task's job: lists as JSON, dates with their zone; empty when there is none. */
function evaluateHeader(
  cx: Processing,
  name: string,
  { expression, scopeKey }: { readonly expression: CompiledExpression; readonly scopeKey: number },
): string {
  switch (name.slice(userTaskHeaderPrefix.length)) {
    case 'candidateGroups':
    case 'candidateUsers':
      return JSON.stringify(evaluateStrings(cx, expression, { scopeKey }));
    case 'dueDate':
    case 'followUpDate':
      return evaluateDateTime(cx, expression, { scopeKey });
    default:
      return evaluateString(cx, expression, { scopeKey });
  }
}

/** Evaluates what a job needs. Throws `ElementFailure` when type or retries have no fitting value. */
export function planJob(cx: Processing, element: Element, template: JobTemplate): PlannedJob {
  const scope = { scopeKey: element.key };
  return {
    headers: planHeaders(cx, element, template),
    type: evaluateString(cx, template.type, scope),
    retries:
      template.retries === undefined
        ? defaultRetries
        : evaluateInteger(cx, template.retries, scope),
  };
}

function planHeaders(
  cx: Processing,
  element: Element,
  { headers: given, computedHeaders }: JobTemplate,
): PlannedJob['headers'] {
  if (computedHeaders.length === 0) {
    return given;
  }
  const headers = new Map(Object.entries(given));
  for (const [name, expression] of computedHeaders) {
    const value = evaluateHeader(cx, name, { expression, scopeKey: element.key });
    if (value !== '') {
      headers.set(name, value);
    }
  }
  return Object.fromEntries(headers);
}

/** As `planJob`, for a listener; from 8.8 on its job has the headers of the element too. */
export function planListener(cx: Processing, element: Element, listener: JobTemplate): PlannedJob {
  const job = planJob(cx, element, listener);
  const headers = element.node?.headers ?? {};
  return cx.compat === '8.8' ? { ...job, headers: { ...headers, ...job.headers } } : job;
}

/** Writes a planned job; workers of its type are told after the batch is durable. */
export function createJob(
  cx: Processing,
  element: Element,
  job: PlannedJob,
  listenerEvent?: 'START' | 'END',
): void {
  const { value } = element;
  const record: JobValue = {
    ...blankJob,
    type: job.type,
    jobKind: listenerEvent === undefined ? 'BPMN_ELEMENT' : 'EXECUTION_LISTENER',
    jobListenerEventType: listenerEvent ?? 'UNSPECIFIED',
    bpmnProcessId: value.bpmnProcessId,
    processInstanceKey: value.processInstanceKey,
    elementInstanceKey: element.key,
    processDefinitionKey: value.processDefinitionKey,
    processDefinitionVersion: value.version,
    elementId: value.elementId,
    retries: job.retries,
    customHeaders: job.headers,
  };
  const { key: jobKey } = cx.event('JOB', 'CREATED', cx.nextKey(), record);
  offerJob(cx, jobKey);
}

/**
 * Says that a job may be activated. A job stream that takes its type has it in the same batch, as in
 * Camunda: the record names neither a number of jobs nor their variables. All others are told after.
 */
export function offerJob(cx: Processing, key: number): void {
  const job = cx.state.jobs.get(key);
  if (job?.state !== 'ACTIVATABLE') {
    return;
  }
  const { type } = job.value;
  const taker = cx.findJobTaker(type);
  if (taker === undefined) {
    cx.jobTypes.add(type);
    return;
  }
  const { worker, timeoutMs: timeout, fetchVariables } = taker;
  const value: JobValue = { ...job.value, deadline: cx.now + timeout, worker };
  const activated: JobBatchValue = {
    type,
    truncated: false,
    timeout,
    maxJobsToActivate: -1,
    tenantIds: [],
    worker,
    jobs: [value],
    jobKeys: [key],
  };
  cx.event('JOB_BATCH', 'ACTIVATED', cx.nextKey(), activated);
  const variables = visibleVariables(cx.state, value.elementInstanceKey, fetchVariables);
  cx.taken.push([taker, { ...value, key, variables }]);
}

/** A job as events tell of it: one that threw what nobody caught has lost its element. */
export function shownJob(job: Job): JobValue {
  return job.state === 'ERROR_THROWN' ? { ...job.value, elementId: noCatchEvent } : job.value;
}

/** Cancels the jobs of an element that is terminated. */
export function cancelJobsOf(cx: Processing, elementKey: number): void {
  for (const key of [...cx.state.jobsOfElement.get(elementKey)]) {
    const job = cx.state.jobs.get(key);
    if (job !== undefined) {
      cx.event('JOB', 'CANCELED', key, shownJob(job));
    }
  }
}
