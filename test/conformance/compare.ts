import { isDeepStrictEqual } from 'node:util';
import { clientView } from './client-view.js';
import { normalize } from './normalize.js';
import type { TraceRecord } from './trace.js';

/** What is compared: what a client sees, the order of events per instance, the whole stream. */
export type Level = 'L1' | 'L2' | 'L3';
export const levels: readonly Level[] = ['L1', 'L2', 'L3'];

/** The first place where two streams part. */
export interface Difference {
  /** Where: a part of the client's view, a process instance, or a place in the stream. */
  readonly at: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Compares a recorded stream with ours on one level; undefined when they are equal. */
export function compare(
  level: Level,
  expected: readonly TraceRecord[],
  actual: readonly TraceRecord[],
): Difference | undefined {
  switch (level) {
    case 'L1':
      return compareViews(clientView(expected), clientView(actual));
    case 'L2':
      return compareInstances(expected, actual);
    case 'L3':
      return firstDifference('record', normalize(expected), normalize(actual));
  }
}

/** Compares two views of a client, part by part. */
export function compareViews(
  expected: Readonly<Record<string, readonly unknown[]>>,
  actual: Readonly<Record<string, readonly unknown[]>>,
): Difference | undefined {
  for (const part of Object.keys(expected)) {
    const found = firstDifference(part, expected[part] ?? [], actual[part] ?? []);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const L2_TYPES = new Set(['PROCESS_INSTANCE', 'VARIABLE', 'JOB', 'INCIDENT']);

function compareInstances(
  expected: readonly TraceRecord[],
  actual: readonly TraceRecord[],
): Difference | undefined {
  const ours = eventsByInstance(actual);
  const theirs = eventsByInstance(expected);
  for (let i = 0; i < Math.max(theirs.length, ours.length); i++) {
    const at = `instance ${String(i + 1)}, event`;
    const found = firstDifference(at, normalize(theirs[i] ?? []), normalize(ours[i] ?? []));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The L2 events of each process instance, in the order in which the instances began. */
export function eventsByInstance(
  records: readonly TraceRecord[],
): readonly (readonly TraceRecord[])[] {
  const instances = new Map<unknown, TraceRecord[]>();
  for (const record of records) {
    if (record.recordType !== 'EVENT' || !L2_TYPES.has(record.valueType)) {
      continue;
    }
    const key = record.value.processInstanceKey;
    const list = instances.get(key) ?? [];
    list.push(record);
    instances.set(key, list);
  }
  return [...instances.values()];
}

function firstDifference(
  at: string,
  expected: readonly unknown[],
  actual: readonly unknown[],
): Difference | undefined {
  for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
    if (!isDeepStrictEqual(expected[i], actual[i])) {
      return { at: `${at} ${String(i + 1)}`, expected: expected[i], actual: actual[i] };
    }
  }
  return undefined;
}
