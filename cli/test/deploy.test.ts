import { startEngineServer, type EngineServer } from '../../engine/server.js';
import { runFake, workspace, type FakeRun, type Workspace } from './fake-context.js';
import { orderModel } from './order-model.js';

let folder: Workspace;
let server: EngineServer;

beforeEach(async () => {
  folder = workspace();
  folder.write('bpmn/order.bpmn', orderModel());
  folder.write('bpmn/forms/address.form', '{"id":"address","type":"default","components":[]}');
  server = await startEngineServer({ grpcPort: 0, restPort: 0 });
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

const deploy = (
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = { ZEEBE_REST_ADDRESS: server.restAddress },
): Promise<FakeRun> =>
  runFake(['deploy', ...more], {
    cwd: folder.path,
    env: { ZEEBE_GRPC_ADDRESS: server.grpcAddress, ...env },
  });

async function versions(): Promise<readonly number[]> {
  const response = await fetch(`${server.restAddress}/v2/process-definitions/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { items } = (await response.json()) as { items: readonly { version: number }[] };
  return items.map(({ version }) => version);
}

describe('jobwright deploy', () => {
  test('deploys everything at once and says what is new, then what is unchanged', async () => {
    const first = await deploy([], {
      ZEEBE_REST_ADDRESS: server.restAddress,
      OPERATE_URL: 'http://operate.example/',
    });
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^process order: version 1 \(new\), key \d+$/m);
    expect(first.out).toContain(
      '\n  http://operate.example/processes?process=order&version=1&active=true&incidents=true\n',
    );
    expect(first.out).toMatch(/^form address: version 1, key \d+$/m);
    expect(first.err).toMatch(/2 files deployed as \d+ in /);

    const second = await deploy();
    expect(second.out).toMatch(/^process order: version 1 \(unchanged\), key \d+$/m);
    expect(await versions()).toEqual([1]);
  });

  test('says whom a changed model breaks, and what becomes of running instances', async () => {
    await deploy();
    folder.write('bpmn/order.bpmn', orderModel({ jobType: 'wrap' }));
    const { code, out } = await deploy();
    expect(code).toBe(0);
    expect(out).toContain('breaking DIFF803: The job type "pack" is gone');
    expect(out).toContain('running instances of order: 1 of 1 elements');
    expect(out).toMatch(/^process order: version 2 \(was 1\), key \d+$/m);
  });

  test('--fail-on breaking keeps a breaking change from being deployed', async () => {
    await deploy();
    folder.write('bpmn/order.bpmn', orderModel({ jobType: 'wrap' }));
    const { code, err } = await deploy(['--fail-on', 'breaking']);
    expect(code).toBe(1);
    expect(err).toContain('nothing deployed: ');
    expect(await versions()).toEqual([1]);
  });

  test('--dry-run deploys nothing', async () => {
    const { code, out, err } = await deploy(['--dry-run']);
    expect(code).toBe(0);
    expect(out).toMatch(/^new +bpmn\/order\.bpmn$/m);
    expect(err).toContain('dry run: ');
    expect(await versions()).toEqual([]);
  });

  test('refuses models with errors before anything is sent', async () => {
    folder.write('bpmn/bad.bpmn', orderModel().replace('targetRef="End"', 'targetRef="Nowhere"'));
    const { code, out, err } = await deploy();
    expect(code).toBe(1);
    expect(out).toContain('bpmn/bad.bpmn:');
    expect(err).toContain('nothing deployed');
    expect(await versions()).toEqual([]);
  });

  test('tells what the cluster refuses', async () => {
    folder.write('bpmn/order.bpmn', orderModel({ platform: '8.8.0', adHoc: true }));
    const { code, err } = await deploy();
    expect(code).toBe(1);
    expect(err).toContain('the cluster refuses the deployment, and nothing was deployed');
    expect(await versions()).toEqual([]);
  });

  test('deploys where the cluster shows no models, and says what it cannot say', async () => {
    const { code, out, err } = await deploy([], {});
    expect(code).toBe(0);
    expect(out).toMatch(/^process order: version 1, key \d+$/m);
    expect(err).toContain('note: what is deployed cannot be seen');
  });

  test('for programs: versions, keys and the plan for running instances', async () => {
    await deploy();
    folder.write('bpmn/order.bpmn', orderModel({ jobType: 'wrap' }));
    const { out } = await deploy(['--reporter', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      exitCode: 0,
      deployment: { resources: [{ kind: 'process', id: 'order', version: 2 }, { kind: 'form' }] },
      migrations: [{ process: 'order' }],
    });
  });

  test('names the fault when there is no cluster', async () => {
    const { restAddress } = server;
    await server.close();
    const { code, err } = await deploy([], { ZEEBE_REST_ADDRESS: restAddress });
    expect(code).toBe(2);
    expect(err).toContain('run `jobwright doctor`');
    server = await startEngineServer({ grpcPort: 0, restPort: 0 });
  });

  test('two files of one name are refused', async () => {
    folder.write('other/order.bpmn', orderModel().replace('id="order"', 'id="other"'));
    const { code, err } = await deploy(['bpmn', 'other']);
    expect(code).toBe(2);
    expect(err).toContain('CONF418');
  });
});
