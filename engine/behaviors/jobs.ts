import type { JobTemplate } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { JobValue } from '../records/values.js';
import type { Element } from './element.js';
import { evaluateInteger, evaluateJson, evaluateString } from './expressions.js';

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

/** Evaluates what a job needs. Throws `ElementFailure` when type or retries have no fitting value. */
export function planJob(cx: Processing, element: Element, template: JobTemplate): PlannedJob {
  const scope = { scopeKey: element.key };
  const headers = new Map(Object.entries(template.headers));
  for (const [name, expression] of template.computedHeaders) {
    const value = evaluateJson(cx, expression, scope);
    if (value !== null) {
      headers.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }
  return {
    type: evaluateString(cx, template.type, scope),
    retries:
      template.retries === undefined
        ? defaultRetries
        : evaluateInteger(cx, template.retries, scope),
    headers: Object.fromEntries(headers),
  };
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
  cx.event('JOB', 'CREATED', cx.nextKey(), record);
  cx.jobTypes.add(job.type);
}

/** Cancels the jobs of an element that is terminated. */
export function cancelJobsOf(cx: Processing, elementKey: number): void {
  for (const key of [...cx.state.jobsOfElement.get(elementKey)]) {
    const job = cx.state.jobs.get(key);
    if (job !== undefined) {
      cx.event('JOB', 'CANCELED', key, job.value);
    }
  }
}
