import { startEngineServer } from '../../engine/server.js';
import type { EngineServer } from '../../engine/server.js';
import { connectEngine, createWorkerHost, pause, silentLogger } from '../index.js';
import type { EngineClient, WorkerHost, WorkerHostOptions } from '../index.js';
import type { Job, JobContext } from '../v1.js';
import { retryable } from '../v1.js';
import { packModel } from './pack-model.js';
import { jobs } from './worker/scripted-engine.js';

type Handler = (
  job: Job<{ readonly item: string }>,
  context: JobContext<'OUT_OF_STOCK'>,
) => Promise<unknown>;

let server: EngineServer;
let client: EngineClient;
const hosts: WorkerHost[] = [];

beforeEach(async () => {
  server = await startEngineServer({ grpcPort: 0, restPort: 0 });
  client = await connectEngine({ ZEEBE_GRPC_ADDRESS: server.grpcAddress });
  await client.deploy([{ name: 'pack.bpmn', content: packModel }]);
});

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.shutdown({ graceMs: 0, forceMs: 0 })));
  await client.close();
  await server.close();
});

function work(pack: Handler, more: Partial<WorkerHostOptions<typeof jobs>> = {}): WorkerHost {
  const host = createWorkerHost({
    client,
    jobs,
    handlers: { pack },
    name: 'test-worker',
    logger: silentLogger,
    backoff: { initialMs: 20, jitter: 0 },
    ...more,
  });
  hosts.push(host);
  host.run();
  return host;
}

async function rest(path: string, body: object): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${server.restAddress}/v2/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items;
}

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > deadline) {
        throw error;
      }
      await pause(20);
    }
  }
}

const ended = (key: string): Promise<void> =>
  eventually(async () => {
    const [instance] = await rest('process-instances/search', {
      filter: { processInstanceKey: key },
    });
    expect(instance?.state).toBe('COMPLETED');
  });

const startPacking = async (variables = { item: 'cup' } as object): Promise<string> =>
  (await client.createProcessInstance({ processId: 'pack-order', variables: { ...variables } }))
    .processInstanceKey;

describe('on a real engine', () => {
  test('a worker runs the jobs of a process to its end', async () => {
    const seen: unknown[] = [];
    work((job) => {
      seen.push(job);
      return Promise.resolve({ parcel: `P-${job.variables.item}` });
    });

    const key = await startPacking({ item: 'cup', secret: 'not fetched' });
    await ended(key);

    expect(seen).toMatchObject([
      {
        type: 'pack',
        processId: 'pack-order',
        processInstanceKey: key,
        elementId: 'Pack',
        variables: { item: 'cup' },
        headers: { 'max-tries': '3' },
        retries: 3,
      },
    ]);
    expect((seen[0] as Job<object>).variables).not.toHaveProperty('secret');
  });

  test('a modelled error takes the drawn path', async () => {
    work((_job, context) => {
      throw context.error('OUT_OF_STOCK', 'no cups');
    });

    await ended(await startPacking());
  });

  test('bad input becomes an incident that names the element and the field', async () => {
    work((job) => Promise.resolve({ parcel: job.variables.item }));

    const key = await startPacking({ item: 7 });
    let incident: Record<string, unknown> | undefined;
    await eventually(async () => {
      [incident] = await rest('incidents/search', { filter: { processInstanceKey: key } });
      expect(incident?.errorMessage).toContain('/item must be string');
    });

    expect(incident?.errorMessage).toContain('element "Pack"');
  });

  test('a failed job comes back with one retry less and completes', async () => {
    const retries: number[] = [];
    work((job) => {
      retries.push(job.retries);
      return job.retries > 1
        ? Promise.reject(retryable('not yet', { backoffMs: 10 }))
        : Promise.resolve({ parcel: 'x' });
    });

    await ended(await startPacking());

    expect(retries).toEqual([3, 2, 1]);
  });

  test('a message published twice with one id is a duplicate', async () => {
    const message = {
      name: 'nobody-waits',
      correlationKey: 'k',
      messageId: 'm-1',
      timeToLiveMs: 60_000,
      variables: {},
    };

    expect(await client.publishMessage(message)).toMatchObject({ duplicate: false });
    expect(await client.publishMessage(message)).toEqual({ messageKey: '', duplicate: true });
  });

  test('refusals arrive as codes', async () => {
    await expect(
      client.createProcessInstance({ processId: 'no-such', variables: {} }),
    ).rejects.toMatchObject({ name: 'EngineError', code: 'NOT_FOUND' });
    await expect(
      client.deploy([{ name: 'broken.bpmn', content: '<not-bpmn/>' }]),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(
      client.completeJob({ jobKey: '2251799813685999', variables: {} }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await client.topology()).toMatchObject({ partitions: 1 });
  });

  test('a job answered after it was given away is late, and the worker goes on', async () => {
    let runs = 0;
    work(
      async (_job, context) => {
        runs += 1;
        if (runs === 1) {
          await new Promise((resolve) => {
            context.signal.addEventListener('abort', resolve);
          });
          await pause(600);
        }
        return { parcel: 'x' };
      },
      { timeoutMs: 100 },
    );

    await ended(await startPacking());
    await ended(await startPacking());

    expect(runs).toBeGreaterThanOrEqual(3);
  });

  test('an idle worker starts a new job at once, without waiting for a poll interval', async () => {
    const started = new Map<string, number>();
    work((job) => {
      started.set(job.processInstanceKey, performance.now());
      return Promise.resolve({ parcel: 'x' });
    });
    await pause(300);

    const waits: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const before = performance.now();
      const key = await startPacking();
      await eventually(() => {
        expect(started.has(key)).toBe(true);
        return Promise.resolve();
      });
      waits.push((started.get(key) ?? 0) - before);
    }

    const median = waits.sort((a, b) => a - b)[10] ?? Number.POSITIVE_INFINITY;
    expect(median).toBeLessThan(100);
  });

  test('shutdown ends the parked poll at once, and the next worker gets the next job', async () => {
    const first = work(() => Promise.resolve({ parcel: 'first' }));
    await pause(300);

    const began = performance.now();
    expect(await first.shutdown()).toEqual({ abandoned: 0, givenBack: 0 });
    expect(performance.now() - began).toBeLessThan(1_000);

    const key = await startPacking();
    await pause(200);
    work(() => Promise.resolve({ parcel: 'second' }));
    await ended(key);
  });

  test('a worker survives its engine being away', async () => {
    const port = Number(server.grpcAddress.split(':').pop());
    const host = work(() => Promise.resolve({ parcel: 'x' }));
    await pause(200);

    await server.close();
    await eventually(() => {
      expect(host.status().state).toBe('disconnected');
      return Promise.resolve();
    });
    await expect(startPacking()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    server = await startEngineServer({ grpcPort: port, restPort: 0 });
    await eventually(() => {
      expect(host.status().state).toBe('running');
      return Promise.resolve();
    });

    await client.deploy([{ name: 'pack.bpmn', content: packModel }]);
    await ended(await startPacking());
  });
});
