import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { connectEngine, type EngineClient } from '../../runtime/index.js';
import { OperateApi } from './operate.js';
import { openStack } from './stack-under-test.js';

const fixture = fileURLToPath(new URL('fixtures/rest-job.bpmn', import.meta.url));

/**
 * Why workers go by gRPC on 8.6.0: its REST API works, but calls a job's key otherwise than every later
 * version and than Camunda's own clients, which ask for `/v2/jobs/undefined/completion`.
 */
test('the REST API of 8.6.0 hands out jobs and completes them, under another name of the key', async () => {
  const stack = await openStack();
  const rest = await OperateApi.login(stack.operateUrl);
  const engine: EngineClient = await connectEngine({
    ZEEBE_GRPC_ADDRESS: `grpc://${stack.grpcAddress}`,
  });
  try {
    await engine.deploy([{ name: 'rest-job.bpmn', content: await readFile(fixture) }]);
    const instance = await rest.send('/v2/process-instances', {
      bpmnProcessId: 'rest-job',
      processDefinitionId: 'rest-job',
    });
    expect(instance.status).toBe(200);

    const activation = await rest.send('/v2/jobs/activation', {
      type: 'rest-work',
      worker: 'rest',
      timeout: 60_000,
      maxJobsToActivate: 1,
      requestTimeout: 10_000,
    });
    const [job] = (activation.body as { readonly jobs: readonly Record<string, unknown>[] }).jobs;

    expect(job).toMatchObject({ type: 'rest-work', key: expect.any(Number) as number });
    expect(job).not.toHaveProperty('jobKey');
    const done = await rest.send(`/v2/jobs/${String(job?.key)}/completion`, { variables: {} });
    expect(done.status).toBe(204);
    const again = await rest.send('/v2/jobs/undefined/completion', { variables: {} });
    expect(again.status).toBe(400);
  } finally {
    await engine.close();
  }
}, 120_000);
