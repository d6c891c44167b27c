import { valueOf } from '../appliers/applier.js';
import { elementOfInstance } from '../behaviors/element.js';
import { createIncident } from '../behaviors/incidents.js';
import { visibleVariables } from '../behaviors/variables.js';
import type { EngineRecord } from '../records/record.js';
import type { JobBatchValue, JobValue } from '../records/values.js';
import type { Job } from '../state/rows.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { ElementFailure, Refusal } from './refusal.js';

const mebibyte = 1024 * 1024;
/** Most bytes of variables that one batch hands out: what a message may hold. */
const largestBatch = 4 * mebibyte;

function refuse(what: string, was: string): never {
  throw new Refusal(
    'INVALID_ARGUMENT',
    `Expected to activate job batch with ${what}, but it was ${was}`,
  );
}

function check(value: JobBatchValue): void {
  if (value.maxJobsToActivate < 1) {
    refuse('max jobs to activate to be greater than zero', `'${value.maxJobsToActivate}'`);
  }
  if (value.timeout < 1) {
    refuse('timeout to be greater than zero', `'${value.timeout}'`);
  }
  if (value.type === '') {
    refuse('type to be present', 'blank');
  }
}

/** A job that no message can hold stays behind an incident until its variables are smaller. */
function refuseTooLarge(cx: Processing, job: Job, bytes: number): void {
  const instance = cx.state.elements.get(job.value.elementInstanceKey);
  if (instance === undefined) {
    return;
  }
  const size = `${(bytes / mebibyte).toFixed(1)} MB`;
  const failure = new ElementFailure(
    'MESSAGE_SIZE_EXCEEDED',
    `The job with key '${job.key}' can not be activated, because with ${size} it is larger than the configured message size (per default is 4 MB). ` +
      'Try to reduce the size by reducing the number of fetched variables or modifying the variable values.',
  );
  const { elementId } = job.value;
  createIncident(cx, elementOfInstance(cx, instance), failure, { key: job.key, elementId });
}

function activate(cx: Processing, command: EngineRecord): void {
  const { variables: wanted, ...value } = valueOf<JobBatchValue>(command);
  check(value);
  const batchKey = cx.nextKey();
  const jobs: JobValue[] = [];
  const jobKeys: number[] = [];
  let size = 0;
  let truncated = false;
  for (const key of cx.state.activatableJobs.entries(value.type)) {
    const job = cx.state.jobs.get(key);
    if (job === undefined) {
      continue;
    }
    if (jobs.length >= value.maxJobsToActivate) {
      break;
    }
    const variables = visibleVariables(cx.state, job.value.elementInstanceKey, wanted);
    const bytes = Buffer.byteLength(JSON.stringify(variables));
    size += bytes;
    if (size > largestBatch) {
      truncated = true;
      if (jobs.length === 0) {
        refuseTooLarge(cx, job, bytes);
      }
      break;
    }
    const deadline = cx.now + value.timeout;
    jobs.push({ ...job.value, variables, deadline, worker: value.worker });
    jobKeys.push(key);
  }
  const activated = { ...value, jobs, jobKeys, truncated };
  cx.respond(cx.event('JOB_BATCH', 'ACTIVATED', batchKey, activated));
}

/** JOB_BATCH commands. */
export const jobBatchProcessors: Processors = { ACTIVATE: activate };
