import { createWorkerHost, silentLogger } from '../../index.js';
import type { HandlersOf, WorkerHost, WorkerHostOptions } from '../../index.js';
import { BpmnError, nonRetryable, retryable } from '../../v1.js';
import type { Job, JobContext } from '../../v1.js';
import { deferred } from '../deferred.js';
import { ScriptedEngine, job, jobs } from './scripted-engine.js';
import type { PollAnswer } from './scripted-engine.js';

type Handler = (
  job: Job<{ readonly item: string }>,
  context: JobContext<'OUT_OF_STOCK'>,
) => Promise<unknown>;

const hosts: WorkerHost[] = [];
const packed: Handler = () => Promise.resolve({ parcel: 'P1' });

function start(
  script: readonly PollAnswer[],
  pack: Handler = packed,
  more: Partial<WorkerHostOptions<typeof jobs>> = {},
): { engine: ScriptedEngine; host: WorkerHost } {
  const engine = new ScriptedEngine(script);
  const host = createWorkerHost({
    client: engine,
    jobs,
    handlers: { pack },
    name: 'test-worker',
    logger: silentLogger,
    backoff: { initialMs: 100, factor: 2, jitter: 0 },
    pollBackoff: { initialMs: 10, maxMs: 80, factor: 2, jitter: 0 },
    ...more,
  });
  hosts.push(host);
  host.run();
  return { engine, host };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) {
      throw new Error('the condition did not come true within 5 s');
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.shutdown({ graceMs: 0, forceMs: 0 })));
});

