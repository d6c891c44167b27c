import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startEngineServer, type EngineServer } from '../../engine/server.js';
import { apiOperations } from '../../generator/test/golden/api-derived/api.gen.js';
import { createApiHandlers } from '../../generator/test/golden/api-derived/api-handlers.gen.js';
import {
  ApiError,
  createApiClient,
  isApiError,
  type ApiClient,
} from '../../generator/test/golden/api-derived/client.gen.js';
import {
  connectEngine,
  createApi,
  serveHttp,
  silentLogger,
  type Api,
  type EngineClient,
  type HttpServer,
} from '../../runtime/index.js';

const folder = new URL('../../generator/test/', import.meta.url);
const file = (path: string): string => readFileSync(fileURLToPath(new URL(path, folder)), 'utf8');

const newOrder = {
  orderId: 'o-0001',
  items: [{ name: 'cup', count: 2 }],
  lot: { number: 7 },
};

let engine: EngineServer;
let connection: EngineClient;
let api: Api;
let server: HttpServer;
let client: ApiClient;

beforeAll(async () => {
  engine = await startEngineServer({ grpcPort: 0, restPort: 0 });
  connection = await connectEngine({
    ZEEBE_GRPC_ADDRESS: engine.grpcAddress,
    ZEEBE_REST_ADDRESS: engine.restAddress,
  });
  await connection.deploy([
    { name: 'order.bpmn', content: file('fixtures/api-derived/order.bpmn') },
  ]);
  api = createApi({
    operations: apiOperations,
    document: JSON.parse(file('golden/api-derived/openapi.json')) as Record<string, unknown>,
    handlers: createApiHandlers(connection),
    logger: silentLogger,
  });
  server = await serveHttp(api.app, { port: 0 });
  client = createApiClient({ baseUrl: `${server.address}/` });
}, 60_000);

afterAll(async () => {
  api.close();
  await server.close({ graceMs: 0 });
  await connection.close();
  await engine.close();
});

async function problemOf(call: Promise<unknown>): Promise<unknown> {
  const failure: unknown = await call.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (!isApiError(failure)) {
    throw new Error(`not refused: ${String(failure)}`);
  }
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure.status).toBe(failure.problem.status);
  return [failure.status, failure.code];
}

async function start(idempotencyKey: string): Promise<string> {
  const { body } = await client.startOrder({ body: newOrder }, { idempotencyKey });
  return body.processInstanceKey;
}

