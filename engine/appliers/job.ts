import type { JobBatchValue, JobValue } from '../records/values.js';
import type { JobState } from '../state/rows.js';
import { valueOf } from './applier.js';
import type { Applier, Appliers } from './applier.js';

/** Jobs are kept without variables: they live in the scopes. */
function kept(value: JobValue): JobValue {
  for (const _name in value.variables) {
    return { ...value, variables: {}, changedAttributes: [] };
  }
  return value.changedAttributes.length === 0 ? value : { ...value, changedAttributes: [] };
}

function put(jobState: JobState): Applier {
  return (state, record) => {
    const value = kept(valueOf<JobValue>(record));
    state.jobs.put(record.key, { key: record.key, state: jobState, value });
  };
}

const remove: Applier = (state, record) => {
  state.jobs.delete(record.key);
};

const completed: Applier = (state, record) => {
  const value = valueOf<JobValue>(record);
  const element = state.elements.get(value.elementInstanceKey);
  if (value.jobKind === 'EXECUTION_LISTENER' && element !== undefined) {
    state.elements.update(element.key, { listenersDone: element.listenersDone + 1 });
  }
  state.jobs.delete(record.key);
};

const failed: Applier = (state, record, catalog) => {
  const value = valueOf<JobValue>(record);
  const again = value.retries > 0 && value.retryBackoff <= 0;
  put(again ? 'ACTIVATABLE' : 'FAILED')(state, record, catalog);
  if (value.retries > 0 && value.retryBackoff > 0) {
    state.jobs.update(record.key, { waitsUntil: value.recurringTime });
  }
};

/** Caught errors end the job; an uncaught one waits for its incident. */
const errorThrown: Applier = (state, record, catalog) => {
  const value = valueOf<JobValue>(record);
  if (value.elementId !== noCatchEvent) {
    state.jobs.delete(record.key);
    return;
  }
  put('ERROR_THROWN')(state, record, catalog);
};

/** What stands for the element id when nothing catches an error. */
export const noCatchEvent = 'NO_CATCH_EVENT_FOUND';

const keepState: Applier = (state, record) => {
  const value = valueOf<JobValue>(record);
  const known = state.jobs.get(record.key)?.value.elementId ?? '';
  const elementId = value.elementId === noCatchEvent ? known : value.elementId;
  state.jobs.update(record.key, {
    value: { ...value, elementId, variables: {}, changedAttributes: [] },
  });
};

/** JOB events. */
export const jobAppliers: Appliers = {
  CREATED: put('ACTIVATABLE'),
  COMPLETED: completed,
  CANCELED: remove,
  FAILED: failed,
  ERROR_THROWN: errorThrown,
  TIMED_OUT: put('ACTIVATABLE'),
  YIELDED: put('ACTIVATABLE'),
  RECURRED_AFTER_BACKOFF: put('ACTIVATABLE'),
  UPDATED: keepState,
  RETRIES_UPDATED: keepState,
  TIMEOUT_UPDATED: keepState,
  MIGRATED: keepState,
};

/** JOB_BATCH events. */
export const jobBatchAppliers: Appliers = {
  ACTIVATED: (state, record) => {
    const { jobs, jobKeys } = valueOf<JobBatchValue>(record);
    jobKeys.forEach((key, place) => {
      const value = jobs[place];
      if (value !== undefined) {
        state.jobs.change(key, (job) => ({ ...job, state: 'ACTIVATED', value: kept(value) }));
      }
    });
  },
};
