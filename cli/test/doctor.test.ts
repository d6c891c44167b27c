import { startEngineServer, type EngineServer } from '../../engine/server.js';
import { startStandIn } from '../../runtime/test/diagnosis/stand-in-gateway.js';
import { runFake, workspace, type FakeRun, type Workspace } from './fake-context.js';
import { orderModel } from './order-model.js';

let folder: Workspace;
let server: EngineServer;

beforeEach(async () => {
  folder = workspace();
  folder.write('bpmn/order.bpmn', orderModel());
  server = await startEngineServer({ grpcPort: 0, restPort: 0 });
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

const run = (argv: readonly string[], address = server.grpcAddress): Promise<FakeRun> =>
  runFake(argv, {
    cwd: folder.path,
    env: { ZEEBE_GRPC_ADDRESS: address, ZEEBE_REST_ADDRESS: server.restAddress },
  });

interface Found {
  readonly exitCode: number;
  readonly findings: readonly { readonly severity: string; readonly code?: string }[];
}

async function faults(
  more: readonly string[] = [],
  address = server.grpcAddress,
): Promise<{ readonly code: number; readonly faults: Found['findings'] }> {
  const { code, out } = await run(['doctor', '--reporter', 'json', ...more], address);
  const { findings, exitCode } = JSON.parse(out) as Found;
  expect(exitCode).toBe(code);
  return { code, faults: findings.filter(({ severity }) => severity !== 'ok') };
}

describe('jobwright doctor', () => {
  test('CLU621: a process that is not deployed, and nothing once it is', async () => {
    expect(await faults()).toMatchObject({ code: 1, faults: [{ code: 'CLU621' }] });
    expect((await run(['deploy'])).code).toBe(0);
    expect(await faults()).toEqual({ code: 0, faults: [] });
  });

  test('CLU622: a deployed model that is another one is a warning', async () => {
    await run(['deploy']);
    folder.write('bpmn/order.bpmn', orderModel({ name: 'Pack it' }));
    expect(await faults()).toMatchObject({
      code: 0,
      faults: [{ code: 'CLU622', severity: 'warning' }],
    });
  });

  test('CLU623: a job type that no deployed process has', async () => {
    await run(['deploy']);
    folder.write('bpmn/order.bpmn', orderModel({ jobType: 'wrap' }));
    const { faults: found } = await faults();
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'CLU623', severity: 'warning', where: 'wrap' }),
    );
  });

  test('CLU624: a job type that no worker asks for', async () => {
    await run(['deploy']);
    folder.write('bpmn/order.bpmn', orderModel({ jobType: 'wrap' }));
    const { code, faults: found } = await faults();
    expect(code).toBe(1);
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'CLU624', severity: 'error', where: 'pack' }),
    );
  });

  test('CLU620: models that need a newer cluster', async () => {
    folder.write('bpmn/order.bpmn', orderModel({ platform: '8.8.0', adHoc: true }));
    await expect(faults()).resolves.toMatchObject({
      code: 1,
      faults: [{ code: 'CLU620' }, { code: 'CLU621' }],
    });
  });

  test('judges the models for the version that the engine behaves like', async () => {
    const newer = await startEngineServer({ grpcPort: 0, restPort: 0, compat: '8.8' });
    try {
      folder.write('bpmn/order.bpmn', orderModel({ platform: '8.8.0', adHoc: true }));
      const { findings } = JSON.parse(
        (await run(['doctor', '--reporter', 'json'], newer.grpcAddress)).out,
      ) as Found;
      expect(findings.map(({ code }) => code).filter((code) => code !== undefined)).toEqual([
        'CLU621',
      ]);
      expect(findings).toContainEqual({ severity: 'ok', check: 'version', what: 'Camunda 8.8.0' });
    } finally {
      await newer.close();
    }
  });

  test('CLU619: a cluster that does not show deployed models', async () => {
    const gateway = await startStandIn({ version: '8.6.0' });
    const rest = await startEngineServer({ grpcPort: 0, restPort: 0 });
    await rest.close();
    try {
      const { out } = await runFake(['doctor', '--reporter', 'json'], {
        cwd: folder.path,
        env: { ZEEBE_GRPC_ADDRESS: `127.0.0.1:${String(gateway.port)}` },
      });
      const { findings } = JSON.parse(out) as Found;
      expect(findings.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['CLU617', 'CLU619']),
      );
    } finally {
      await gateway.close();
    }
  });

  test('for people: a line for each check, and where, why and fix for each fault', async () => {
    const { code, out, err } = await run(['doctor']);
    expect(code).toBe(1);
    expect(out).toContain('ok       version     Camunda 8.6.0\n');
    expect(out).toContain(
      [
        'error    models      CLU621: process order is not deployed',
        '  where: order.bpmn',
        '  why:   the cluster shows no version of it',
        '  fix:   run `jobwright deploy`',
        '  docs:  docs/errors.md#clu621\n',
      ].join('\n'),
    );
    expect(err).toBe('1 error(s), 0 warning(s) in 9 checks\n');
  });

  test('goes on without models where there are none', async () => {
    folder.write('bpmn/order.bpmn', orderModel());
    const { code, err } = await run(['doctor', 'nowhere']);
    expect(code).toBe(0);
    expect(err).toContain('note: models are left out: ');
  });

  test('refuses a time that is none', async () => {
    expect((await run(['doctor', '--timeout', '0'])).code).toBe(2);
  });
});