async function instancesOf(processId: string): Promise<number> {
  const response = await fetch(`${engine.restAddress}/v2/process-instances/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { processDefinitionId: processId } }),
  });
  return ((await response.json()) as { readonly items: readonly unknown[] }).items.length;
}

describe('an API derived from a model, on the embedded engine', () => {
  test('starts an instance, says where it is, and shows its variables', async () => {
    const started = await client.startOrder({ body: newOrder }, { idempotencyKey: 'start-1' });
    expect(started).toMatchObject({
      status: 202,
      headers: { location: `/order/${started.body.processInstanceKey}` },
    });

    const { processInstanceKey } = started.body;
    const found = await client.getOrder({ params: { processInstanceKey } });
    expect(found.status).toBe(200);
    expect(found.body).toEqual({
      processInstanceKey,
      state: 'ACTIVE',
      hasIncident: false,
      startedAt: expect.stringMatching(/^\d{4}-/) as string,
      variables: newOrder,
    });
  });

  test('starts nothing more for a repeated request, and refuses another one under its key', async () => {
    const before = await instancesOf('order');
    const keys = await Promise.all([start('twice'), start('twice')]);
    expect(keys[1]).toBe(keys[0]);
    expect(await start('twice')).toBe(keys[0]);
    expect(await instancesOf('order')).toBe(before + 1);

    const other = { ...newOrder, orderId: 'o-0002' };
    expect(
      await problemOf(client.startOrder({ body: other }, { idempotencyKey: 'twice' })),
    ).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('goes through messages and a signal to the user task', async () => {
    const params = { processInstanceKey: await start('whole-way') };
    const paid = await client.reportPayment(
      { params: { correlationKey: 'o-0001' }, body: { amount: 5 } },
      { idempotencyKey: 'paid-1' },
    );
    expect(paid).toMatchObject({ status: 202, body: { duplicate: false } });
    const again = await client.reportPayment(
      { params: { correlationKey: 'o-0001' }, body: { amount: 5 } },
      { idempotencyKey: 'paid-1' },
    );
    expect(again.body).toEqual({ messageKey: '', duplicate: true });

    await client.publishCounted(
      { params: { correlationKey: 7 }, body: { lot: { number: 7 } } },
      { idempotencyKey: 'counted-1' },
    );
    expect(await client.broadcastTruckCame({ body: { plate: 'B-1' } })).toMatchObject({
      status: 202,
    });
    const { body } = await client.getOrder({ params });
    expect(body).toMatchObject({ state: 'ACTIVE', hasIncident: false });
  });

  test('cancels an instance once', async () => {
    const params = { processInstanceKey: await start('to-cancel') };
    expect((await client.cancelOrder({ params })).status).toBe(204);
    expect((await client.getOrder({ params })).body).toMatchObject({
      state: 'TERMINATED',
      endedAt: expect.stringMatching(/^\d{4}-/) as string,
    });
    expect(await problemOf(client.cancelOrder({ params }))).toEqual([
      409,
      'PROCESS_INSTANCE_ENDED',
    ]);
  });

  test('starts a process by its message, at most once for a key', async () => {
    const complain = (): ReturnType<ApiClient['startComplaint']> =>
      client.startComplaint({ body: { text: 'too late' } }, { idempotencyKey: 'complaint-1' });
    expect((await complain()).body).toMatchObject({ duplicate: false });
    expect((await complain()).body).toEqual({ messageKey: '', duplicate: true });
    expect(await instancesOf('complaint')).toBe(1);
  });

  test('shows an instance under the address of its own process alone', async () => {
    const params = { processInstanceKey: await start('own-address') };
    const missing = [404, 'PROCESS_INSTANCE_NOT_FOUND'];
    expect(await problemOf(client.getComplaint({ params }))).toEqual(missing);
    expect(await problemOf(client.cancelComplaint({ params }))).toEqual(missing);
    expect(
      await problemOf(client.getOrder({ params: { processInstanceKey: '2251799899999999' } })),
    ).toEqual(missing);
  });

  test('refuses bad bodies, keys and paths, and says where', async () => {
    // What a caller without types may send.
    const bad = { ...newOrder, items: [{ name: '', count: 0 }] };
    const failure = await client
      .startOrder({ body: bad }, { idempotencyKey: 'bad' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
      problem: { errors: [{ pointer: '/items/0/name' }, { pointer: '/items/0/count' }] },
    });
    expect(await problemOf(client.startOrder({ body: newOrder }, { idempotencyKey: '' }))).toEqual([
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ]);
    expect(
      await problemOf(client.getOrder({ params: { processInstanceKey: 'nonsense' } })),
    ).toEqual([400, 'REQUEST_INVALID']);
    expect(
      await problemOf(
        client.publishCounted(
          { params: { correlationKey: 8 }, body: { lot: { number: 7 } } },
          { idempotencyKey: 'other-key' },
        ),
      ),
    ).toEqual([400, 'REQUEST_INVALID']);
  });

  test('tells the schema of what starting takes', async () => {
    const { body } = await client.getOrderSchema();
    expect(body).toMatchObject({ $ref: '#/$defs/NewOrder', $defs: { Item: {}, Lot: {} } });
  });

  test('works with the user task it waits at: list, claim, give back, complete', async () => {
    const { body: list } = await client.listTasks();
    const [task] = list.tasks;
    expect(task).toMatchObject({
      task: 'approveOrder',
      processId: 'order',
      candidateGroups: ['clerks'],
    });
    const params = { userTaskKey: task?.userTaskKey ?? '' };
    const body = { task: 'approveOrder', variables: { approved: true } } as const;

    expect((await client.claimTask({ params, body: { assignee: 'ada' } })).status).toBe(204);
    expect(await problemOf(client.claimTask({ params, body: { assignee: 'bob' } }))).toEqual([
      409,
      'USER_TASK_CONFLICT',
    ]);
    expect((await client.getTask({ params })).body).toMatchObject({ task: { assignee: 'ada' } });
    expect((await client.unclaimTask({ params })).status).toBe(204);
    expect((await client.completeTask({ params, body })).status).toBe(204);

    const { processInstanceKey } = task ?? { processInstanceKey: '' };
    expect((await client.getOrder({ params: { processInstanceKey } })).body).toMatchObject({
      state: 'COMPLETED',
    });
    expect(await problemOf(client.completeTask({ params, body }))).toEqual([
      409,
      'USER_TASK_CONFLICT',
    ]);
  });
});
