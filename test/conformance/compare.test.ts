import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Level } from './compare.js';
import { compare, levels } from './compare.js';
import { fetchedVariables } from './fetched-variables.js';
import { readGoldenFolder } from './golden-folder.js';
import { KeyMap } from './key-map.js';
import { messagesFromBefore } from './messages-from-before.js';
import { startTime } from './start-time.js';
import type { TraceRecord } from './trace.js';
import { outsideCommand, parseTrace } from './trace.js';

const folder = fileURLToPath(new URL('golden', import.meta.url));

async function trace(name: string): Promise<readonly TraceRecord[]> {
  return parseTrace(await readFile(join(folder, `${name}.records.jsonl`), 'utf8'), name);
}

/** The levels on which two streams differ. */
function differing(a: readonly TraceRecord[], b: readonly TraceRecord[]): readonly Level[] {
  return levels.filter((level) => compare(level, a, b) !== undefined);
}

function replaced(
  records: readonly TraceRecord[],
  find: (record: TraceRecord) => boolean,
  change: (record: TraceRecord) => TraceRecord,
): readonly TraceRecord[] {
  const at = records.findIndex(find);
  expect(at).toBeGreaterThanOrEqual(0);
  return records.map((record, i) => (i === at ? change(record) : record));
}

describe('comparing streams', () => {
  test('finds every recorded stream equal to itself on all levels', async () => {
    const cases = await readGoldenFolder(folder);
    expect(cases.length).toBeGreaterThan(40);
    for (const { name, trace: records } of cases) {
      expect([name, differing(records, records)]).toEqual([name, []]);
    }
  });

  test('finds a stream equal to itself with all keys, positions and times shifted', async () => {
    const records = await trace('job-lifecycle');
    const text = records
      .map((record) => JSON.stringify(record))
      .join('\n')
      .replace(/\b22517998\d{8}\b/g, (key) => String(Number(key) + 1000))
      .replace(/\b17953\d{8}\b/g, (time) => String(Number(time) + 5000));
    const shifted = parseTrace(text, 'shifted').map((record) => ({
      ...record,
      position: record.position + 7,
      sourceRecordPosition: record.sourceRecordPosition < 0 ? -1 : record.sourceRecordPosition + 7,
    }));
    expect(differing(records, shifted)).toEqual([]);
  });

  test('does not mind the order of the variables of one merge', async () => {
    const records = await trace('call-activity-noprop');
    const [a, b] = adjacentVariables(records);
    const swapped = records.map((record, i) =>
      i === a ? records[b]! : i === b ? records[a]! : record,
    );
    expect(differing(records, swapped)).toEqual([]);
  });

  test('sees a changed variable on every level', async () => {
    const records = await trace('dmn');
    const changed = replaced(
      records,
      (each) => each.valueType === 'VARIABLE' && each.value.name === 'res',
      (each) => ({ ...each, value: { ...each.value, value: '"high"' } }),
    );
    expect(differing(records, changed)).toEqual(['L1', 'L2', 'L3']);
  });

  test('sees a changed refusal text at L1, where L2 holds no refusals', async () => {
    const records = await trace('job-lifecycle');
    const changed = replaced(
      records,
      (each) => each.recordType === 'COMMAND_REJECTION',
      (each) => ({ ...each, rejectionReason: `${each.rejectionReason}!` }),
    );
    expect(differing(records, changed)).toEqual(['L1', 'L3']);
  });

  test('sees a changed job of an activation at L1', async () => {
    const records = await trace('call-activity-default');
    const changed = replaced(
      records,
      (each) => each.valueType === 'JOB_BATCH' && each.intent === 'ACTIVATED',
      (each) => ({
        ...each,
        value: {
          ...each.value,
          jobs: (each.value.jobs as object[]).map((job) => ({ ...job, retries: 9 })),
        },
      }),
    );
    expect(differing(records, changed)).toEqual(['L1', 'L3']);
  });

  test('sees a changed incident text at L1 and L2', async () => {
    const records = await trace('exclusive-null-condition');
    const changed = replaced(
      records,
      (each) => each.valueType === 'INCIDENT',
      (each) => ({ ...each, value: { ...each.value, errorMessage: 'other' } }),
    );
    expect(differing(records, changed)).toEqual(['L1', 'L2', 'L3']);
  });

  test('sees two element events in the other order at L2', async () => {
    const records = await trace('fork-order');
    const taken = records.flatMap((each, i) => (each.intent === 'SEQUENCE_FLOW_TAKEN' ? [i] : []));
    const [, a = 0, b = 0] = taken;
    const swapped = records.map((record, i) =>
      i === a ? records[b]! : i === b ? records[a]! : record,
    );
    expect(differing(records, swapped)).toEqual(['L2', 'L3']);
  });

  test('sees a missing and an additional event', async () => {
    const records = await trace('terminate-end');
    const at = records.findIndex((each) => each.intent === 'ELEMENT_TERMINATED');
    expect(differing(records, records.toSpliced(at, 1))).toEqual(['L2', 'L3']);
    expect(differing(records.toSpliced(at, 1), records)).toEqual(['L2', 'L3']);
  });

  test('sees that an event is about another entity of the same kind', async () => {
    const records = await trace('mi-par-completion-condition');
    const jobs = records.filter((each) => each.valueType === 'JOB' && each.intent === 'CREATED');
    const other = jobs.at(-1)!.key;
    const changed = replaced(
      records,
      (each) => each.valueType === 'JOB' && each.intent === 'COMPLETED',
      (each) => ({ ...each, key: other }),
    );
    expect(differing(records, changed)).toContain('L2');
  });
});

