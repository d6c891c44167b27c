import { Operations } from '../gateway/index.js';
import { Engine, type EngineRecord } from '../index.js';
import { decodeBatches, encodeBatch } from '../journal/batch-text.js';
import { memoryJournal } from '../journal/index.js';
import { taskProcess } from './gateway/models.js';

async function recordsOfOneInstance(): Promise<readonly (readonly EngineRecord[])[]> {
  const engine = await Engine.open({ journal: memoryJournal() });
  const batches: (readonly EngineRecord[])[] = [];
  engine.onRecords((batch) => batches.push(batch));
  engine.takeJobs(() => ({
    worker: 'w',
    timeoutMs: 1_000,
    fetchVariables: [],
    take: ({ key }) => void operations.completeJob(key, { done: true }),
  }));
  const operations = new Operations(engine);
  const content = Buffer.from(taskProcess('process', 'work'));
  await operations.deploy([{ name: 'work.bpmn', content }]);
  batches.length = 0;
  const request = {
    bpmnProcessId: 'process',
    version: -1,
    variables: { a: ['"\\\u0000\ud800', 1.5] },
  };
  const options = { fetchVariables: [], timeoutMs: 10_000 };
  await operations.createInstanceWithResult(request, options);
  await operations.completeJob(2 ** 51 + 1_000_000, {}).catch(() => undefined);
  await engine.close();
  return batches;
}

const plain = (batches: readonly (readonly EngineRecord[])[]) => JSON.stringify(batches);

test('batches come back as they were, fields in the same order, rejections too', async () => {
  const batches = await recordsOfOneInstance();
  expect(batches.flat().some(({ recordType }) => recordType === 'COMMAND_REJECTION')).toBe(true);
  const decoded = decodeBatches(`[${batches.map(encodeBatch).join(',')}]`);
  expect(plain(decoded)).toBe(plain(batches));
});

test('the frequent values are written without the names of their fields, and once', async () => {
  const batches = await recordsOfOneInstance();
  const text = batches.map(encodeBatch).join('');
  // The command of a client has its own fields; the records of the engine have these.
  for (const name of ['flowScopeKey', 'scopeKey', 'customHeaders', 'targetElementId', 'jobKeys']) {
    expect(text).not.toContain(`"${name}"`);
  }
  expect(text.length).toBeLessThan(plain(batches).length / 3);
});

test('a value with other fields, or with one that is not there, is written as it is', () => {
  const record = {
    position: 7,
    sourceRecordPosition: 6,
    key: 5,
    recordType: 'EVENT',
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    timestamp: 4,
  } as const;
  const values: readonly (readonly [string, object])[] = [
    ['VARIABLE', { name: 'n', value: '1' }],
    ['VARIABLE', { value: '1', name: 'n', scopeKey: 1, tenantId: '', a: 1, b: 1, c: 1 }],
    ['PROCESS_EVENT', { scopeKey: 1, variables: undefined }],
    ['JOB_BATCH', { jobs: [{ type: 'x' }] }],
    ['UNHEARD_OF', { anything: [1, { deep: null }] }],
    ['UNHEARD_OF', {}],
  ];
  const batch: EngineRecord[] = values.map(([valueType, value], place) => ({
    ...record,
    position: record.position + place,
    intent: 'HAPPENED',
    valueType,
    value,
  }));
  const [decoded] = decodeBatches(`[${encodeBatch(batch)}]`);
  const shown = (records: readonly EngineRecord[]) =>
    records.map(({ value }) => JSON.stringify(value));
  expect(shown(decoded ?? [])).toEqual(shown(batch));
});
