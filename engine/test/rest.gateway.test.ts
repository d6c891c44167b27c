import { createCamundaClientLoose } from '@camunda8/orchestration-cluster-api';

import { startEngineServer, type EngineServer } from '../server.js';
import { messageProcess, sizeDecision, taskProcess } from './gateway/models.js';

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  // Bodies are compared with whole shapes below.
  readonly body: Readonly<Record<string, never>>;
}
let server: EngineServer;

beforeAll(async () => {
  server = await startEngineServer({
    grpcPort: 0,
    restPort: 0,
    allowedOrigins: ['http://127.0.0.1:8080'],
  });
});
afterAll(async () => {
  await server.close();
});

async function call(
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body, headers } = options;
  const response = await fetch(`${server.restAddress}/v2/${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type');
  return {
    status: response.status,
    type,
    headers: response.headers,
    body: (text === '' || type?.includes('json') !== true
      ? { text }
      : JSON.parse(text)) as Answer['body'],
  };
}
const post = (path: string, body: unknown) => call('POST', path, { body });

async function deploy(name: string, content: string): Promise<Answer> {
  const form = new FormData();
  form.append('resources', new Blob([content]), name);
  form.append('tenantId', '<default>');
  const response = await fetch(`${server.restAddress}/v2/deployments`, {
    method: 'POST',
    body: form,
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}
async function start(processDefinitionId: string, variables = {}): Promise<string> {
  const answer = await post('process-instances', { processDefinitionId, variables });
  return answer.body.processInstanceKey!;
}
async function activate(type: string): Promise<Readonly<Record<string, string>>> {
  const answer = await post('jobs/activation', {
    type,
    timeout: 60_000,
    maxJobsToActivate: 1,
    worker: 'w',
  });
  return (answer.body.jobs as unknown as readonly Record<string, string>[])[0]!;
}
const find = async (what: string, filter: object): Promise<readonly Record<string, unknown>[]> =>
  (await post(`${what}/search`, { filter })).body.items!;

describe('the REST gateway', () => {
  test('deploys a multipart form and shows what it deployed', async () => {
    const answer = await deploy('shown.bpmn', taskProcess('shown', 'shown'));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        tenantId: '<default>',
        deployments: [
          {
            processDefinition: { processDefinitionId: 'shown', processDefinitionVersion: 1 },
          },
        ],
      },
    });
    const [found] = await find('process-definitions', { processDefinitionId: 'shown' });
    expect(found).toMatchObject({ resourceName: 'shown.bpmn', version: 1 });
    const xml = await call('GET', `process-definitions/${String(found!.processDefinitionKey)}/xml`);
    expect(xml).toMatchObject({
      type: 'text/xml; charset=utf-8',
      body: { text: taskProcess('shown', 'shown') },
    });
  });

  test('runs an instance to its result, with keys as text', async () => {
    await deploy('rest.bpmn', taskProcess('rest', 'rest'));
    const result = post('process-instances', {
      processDefinitionId: 'rest',
      variables: { a: 1 },
      awaitCompletion: true,
      requestTimeout: 20_000,
    });
    const job = await activate('rest');
    expect(job).toMatchObject({
      jobKey: expect.stringMatching(/^\d{16}$/) as unknown,
      processDefinitionId: 'rest',
      variables: { a: 1 },
      customHeaders: { kind: 'test' },
      kind: 'BPMN_ELEMENT',
    });
    const completion = await post(`jobs/${job.jobKey!}/completion`, { variables: { b: 2 } });
    expect(completion.status).toBe(204);
    expect(await result).toMatchObject({
      status: 200,
      body: { processDefinitionId: 'rest', variables: { a: 1, b: 2 } },
    });
  });

  test('fails jobs, raises and resolves incidents, and finds both', async () => {
    await deploy('failing.bpmn', taskProcess('failing', 'failing'));
    const processInstanceKey = await start('failing');
    const job = await activate('failing');
    await post(`jobs/${job.jobKey!}/failure`, { retries: 0, errorMessage: 'paper jam' });
    const [incident] = await find('incidents', { processInstanceKey });
    expect(incident).toMatchObject({
      state: 'ACTIVE',
      errorType: 'JOB_NO_RETRIES',
      errorMessage: 'paper jam',
    });
    expect(await find('process-instances', { processInstanceKey, hasIncident: true })).toHaveLength(
      1,
    );
    expect(await find('jobs', { processInstanceKey })).toMatchObject([
      { state: 'FAILED', retries: 0 },
    ]);

    const changed = await call('PATCH', `jobs/${job.jobKey!}`, {
      body: { changeset: { retries: 1 } },
    });
    expect(changed.status).toBe(204);
    expect(
      (await post(`incidents/${String(incident!.incidentKey)}/resolution`, undefined)).status,
    ).toBe(204);
    expect(await find('incidents', { processInstanceKey, state: 'RESOLVED' })).toHaveLength(1);
    const again = await activate('failing');
    await post(`jobs/${again.jobKey!}/error`, {
      errorCode: 'SOLD_OUT',
      errorMessage: 'none left',
    });
    expect(await find('process-instances', { processInstanceKey })).toMatchObject([
      { state: 'COMPLETED', hasIncident: false, endDate: expect.any(String) as unknown },
    ]);
  });

  test('finds variables as JSON text, and cancels', async () => {
    await deploy('vars.bpmn', taskProcess('vars', 'vars'));
    const processInstanceKey = await start('vars', { list: [1, { deep: 'ü' }] });
    const set = await call('PUT', `element-instances/${processInstanceKey}/variables`, {
      body: { variables: { more: true }, local: true },
    });
    expect(set.status).toBe(204);
    const variables = await find('variables', { processInstanceKey });
    expect(variables.map(({ name, value }) => [name, value])).toEqual([
      ['list', '[1,{"deep":"ü"}]'],
      ['more', 'true'],
    ]);
    expect((await post(`process-instances/${processInstanceKey}/cancellation`, {})).status).toBe(
      204,
    );
    expect(
      await find('process-instances', { processInstanceKey, state: 'TERMINATED' }),
    ).toHaveLength(1);
    expect(await post(`process-instances/${processInstanceKey}/cancellation`, {})).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: {
        title: 'NOT_FOUND',
        status: 404,
        instance: `/v2/process-instances/${processInstanceKey}/cancellation`,
      },
    });
  });

  test('publishes messages once per id, and evaluates decisions', async () => {
    await deploy('waits.bpmn', messageProcess('waits', 'arrived'));
    const processInstanceKey = await start('waits', { orderId: 'o-1' });
    const message = {
      name: 'arrived',
      correlationKey: 'o-1',
      messageId: 'one',
      timeToLive: 60_000,
    };
    expect((await post('messages/publication', message)).status).toBe(200);
    expect(await post('messages/publication', message)).toMatchObject({
      status: 409,
      body: { title: 'ALREADY_EXISTS' },
    });
    expect(
      await find('process-instances', { processInstanceKey, state: 'COMPLETED' }),
    ).toHaveLength(1);

    await deploy('size.dmn', sizeDecision);
    const evaluated = await post('decision-definitions/evaluation', {
      decisionDefinitionId: 'size',
      variables: { x: 50 },
    });
    expect(evaluated).toMatchObject({ status: 200, body: { output: '"high"' } });
  });

  test('correlates a message at once, or says that nobody waits for it', async () => {
    await deploy('meets.bpmn', messageProcess('meets', 'met'));
    const processInstanceKey = await start('meets', { orderId: 'o-9' });
    const message = { name: 'met', correlationKey: 'o-9', variables: { at: 'gate' } };
    expect(await post('messages/correlation', message)).toMatchObject({
      status: 200,
      body: { processInstanceKey, messageKey: expect.stringMatching(/^\d{16}$/) as unknown },
    });
    expect(await post('messages/correlation', message)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('but none was found') as unknown },
    });
  });

  test('pages, sorts and refuses what it cannot search for', async () => {
    await deploy('many.bpmn', taskProcess('many', 'many'));
    const keys = [await start('many'), await start('many'), await start('many')];
    const page = await post('process-instances/search', {
      filter: { processDefinitionId: { $like: 'ma?y*' } },
      sort: [{ field: 'processInstanceKey', order: 'DESC' }],
      page: { from: 1, limit: 1 },
    });
    expect(page.body).toMatchObject({
      items: [{ processInstanceKey: keys[1] }],
      page: { totalItems: 3 },
    });
    expect(await post('variables/search', { filter: { colour: 'red' } })).toMatchObject({
      status: 400,
      body: { detail: 'Request property [filter.colour] cannot be parsed' },
    });
  });

  test.each([
    ['GET', 'nowhere', undefined, 404],
    ['DELETE', 'topology', undefined, 405],
    ['POST', 'process-instances', { processDefinitionId: 'none' }, 404],
    ['POST', 'process-instances', {}, 400],
    ['POST', 'process-instances', '{', 400],
    ['POST', 'jobs/activation', { type: 'x', timeout: 1000, maxJobsToActivate: 0 }, 400],
    ['POST', 'jobs/17/completion', {}, 503],
    ['POST', 'jobs/abc/completion', {}, 400],
    ['POST', 'jobs/2251799899999999/completion', {}, 404],
    ['POST', 'jobs/2251799899999999/completion', { variables: [1] }, 400],
    ['GET', 'process-definitions/2251799899999999/xml', undefined, 404],
    ['GET', '%E0%A4%A', undefined, 404],
  ])('answers %s %s %j with a problem %i', async (method, path, body, status) => {
    const answer = await call(method, path, body === undefined ? {} : { body });
    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { type: 'about:blank', status, detail: expect.any(String) as unknown },
    });
  });

  test('names the methods a path takes', async () => {
    expect((await call('DELETE', 'topology')).headers.get('allow')).toBe('GET');
  });

  test('lets in web pages of allowed origins only, and JSON only as JSON', async () => {
    const from = (origin: string) => call('GET', 'topology', { headers: { origin } });
    const allowed = await from('http://127.0.0.1:8080');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8080');
    expect((await from('http://evil.example')).status).toBe(403);
    const plain = await call('POST', 'signals/broadcast', {
      body: { signalName: 's' },
      headers: { 'content-type': 'text/plain' },
    });
    expect(plain.status).toBe(415);
  });

  test('serves the Orchestration Cluster API client', async () => {
    const client = createCamundaClientLoose({
      config: {
        CAMUNDA_REST_ADDRESS: server.restAddress,
        CAMUNDA_AUTH_STRATEGY: 'NONE',
        // Answers have the shape of newer clients: `userTask` is null where 8.8's schema wants it absent.
        CAMUNDA_SDK_VALIDATION: 'req:strict,res:none',
        CAMUNDA_SDK_LOG_LEVEL: 'silent',
      },
    });
    await deploy('oca.bpmn', taskProcess('oca', 'oca'));
    const topology = await client.getTopology();
    expect(topology.clusterSize).toBe(1);
    const instance = await client.createProcessInstance({
      processDefinitionId: 'oca',
      variables: { a: 1 },
    });
    const { jobs } = await client.activateJobs({
      type: 'oca',
      timeout: 60_000,
      maxJobsToActivate: 5,
      worker: 'w',
    });
    expect(jobs).toHaveLength(1);
    await client.completeJob({ jobKey: jobs[0]!.jobKey, variables: { done: true } });
    const found = await client.searchProcessInstances({}, { consistency: { waitUpToMs: 0 } });
    const own = found.items.filter(
      (item) => item.processInstanceKey === instance.processInstanceKey,
    );
    expect(own).toMatchObject([{ state: 'COMPLETED' }]);
  });
});
