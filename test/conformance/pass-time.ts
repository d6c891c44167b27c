import type { ControlledClock, Engine } from '../../engine/index.js';
import type { TraceRecord } from './trace.js';
import { isObject } from './trace.js';

/** Checks in the engine run on a grid of up to a second; so often the clock is pushed on. */
const STEP_MS = 1_000;
const MAX_STEPS = 10;
/** Fields that say when something is due, by the command that its coming writes. */
const DUE_FIELDS: Readonly<Record<string, string>> = {
  'TIMER TRIGGER': 'dueDate',
  'JOB TIME_OUT': 'deadline',
  'JOB RECUR_AFTER_BACKOFF': 'recurringTime',
  'MESSAGE EXPIRE': 'deadline',
};

/** A recorded command that time wrote, our stream so far, and our key of the thing it is about. */
export interface TimeStep {
  readonly record: TraceRecord;
  readonly ours: readonly TraceRecord[];
  readonly key: number;
}

/**
 * Lets time pass in our engine until it writes the command that time wrote in the recording. Does
 * nothing when it was written already (a date in the past is due at once).
 */
export async function passTime(
  step: TimeStep,
  stage: { readonly engine: Engine; readonly clock: ControlledClock },
): Promise<void> {
  const { engine, clock } = stage;
  await engine.idle();
  const key = knownKey(step);
  if (isWritten(step, key)) {
    return;
  }
  const due = dueTime(step, key);
  if (due !== undefined && due > clock.now()) {
    clock.set(due);
    await engine.idle();
  }
  for (let i = 0; i < MAX_STEPS && !isWritten(step, key); i++) {
    clock.advance(STEP_MS);
    await engine.idle();
  }
}

/** A start timer is older than the stream: it is found by its element. */
function knownKey({ record, ours, key }: TimeStep): number {
  const known = ours.some((each) => each.recordType === 'EVENT' && each.key === key);
  if (known || record.valueType !== 'TIMER') {
    return key;
  }
  const created = ours.findLast(
    (each) =>
      each.valueType === 'TIMER' &&
      each.intent === 'CREATED' &&
      each.value.targetElementId === record.value.targetElementId,
  );
  return created?.key ?? key;
}

/** A job can time out and recur more than once: only what came after its last event of use counts. */
function isWritten({ record, ours }: TimeStep, key: number): boolean {
  const about = ours.filter((each) => isAbout(each, key));
  const last = about.findLastIndex(
    (each) => each.valueType === record.valueType && each.intent === record.intent,
  );
  const renewed = about.findLastIndex((each) =>
    ['CREATED', 'FAILED', 'ACTIVATED', 'PUBLISHED'].includes(each.intent),
  );
  return last > renewed;
}

function dueTime({ record, ours }: TimeStep, key: number): number | undefined {
  const field = DUE_FIELDS[`${record.valueType} ${record.intent}`] ?? 'dueDate';
  for (const each of ours.toReversed()) {
    const value = isAbout(each, key) ? dueIn(each, key, field) : undefined;
    if (value !== undefined && value > 0) {
      return value;
    }
  }
  return undefined;
}

function isAbout(record: TraceRecord, key: number): boolean {
  const { jobKeys } = record.value;
  const inBatch =
    record.valueType === 'JOB_BATCH' && Array.isArray(jobKeys) && jobKeys.includes(key);
  return record.key === key || (record.recordType === 'EVENT' && inBatch);
}

function dueIn(record: TraceRecord, key: number, field: string): number | undefined {
  const { jobKeys, jobs } = record.value;
  const at = Array.isArray(jobKeys) ? jobKeys.indexOf(key) : -1;
  const job: unknown = Array.isArray(jobs) && at >= 0 ? jobs[at] : record.value;
  const due = isObject(job) ? job[field] : undefined;
  return typeof due === 'number' ? due : undefined;
}