function adjacentVariables(records: readonly TraceRecord[]): readonly [number, number] {
  const at = records.findIndex((each, i) => {
    const next = records[i + 1];
    return (
      each.valueType === 'VARIABLE' &&
      next?.valueType === 'VARIABLE' &&
      each.value.scopeKey === next.value.scopeKey
    );
  });
  expect(at).toBeGreaterThanOrEqual(0);
  return [at, at + 1];
}

describe('reading a folder', () => {
  test('takes along the helper resources that a case needs, and no others', async () => {
    const cases = await readGoldenFolder(folder);
    const names = (name: string): readonly string[] =>
      cases.find((each) => each.name === name)?.resources.map((each) => each.name) ?? [];
    expect(names('dmn')).toEqual(['dec9.dmn', 'dmn.bpmn']);
    expect(names('call-activity-default')).toEqual(['p6_child.bpmn', 'call-activity-default.bpmn']);
    expect(names('migration')).toEqual(['p8_g2.bpmn', 'migration.bpmn']);
    expect(names('exclusive-order')).toEqual(['exclusive-order.bpmn']);
  });

  test('names file and line of what is no record', () => {
    expect(() => parseTrace('{"position":1}', 'x.jsonl')).toThrow('x.jsonl:1: not a record');
    expect(() => parseTrace('\n{', 'x.jsonl')).toThrow('x.jsonl:2');
  });
});

describe('preparing a replay', () => {
  test('finds the message that was published before the stream begins', async () => {
    expect(messagesFromBefore(await trace('msg-buffered'))).toEqual([
      expect.objectContaining({ correlationKey: 'k1', timeToLive: 3_600_000 }),
    ]);
    expect(messagesFromBefore(await trace('event-based-gateway'))).toEqual([]);
  });

  test('finds when a stream was recorded', async () => {
    const start = startTime(await trace('job-lifecycle'));
    expect(new Date(start).toISOString()).toMatch(/^2026-11-22T/);
    expect(startTime([])).toBe(Date.UTC(2026, 0, 1));
  });

  test('finds which variables a client asked for by name', async () => {
    const records = await trace('set-variables');
    const activate = records.find((each) => each.valueType === 'JOB_BATCH')!;
    expect(fetchedVariables(activate, records)).toEqual(['l']);
    const other = await trace('call-activity-default');
    expect(
      fetchedVariables(
        other.find((each) => each.valueType === 'JOB_BATCH')!,
        other,
      ),
    ).toBe(undefined);
  });

  test('tells what clients ask from what time brings', async () => {
    const kinds = (await trace('job-lifecycle')).flatMap((each) => {
      const kind = outsideCommand(each);
      return kind === undefined ? [] : [`${kind} ${each.intent}`];
    });
    expect(kinds.filter((each) => each.startsWith('time'))).toEqual([
      'time RECUR_AFTER_BACKOFF',
      'time TIME_OUT',
    ]);
    expect(kinds).toContain('client FAIL');
  });

  test('finds the key of the same thing in another run', async () => {
    const records = await trace('mi-par-completion-condition');
    const ours = records.map((each) => ({
      ...each,
      key: each.key < 0 ? each.key : each.key + 500,
    }));
    const keys = new KeyMap(records);
    const job = records.filter((each) => each.valueType === 'JOB')[1]!;
    expect(keys.key(job.key, ours)).toBe(job.key + 500);
    expect(keys.translate({ list: [job.key], x: 7 }, ours)).toEqual({
      list: [job.key + 500],
      x: 7,
    });
  });
});
