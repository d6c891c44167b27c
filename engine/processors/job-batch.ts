import { valueOf } from '../appliers/applier.js';
import { visibleVariables } from '../behaviors/variables.js';
import type { EngineRecord } from '../records/record.js';
import type { JobBatchValue, JobValue } from '../records/values.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

/** Most variable text, in characters, that one batch hands out: about the 4 MB of a message. */
const largestBatch = 4_000_000;

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

function activate(cx: Processing, command: EngineRecord): void {
  const { variables: wanted, ...value } = valueOf<JobBatchValue>(command);
  check(value);
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
    size += JSON.stringify(variables).length;
    if (size > largestBatch && jobs.length > 0) {
      truncated = true;
      break;
    }
    const deadline = cx.now + value.timeout;
    jobs.push({ ...job.value, variables, deadline, worker: value.worker });
    jobKeys.push(key);
  }
  const activated = { ...value, jobs, jobKeys, truncated };
  cx.respond(cx.event('JOB_BATCH', 'ACTIVATED', cx.nextKey(), activated));
}

/** JOB_BATCH commands. */
export const jobBatchProcessors: Processors = { ACTIVATE: activate };