describe('answers to jobs', () => {
  test('what the handler returns completes the job', async () => {
    let seen: unknown;
    const { engine } = start([[job({ key: '7' })]], (given) => {
      seen = given;
      return Promise.resolve({ parcel: given.variables.item });
    });

    await until(() => engine.answers.length === 1);

    expect(engine.answers).toEqual([{ call: 'complete', jobKey: '7', detail: { parcel: 'cup' } }]);
    expect(seen).toMatchObject({ key: '7', elementId: 'Pack', retries: 3 });
    expect(engine.polls[0]?.request).toMatchObject({
      type: 'pack',
      worker: 'test-worker',
      fetchVariables: ['item'],
      maxJobs: 16,
    });
  });

  test.each([
    ['a member is missing', { variables: {} }, '/item is required'],
    [
      'a member has the wrong type',
      { variables: { item: 'cup', count: 'x' } },
      '/count must be integer',
    ],
    ['the variables cannot be read', { fault: '/count is an integer beyond 2^53' }, '/count'],
  ])('%s: an incident that names it, and the handler never runs', async (_what, more, pointer) => {
    let ran = false;
    const { engine } = start([[job(more)]], () => {
      ran = true;
      return Promise.resolve({ parcel: 'x' });
    });

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({ call: 'fail', detail: { retries: 0 } });
    expect(JSON.stringify(engine.answers[0])).toContain(pointer);
    expect(JSON.stringify(engine.answers[0])).toContain('element \\"Pack\\"');
    expect(ran).toBe(false);
  });

  test.each([
    [{ parcel: 7 }, '/parcel must be string'],
    [{ parcel: 'x', more: 1 }, '/more is not known here'],
    [undefined, '/parcel is required'],
    ['text', 'must be object'],
    [[], 'must be object'],
  ])('output %j is an incident that says what is wrong', async (output, text) => {
    const { engine } = start([[job()]], () => Promise.resolve(output));

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({ call: 'fail', detail: { retries: 0 } });
    expect(JSON.stringify(engine.answers[0])).toContain(text);
  });

  test('a modelled error takes its path, with its variables', async () => {
    const { engine } = start([[job()]], (_job, context) => {
      throw context.error('OUT_OF_STOCK', 'no cups', { left: 0 });
    });

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({
      call: 'error',
      detail: { code: 'OUT_OF_STOCK', message: 'no cups', variables: { left: 0 } },
    });
  });

  test('an error code nothing catches is an incident that lists what is caught', async () => {
    const { engine } = start([[job()]], () => Promise.reject(new BpmnError('NO_SUCH', 'oops')));

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({ call: 'fail', detail: { retries: 0 } });
    expect(JSON.stringify(engine.answers[0])).toMatch(/NO_SUCH.*Pack.*OUT_OF_STOCK/);
  });

  test('where the model catches every code, any code takes the drawn path', async () => {
    const engine = new ScriptedEngine([[job()]]);
    const host = createWorkerHost({
      client: engine,
      jobs: { pack: { ...jobs.pack, errorCodes: ['*'] } },
      handlers: { pack: () => Promise.reject(new BpmnError('NO_SUCH', 'oops')) },
      name: 'test-worker',
      logger: silentLogger,
    });
    hosts.push(host);
    host.run();

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({ call: 'error', detail: { code: 'NO_SUCH' } });
  });

  test.each([
    ['a retryable failure with its own wait', retryable('bus is down', { backoffMs: 5 }), 2, 5],
    ['a retryable failure', retryable('bus is down'), 2, 100],
    ['an outage, which uses no retry', retryable('away', { backoffMs: 5, usesRetry: false }), 3, 5],
    ['a failure that cannot be mended', nonRetryable('no such flight'), 0, undefined],
    ['a defect', new TypeError('x is undefined'), 2, 100],
  ])('%s is failed with explicit retries', async (_what, error, retries, backoffMs) => {
    const { engine } = start([[job()]], () => Promise.reject(error));

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({ call: 'fail', detail: { retries } });
    expect(engine.answers[0]?.detail).toHaveProperty(
      'message',
      expect.stringContaining(error.message),
    );
    expect((engine.answers[0]?.detail as { backoffMs?: number }).backoffMs).toBe(backoffMs);
  });

  test('the wait grows with each failure of the same job', async () => {
    const again = (retries: number): PollAnswer => [job({ key: '9', retries })];
    const { engine } = start([again(3), again(2), again(1)], () =>
      Promise.reject(new Error('still broken')),
    );

    await until(() => engine.answers.length === 3);

    expect(engine.answers.map((answer) => answer.detail)).toMatchObject([
      { retries: 2, backoffMs: 100 },
      { retries: 1, backoffMs: 200 },
      { retries: 0, backoffMs: 400 },
    ]);
  });

  test('a handler that throws at once instead of rejecting is a defect too', async () => {
    const { engine } = start([[job()]], () => {
      throw new Error('sync');
    });

    await until(() => engine.answers.length === 1);

    expect(engine.answers[0]).toMatchObject({ call: 'fail', detail: { retries: 2 } });
  });

  test('an endless message is cut before it goes to the engine', async () => {
    const { engine } = start([[job()]], () => Promise.reject(new Error('x'.repeat(100_000))));

    await until(() => engine.answers.length === 1);

    const { message } = engine.answers[0]?.detail as { message: string };
    expect(message.length).toBeLessThanOrEqual(1_000);
  });

  test.each(['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'] as const)(
    'an answer refused with %s is logged, and the worker goes on',
    async (code) => {
      const { engine, host } = start([[job({ key: '1' })], [job({ key: '2' })]]);
      engine.answerFailures.push(code);

      await until(() => engine.answers.length === 2);

      expect(engine.answers.map((answer) => answer.jobKey)).toEqual(['1', '2']);
      await until(() => host.status().active === 0);
    },
  );
});

describe('polling', () => {
  test('failed polls wait longer each time, then the worker is back', async () => {
    const { engine, host } = start([
      'UNAVAILABLE',
      'RESOURCE_EXHAUSTED',
      'INTERNAL',
      'UNAVAILABLE',
      [job()],
    ]);
    expect(host.status().state).toBe('running');
    await until(() => host.status().state === 'disconnected');

    await until(() => engine.answers.length === 1);

    const times = engine.polls.map((poll) => poll.at);
    const gaps = times.slice(1, 5).map((at, index) => at - (times[index] ?? 0));
    expect(gaps[0]).toBeGreaterThanOrEqual(9);
    expect(gaps[1]).toBeGreaterThanOrEqual(19);
    expect(gaps[2]).toBeGreaterThanOrEqual(39);
    expect(gaps[3]).toBeGreaterThanOrEqual(79);
    expect(host.status().state).toBe('running');
  });

  test('an engine that answers empty at once is not asked in a busy loop', async () => {
    const { engine } = start(Array.from({ length: 1_000 }, () => []));

    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(engine.polls.length).toBeLessThanOrEqual(12);
  });

  test('never more jobs than the concurrency, and a freed place is used at once', async () => {
    const gates = [deferred<undefined>(), deferred<undefined>(), deferred<undefined>()];
    let started = 0;
    const list = [job(), job(), job()];
    const { engine, host } = start(
      [list.slice(0, 2), list.slice(2)],
      async () => {
        const gate = gates[started];
        started += 1;
        await gate?.promise;
        return { parcel: 'x' };
      },
      { concurrency: 2 },
    );
    await until(() => started === 2);
    expect(host.status()).toMatchObject({ active: 2, activeByType: { pack: 2 } });
    expect(engine.polls).toHaveLength(1);

    gates[0]?.resolve(undefined);
    await until(() => started === 3);

    expect(engine.polls[1]?.request.maxJobs).toBe(1);
    gates[1]?.resolve(undefined);
    gates[2]?.resolve(undefined);
    await until(() => engine.answers.length === 3);
  });

  test('the signal aborts when the job’s time is over', async () => {
    const reason = deferred<unknown>();
    start(
      [[job()]],
      (_job, context) =>
        new Promise(() => {
          context.signal.addEventListener('abort', () => {
            reason.resolve(context.signal.reason);
          });
        }),
      { timeoutMs: 30 },
    );

    expect(String(await reason.promise)).toContain('30 ms are over');
  });
});

