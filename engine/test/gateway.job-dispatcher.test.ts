import { JobDispatcher, Operations, type ActivatedJob } from '../gateway/index.js';
import { Engine } from '../index.js';
import type { IncidentValue, JobBatchValue } from '../records/values.js';
import { memoryJournal } from '../journal/index.js';
import { taskProcess } from './gateway/models.js';

const request = { type: 'work', worker: 'test', timeoutMs: 60_000, fetchVariables: [] };
const errors: unknown[] = [];
let engine: Engine;
let operations: Operations;
let dispatcher: JobDispatcher;
/** While set, the journal holds activations back, and with them their answers. */
let held: Promise<void> | undefined;

beforeEach(async () => {
  const journal = memoryJournal();
  engine = await Engine.open({
    journal: {
      ...journal,
      append: async (batch) => {
        const done = journal.append(batch);
        if (batch.some(({ valueType }) => valueType === 'JOB_BATCH')) {
          await held;
        }
        await done;
      },
    },
  });
  operations = new Operations(engine);
  dispatcher = new JobDispatcher(engine, (error) => errors.push(error));
  const content = Buffer.from(taskProcess('process', 'work'));
  await operations.deploy([{ name: 'work.bpmn', content }]);
});
afterEach(async () => {
  dispatcher.close();
  await engine.close();
  expect(errors.splice(0)).toEqual([]);
});

const start = () =>
  operations.createInstance({ bpmnProcessId: 'process', version: -1, variables: {} });
const states = () => engine.queries.jobs('work').map((job) => job.state);
const never = new AbortController().signal;

/** Holds activations until the returned function is called. */
function hold(): () => void {
  let release: () => void = () => undefined;
  held = new Promise((resolve) => {
    release = resolve;
  });
  return () => {
    held = undefined;
    release();
  };
}

describe('JobDispatcher', () => {
  test('gives the job back when the poll it was activated for is gone', async () => {
    await start();
    const gone = new AbortController();
    const release = hold();
    const poll = dispatcher.poll({ ...request, maxJobs: 1, waitMs: 5000, signal: gone.signal });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(states()).toEqual(['ACTIVATED']);
    gone.abort();
    release();
    expect(await poll).toEqual([]);
    await engine.idle();
    expect(states()).toEqual(['ACTIVATABLE']);
  });

  test('misses no job that appears between an empty look and the parking', async () => {
    const release = hold();
    const poll = dispatcher.poll({ ...request, maxJobs: 1, waitMs: 5000, signal: never });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const started = start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    release();
    await started;
    const before = Date.now();
    expect(await poll).toHaveLength(1);
    expect(Date.now() - before).toBeLessThan(2000);
  });

  test('gives the job back when a parked poll goes while it is served', async () => {
    const gone = new AbortController();
    const poll = dispatcher.poll({ ...request, maxJobs: 1, waitMs: 5000, signal: gone.signal });
    await engine.idle();
    const release = hold();
    await start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    gone.abort();
    release();
    expect(await poll).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.idle();
    expect(states()).toEqual(['ACTIVATABLE']);
  });

  test('gives the jobs back that were activated for a stream that closed', async () => {
    const pushed: ActivatedJob[] = [];
    const sink = { push: (job: ActivatedJob) => pushed.push(job) > 0, end: () => undefined };
    await start();
    await start();
    const release = hold();
    const stream = dispatcher.open(request, sink);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(states()).toEqual(['ACTIVATED', 'ACTIVATED']);
    stream.close();
    release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.idle();
    expect(pushed).toEqual([]);
    expect(states()).toEqual(['ACTIVATABLE', 'ACTIVATABLE']);
  });

  test('gives the job back that a sink throws at, and asks that sink no more', async () => {
    let asked = 0;
    dispatcher.open(request, {
      push: () => {
        asked += 1;
        throw new Error('the connection is gone');
      },
      end: () => undefined,
    });
    await start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.idle();
    expect(states()).toEqual(['ACTIVATABLE']);
    expect(asked).toBe(1);
  });

  test('pushes nothing to a full sink until it takes jobs again', async () => {
    const pushed: ActivatedJob[] = [];
    const stream = dispatcher.open(request, {
      push: (job) => {
        pushed.push(job);
        return false;
      },
      end: () => undefined,
    });
    await start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pushed).toHaveLength(1);
    expect(states()).toEqual(['ACTIVATED', 'ACTIVATABLE']);
    stream.resume();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pushed).toHaveLength(2);
  });

  test('answers parked polls with nothing and ends streams when it closes', async () => {
    let ended = 0;
    const sink = { push: () => true, end: () => (ended += 1) };
    dispatcher.open({ ...request, type: 'other' }, sink);
    const poll = dispatcher.poll({ ...request, maxJobs: 1, waitMs: 60_000, signal: never });
    await engine.idle();
    dispatcher.close();
    expect(await poll).toEqual([]);
    expect(ended).toBe(1);
  });

  test('passes on what the engine says of a bad request', async () => {
    const bad = { ...request, timeoutMs: 0, maxJobs: 1, waitMs: 50, signal: never };
    await expect(dispatcher.poll(bad)).rejects.toMatchObject({ rejectionType: 'INVALID_ARGUMENT' });
  });

  // As Camunda 8.6.0 did when asked.
  test('hands over in batches of a message, and not at all what no message can hold', async () => {
    const large = async (bytes: readonly number[]): Promise<void> => {
      const { processInstanceKey } = await start();
      for (const [i, size] of bytes.entries()) {
        const variables = { [`v${i}`]: 'x'.repeat(size) };
        await operations.setVariables(processInstanceKey, { variables, local: true });
      }
    };
    await large([1_200_000, 1_200_000, 1_200_000, 1_200_000]);
    for (let i = 0; i < 5; i += 1) {
      await large([1_200_000]);
    }
    const batches: [truncated: boolean, jobs: number][] = [];
    const texts: string[] = [];
    engine.onRecords((records) => {
      for (const { valueType, intent, value } of records) {
        if (valueType === 'JOB_BATCH' && intent === 'ACTIVATED') {
          const { truncated, jobs } = value as JobBatchValue;
          batches.push([truncated, jobs.length]);
        }
        if (valueType === 'INCIDENT' && intent === 'CREATED') {
          const { errorType, errorMessage } = value as IncidentValue;
          texts.push(`${errorType}: ${errorMessage}`);
        }
      }
    });
    const poll = { ...request, maxJobs: 10, waitMs: 0, signal: never };
    const [tooLarge] = engine.queries.jobs('work');
    expect(await dispatcher.poll(poll)).toHaveLength(5);
    expect(batches).toEqual([
      [true, 0],
      [true, 3],
      [false, 2],
    ]);
    expect(texts).toEqual([
      `MESSAGE_SIZE_EXCEEDED: The job with key '${String(tooLarge?.key)}' can not be activated, because with 4.6 MB it is larger than the configured message size (per default is 4 MB). Try to reduce the size by reducing the number of fetched variables or modifying the variable values.`,
    ]);
    expect(await dispatcher.poll({ ...poll, fetchVariables: ['v0'] })).toEqual([]);
    const [incident] = engine.queries.incidents();
    await operations.execute({
      valueType: 'INCIDENT',
      intent: 'RESOLVE',
      key: incident?.key ?? -1,
      value: {},
    });
    const jobs = await dispatcher.poll({ ...poll, fetchVariables: ['v0'] });
    expect(jobs.map(({ key }) => key)).toEqual([tooLarge?.key]);
  });
});
