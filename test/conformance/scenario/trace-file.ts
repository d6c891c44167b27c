import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TraceRecord } from '../trace.js';
import { TraceFormatError, isObject, parseTrace } from '../trace.js';
import { comparable } from './comparable.js';
import type { Played } from './play.js';
import type { Scenario } from './scenario.js';

const folder = fileURLToPath(new URL('../traces/', import.meta.url));

/** Where a scenario's trace is kept. */
export function traceFile({ name }: Pick<Scenario, 'name'>): string {
  return join(folder, `${name}.jsonl`);
}

/** Writes what came of a scenario: a line with version, time and answers, then a line a record. */
export async function writeTrace(scenario: Scenario, played: Played): Promise<void> {
  const { records, ...head } = comparable(played);
  const lines = [{ scenario: scenario.name, ...head }, ...records.map(lineOf)];
  await mkdir(folder, { recursive: true });
  await writeFile(
    traceFile(scenario),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    'utf8',
  );
}

/** A record's line leaves out what most records do not say. */
function lineOf(record: TraceRecord): object {
  const { rejectionType, rejectionReason, recordType, valueType, intent, value } = record;
  return {
    position: record.position,
    sourceRecordPosition: record.sourceRecordPosition,
    key: record.key,
    recordType,
    valueType,
    intent,
    value,
    ...(recordType === 'COMMAND_REJECTION' ? { rejectionType, rejectionReason } : {}),
  };
}

/**
 * Reads a scenario's trace.
 * @throws the system's error when there is none, TraceFormatError when it is no trace
 */
export async function readTrace(scenario: Pick<Scenario, 'name'>): Promise<Played> {
  const file = traceFile(scenario);
  const text = await readFile(file, 'utf8');
  const at = text.indexOf('\n');
  const head: unknown = JSON.parse(text.slice(0, at));
  if (!isHead(head)) {
    throw new TraceFormatError(`${file}:1: not the head of a trace`);
  }
  return { ...head, records: parseTrace(text.slice(at + 1), file) };
}

function isHead(json: unknown): json is Omit<Played, 'records'> {
  return (
    isObject(json) &&
    typeof json.version === 'string' &&
    typeof json.startedAt === 'number' &&
    Array.isArray(json.exchanges)
  );
}
