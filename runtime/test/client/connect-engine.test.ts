import { startEngineServer, type EngineServer } from '../../../engine/server.js';
import { connectEngine } from '../../client/connect-engine.js';
import type { EngineClient } from '../../client/engine-client.js';
import { isEngineError } from '../../errors.js';
import { packModel } from '../pack-model.js';

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return isEngineError(error) ? error.code : String(error);
  }
  return 'no error';
}

/** What every transport must do alike, on the engine itself. */
describe.each(['grpc', 'sdk'])('the connection by %s', (transport) => {
  let server: EngineServer;
  let client: EngineClient;
  const poll = { type: 'pack', worker: 'w', maxJobs: 1, timeoutMs: 60_000, longPollMs: 5_000 };

  beforeAll(async () => {
    server = await startEngineServer({ grpcPort: 0, restPort: 0 });
    client = await connectEngine({
      ZEEBE_GRPC_ADDRESS: server.grpcAddress,
      ZEEBE_REST_ADDRESS: server.restAddress,
      JOBWRIGHT_TRANSPORT: transport,
    });
  });
  afterAll(async () => {
    await client.close();
    await server.close();
  });

  test('deploys, starts, hands out jobs and takes every kind of answer', async () => {
    expect(await client.topology()).toMatchObject({ brokers: 1, partitions: 1 });
    const deployed = await client.deploy([{ name: 'pack.bpmn', content: packModel }]);
    const [process] = deployed.resources;
    expect(process).toMatchObject({ kind: 'process', version: 1, resourceName: 'pack.bpmn' });
    const start = async () => {
      const variables = { item: 'für 5 €', n: 1.5, list: [true, null] };
      const created = await client.createProcessInstance({
        processId: process?.id ?? '',
        variables,
      });
      const [job] = await client.activateJobs(poll);
      expect(job).toMatchObject({ type: 'pack', retries: 3, variables });
      expect(job?.processInstanceKey).toBe(created.processInstanceKey);
      return { jobKey: job?.key ?? '', ...created };
    };
    await client.completeJob({ jobKey: (await start()).jobKey, variables: { done: true } });

    const { jobKey } = await start();
    await client.failJob({ jobKey, retries: 1, message: 'once more' });
    const [again] = await client.activateJobs(poll);
    expect(again).toMatchObject({ key: jobKey, retries: 1 });
    await client.updateJobRetries({ jobKey, retries: 5 });
    await client.throwError({ jobKey, code: 'OUT_OF_STOCK', message: 'none left' });

    const cancelled = await start();
    await client.cancelProcessInstance(cancelled.processInstanceKey);
    const seen = await client.getProcessInstance(cancelled.processInstanceKey);
    expect(seen?.state).toBe('TERMINATED');
  });

  test('publishes messages and signals, and knows a message by its id', async () => {
    const message = {
      name: 'm',
      correlationKey: 'k',
      messageId: 'id',
      timeToLiveMs: 60_000,
      variables: {},
    };
    expect(await client.publishMessage(message)).toMatchObject({ duplicate: false });
    expect(await client.publishMessage(message)).toMatchObject({ duplicate: true });
    await client.broadcastSignal({ name: 's', variables: { a: 1 } });
  });

  test('fails with the same codes', async () => {
    const unknown = '2251799813699999';
    expect(await codeOf(client.completeJob({ jobKey: unknown, variables: {} }))).toBe('NOT_FOUND');
    expect(await codeOf(client.resolveIncident(unknown))).toBe('NOT_FOUND');
    const create = client.createProcessInstance({ processId: 'nope', variables: {} });
    expect(await codeOf(create)).toBe('NOT_FOUND');
    const bad = client.deploy([{ name: 'bad.bpmn', content: 'no model' }]);
    expect(await codeOf(bad)).toBe('INVALID_ARGUMENT');
    expect(await client.activateJobs({ ...poll, longPollMs: 0 })).toEqual([]);
  });
});

test('refuses a transport that there is not', async () => {
  const environment = { ZEEBE_GRPC_ADDRESS: 'localhost:1', JOBWRIGHT_TRANSPORT: 'pigeon' };
  await expect(connectEngine(environment)).rejects.toMatchObject({ code: 'ENVIRONMENT_INVALID' });
});
