/* eslint-disable no-console -- the SDK prints the end of every stream with its stack */
import { startEngineServer, type EngineServer } from '../server.js';
import { taskProcess } from './gateway/models.js';
import { connect } from './gateway/sdk-client.js';

let server: EngineServer;
let client: Awaited<ReturnType<typeof connect>>;
const consoleError = console.error;

beforeAll(() => {
  console.error = () => undefined;
});
afterAll(() => {
  console.error = consoleError;
});
beforeEach(async () => {
  server = await startEngineServer({ grpcPort: 0, restPort: 0 });
  client = await connect(server.grpcAddress);
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe('the gRPC gateway under way', () => {
  test('serves an SDK worker from job to result', async () => {
    await client.deployResource({
      process: Buffer.from(taskProcess('task', 'task')),
      name: 'task.bpmn',
    });
    const worker = client.createWorker({
      taskType: 'task',
      taskHandler: (job) => job.complete({ seat: '12A', asked: Object.keys(job.variables) }),
      pollInterval: 20,
      loglevel: 'NONE',
      longPoll: 2000,
    });
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        client.createProcessInstanceWithResult({
          bpmnProcessId: 'task',
          variables: { n },
          requestTimeout: 20_000,
        }),
      ),
    );
    expect(results.map(({ variables }) => variables)).toEqual(
      [1, 2, 3, 4, 5].map((n) => ({ n, seat: '12A', asked: ['n'] })),
    );
    await worker.close();
  });

  test('refuses a message larger than its limit', async () => {
    const process = Buffer.alloc(17 * 1024 * 1024, 'x');
    for (let at = 0; at < process.length; at += 8) {
      // Not to be squeezed below the limit by the client's gzip.
      process.writeDoubleLE(Math.random(), at);
    }
    await expect(client.deployResource({ process, name: 'huge.bpmn' })).rejects.toMatchObject({
      code: 8,
    });
  });

  test('closes at once though polls are parked and streams are open', async () => {
    const parked = client.activateJobs({
      type: 'nothing',
      worker: 'test',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: 60_000,
    });
    const stream = await client.streamJobs({
      type: 'nothing',
      worker: 'test',
      timeout: 1000,
      fetchVariables: [],
      tenantIds: ['<default>'],
      taskHandler: (job) => job.complete({}),
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = Date.now();
    await server.close();
    expect(Date.now() - before).toBeLessThan(2000);
    expect(await parked).toEqual([]);
    stream.close();
  });
});
