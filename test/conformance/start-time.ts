import type { TraceRecord } from './trace.js';
import { isObject } from './trace.js';

/** Where the clock starts when a stream does not tell when it was recorded. */
const DEFAULT_START = Date.UTC(2026, 0, 1);

/**
 * When a stream was recorded, epoch ms: streams hold no times of their own, but a job's deadline is
 * its activation plus the timeout, and a message's is its publication plus the time to live. Dates
 * in the model or in variables then lie in the past or the future as they did for the broker.
 */
export function startTime(trace: readonly TraceRecord[]): number {
  const times = trace.flatMap(({ recordType, valueType, intent, value }) => {
    if (recordType !== 'EVENT') {
      return [];
    }
    const kind = `${valueType} ${intent}`;
    if (kind === 'JOB_BATCH ACTIVATED') {
      const jobs = Array.isArray(value.jobs) ? value.jobs.filter(isObject) : [];
      return jobs.flatMap((job) => difference(job.deadline, value.timeout));
    }
    return kind === 'MESSAGE PUBLISHED' ? difference(value.deadline, value.timeToLive) : [];
  });
  return times.length === 0 ? DEFAULT_START : Math.min(...times);
}

function difference(due: unknown, after: unknown): readonly number[] {
  return typeof due === 'number' && typeof after === 'number' && due > after ? [due - after] : [];
}
