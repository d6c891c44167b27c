import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { clientView } from '../client-view.js';
import { compare, eventsByInstance } from '../compare.js';
import { normalize } from '../normalize.js';
import type { TraceRecord } from '../trace.js';
import type { Answer } from '../engines/judged-engine.js';
import { isObject } from '../trace.js';
import type { CaseRun } from './play-batch.js';

/** Where two runs of a case part. */
export interface CaseDifference {
  readonly level: 'L1' | 'L2';
  readonly at: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * The first difference of two runs of a case: the deployment, then L2, as what clients see follows from
 * that, then the other answers.
 */
export function caseDifference(expected: CaseRun, actual: CaseRun): CaseDifference | undefined {
  const [deployed] = answerDifferences(expected, actual, 1);
  if (deployed !== undefined) {
    return deployed;
  }
  for (const level of ['L2', 'L1'] as const) {
    const found = compare(level, expected.records.map(readable), actual.records.map(readable));
    if (found !== undefined) {
      return { level, ...found };
    }
  }
  return answerDifferences(expected, actual)[0];
}

/**
 * Twenty hexadecimal digits that stand for all that `caseDifference` compares: two runs that do not
 * differ have the same.
 */
export function outcomeDigest(run: CaseRun): string {
  const records = run.records.map(readable);
  const outcome = [
    normalAnswers(run),
    clientView(records),
    eventsByInstance(records).map(normalize),
  ];
  return createHash('sha256').update(sortedJson(outcome)).digest('hex').slice(0, 20);
}

/** JSON text in which fields stand in the order of their names. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    isObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function answerDifferences(
  expected: CaseRun,
  actual: CaseRun,
  count = Infinity,
): readonly CaseDifference[] {
  const [theirs, ours] = [normalAnswers(expected), normalAnswers(actual)];
  const length = Math.min(count, Math.max(theirs.length, ours.length));
  return Array.from({ length }, (_, i) => i)
    .filter((i) => !isDeepStrictEqual(theirs[i], ours[i]))
    .map((i) => {
      const rpc = i === 0 ? 'DeployResource' : expected.steps[i - 1]?.step.rpc;
      const at = `answer ${String(i)} (${String(rpc)})`;
      return { level: 'L1', at, expected: theirs[i], actual: ours[i] };
    });
}

/**
 * A broker writes contexts in warnings with what its memory looks like (`{x:UnsafeBuffer{…}}`): they
 * are left out of texts on both sides.
 */
function readable(record: TraceRecord): TraceRecord {
  const { errorMessage } = record.value;
  return typeof errorMessage === 'string'
    ? { ...record, value: { ...record.value, errorMessage: withoutContexts(errorMessage) } }
    : record;
}

function withoutContexts(text: string): string {
  // One warning after the other; a context may hold texts of several lines.
  return text
    .split(/\n(?=\[[A-Z_]+\] )/)
    .map((warning) => warning.replace(/\{.*\}/s, '{…}'))
    .join('\n');
}

/** Fields of answers that hold times. */
const TIMES = new Set(['deadline']);
/** Fields whose text is JSON. */
const DOCUMENTS = new Set(['variables', 'customHeaders']);

function normalAnswers({ answers }: CaseRun): readonly unknown[] {
  const keys = new Map<string, string>();
  const nameKey = (digits: string): string => {
    const known = keys.get(digits) ?? `#${String(keys.size + 1)}`;
    keys.set(digits, known);
    return known;
  };
  const normal = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') {
      if (TIMES.has(field)) {
        return 'time';
      }
      if (DOCUMENTS.has(field)) {
        return JSON.parse(value) as unknown;
      }
      return value.replace(/\b\d{16}\b/g, nameKey);
    }
    if (Array.isArray(value)) {
      return value.map((each) => normal(each, field));
    }
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [name, normal(each, name)]),
        )
      : value;
  };
  return answers.map((answer: Answer) => normal(answer, ''));
}