describe('shutdown', () => {
  test('running jobs finish, jobs of the closing poll are handed back untouched', async () => {
    const gate = deferred<undefined>();
    let shuttingDown = false;
    const { engine, host } = start([[job({ key: '1' })]], async (_job, context) => {
      await gate.promise;
      shuttingDown = context.shuttingDown;
      return { parcel: 'x' };
    });
    engine.closingJobs = [job({ key: '2', retries: 3 })];
    await until(() => host.status().active === 1);

    const report = host.shutdown({ graceMs: 2_000 });
    expect(host.status().state).toBe('draining');
    await until(() => engine.answers.length === 1);
    gate.resolve(undefined);

    expect(await report).toEqual({ abandoned: 0, givenBack: 1 });
    expect(engine.answers).toMatchObject([
      { call: 'fail', jobKey: '2', detail: { retries: 3, backoffMs: 0 } },
      { call: 'complete', jobKey: '1' },
    ]);
    expect(shuttingDown).toBe(true);
    expect(host.status()).toMatchObject({ state: 'stopped', active: 0 });
    expect(engine.polls.length).toBeLessThanOrEqual(2);
  });

  test('after the grace time signals abort, and a handler that heeds it is waited for', async () => {
    const { engine, host } = start(
      [[job()]],
      (_job, context) =>
        new Promise((_resolve, reject) => {
          context.signal.addEventListener('abort', () => {
            reject(retryable('stopped half way', { backoffMs: 0 }));
          });
        }),
    );
    await until(() => host.status().active === 1);

    expect(await host.shutdown({ graceMs: 20, forceMs: 2_000 })).toMatchObject({ abandoned: 0 });
    expect(engine.answers).toMatchObject([{ call: 'fail', detail: { retries: 2 } }]);
  });

  test('a handler that ignores its signal is left behind and counted', async () => {
    const { host } = start([[job()]], () => new Promise(() => undefined));
    await until(() => host.status().active === 1);

    const started = performance.now();
    expect(await host.shutdown({ graceMs: 10, forceMs: 10 })).toMatchObject({ abandoned: 1 });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('shutdown twice is one shutdown, and a stopped host does not run again', async () => {
    const { host } = start([]);

    const first = host.shutdown();
    expect(host.shutdown()).toBe(first);
    await first;

    expect(() => {
      host.run();
    }).toThrow(/WORKER_STATE.*stopped/);
  });
});

describe('start', () => {
  test('missing and unknown handlers are named', () => {
    const wrong = { pck: packed } as unknown as HandlersOf<typeof jobs>;

    expect(() =>
      createWorkerHost({
        client: new ScriptedEngine([]),
        jobs,
        handlers: wrong,
        name: 'w',
        logger: silentLogger,
      }),
    ).toThrow(/WORKER_HANDLERS_MISMATCH.*"pack".*"pck"/);
  });

  test('a schema that cannot be compiled names its job', () => {
    const broken = { pack: { ...jobs.pack, inputSchema: { type: 'no-such-type' } } };

    expect(() =>
      createWorkerHost({
        client: new ScriptedEngine([]),
        jobs: broken,
        handlers: { pack: packed },
        name: 'w',
        logger: silentLogger,
      }),
    ).toThrow(/SCHEMA_INVALID.*input of job "pack"/);
  });
});
