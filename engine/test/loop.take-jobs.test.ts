import { Engine, type EngineRecord } from '../index.js';
import { Operations } from '../gateway/index.js';
import { memoryJournal } from '../journal/index.js';
import type { JobTaker, TakenJob } from '../processors/job-taker.js';
import { taskProcess } from './gateway/models.js';

const got: TakenJob[] = [];
const taker: JobTaker = {
  worker: 'streamer',
  timeoutMs: 60_000,
  fetchVariables: ['seen'],
  take: (job) => {
    got.push(job);
  },
};
let engine: Engine;
let operations: Operations;
let records: EngineRecord[];

beforeEach(async () => {
  got.length = 0;
  records = [];
  engine = await Engine.open({ journal: memoryJournal() });
  engine.onRecords((batch) => records.push(...batch));
  operations = new Operations(engine);
  const content = Buffer.from(taskProcess('process', 'work'));
  await operations.deploy([{ name: 'work.bpmn', content }]);
});
afterEach(() => engine.close());

const start = () => {
  const variables = { seen: 1, unseen: 2 };
  return operations.createInstance({ bpmnProcessId: 'process', version: -1, variables });
};
/** Names of the records about jobs, those of one command together. */
const jobRecords = () =>
  records
    .filter(({ valueType }) => valueType.startsWith('JOB'))
    .map(({ recordType, valueType, intent }) => `${recordType} ${valueType}.${intent}`);

test('a job that somebody takes is activated in the batch that created it, as the real engine does', async () => {
  engine.takeJobs((type) => (type === 'work' ? taker : undefined));
  await start();
  await engine.idle();
  expect(jobRecords()).toEqual(['EVENT JOB.CREATED', 'EVENT JOB_BATCH.ACTIVATED']);
  const [created, activated] = records.filter(({ valueType }) => valueType.startsWith('JOB'));
  expect(activated?.sourceRecordPosition).toBe(created?.sourceRecordPosition);
  // Recorded from Camunda 8.6: no number asked for, no tenants, no variables in the record.
  expect(activated?.value).toMatchObject({
    maxJobsToActivate: -1,
    tenantIds: [],
    worker: 'streamer',
    timeout: 60_000,
    jobKeys: [created?.key],
    jobs: [{ worker: 'streamer', variables: {}, type: 'work' }],
  });
  expect(got).toMatchObject([{ key: created?.key, worker: 'streamer', variables: { seen: 1 } }]);
  expect(got[0]?.variables).not.toHaveProperty('unseen');
});

test('a job that failed with retries left goes to who takes it, a failed one without does not', async () => {
  engine.takeJobs(() => taker);
  await start();
  const failure = { errorMessage: 'no', retryBackOffMs: 0, variables: {} };
  await operations.failJob(got[0]?.key ?? -1, { ...failure, retries: 1 });
  await engine.idle();
  expect(got.map(({ retries }) => retries)).toEqual([3, 1]);
  await operations.failJob(got[0]?.key ?? -1, { ...failure, retries: 0 });
  await engine.idle();
  expect(got).toHaveLength(2);
});

test('nobody takes a job any more after it was stopped, nor one of another type', async () => {
  const stop = engine.takeJobs((type) => (type === 'other' ? taker : undefined));
  await start();
  stop();
  await start();
  await engine.idle();
  expect(got).toEqual([]);
  expect(engine.queries.activatableJobs('work')).toBe(2);
});
