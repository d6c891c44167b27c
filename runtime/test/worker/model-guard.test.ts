import { createHash } from 'node:crypto';
import { startEngineServer } from '../../../engine/server.js';
import type { EngineServer } from '../../../engine/server.js';
import {
  EngineError,
  connectEngine,
  createMetricsRegistry,
  createWorkerHost,
  metricNames,
  pause,
  workerMetrics,
} from '../../index.js';
import type { EngineClient, WorkerHost, WorkerHostOptions } from '../../index.js';
import type { Logger, ProcessDescriptor } from '../../v1.js';
import { packModel } from '../pack-model.js';
import { ScriptedEngine, job, jobs } from './scripted-engine.js';

interface Line {
  readonly level: string;
  readonly fields: unknown;
  readonly text: string;
}

const hosts: WorkerHost[] = [];
let lines: Line[];

beforeEach(() => {
  lines = [];
});

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.shutdown({ graceMs: 0, forceMs: 0 })));
});

const logger: Logger = {
  debug: () => undefined,
  info: (fields: unknown, text?: string) =>
    void lines.push({ level: 'info', fields, text: text ?? '' }),
  warn: (fields: unknown, text?: string) =>
    void lines.push({ level: 'warn', fields, text: text ?? '' }),
  error: (fields: unknown, text?: string) =>
    void lines.push({ level: 'error', fields, text: text ?? '' }),
};

const warnings = (): readonly string[] =>
  lines.filter(({ level }) => level === 'warn').map(({ text }) => text);

function descriptorOf(model: string, processId: string): ProcessDescriptor {
  return {
    processId,
    model: 'bpmn/pack.bpmn',
    sha256: createHash('sha256').update(model).digest('hex'),
  };
}

function work(client: EngineClient, more: Partial<WorkerHostOptions<typeof jobs>>): void {
  const host = createWorkerHost({
    client,
    jobs,
    handlers: { pack: () => Promise.resolve({ parcel: 'P1' }) },
    name: 'test-worker',
    logger,
    ...more,
  });
  hosts.push(host);
  host.run();
}

async function eventually(check: () => void | Promise<void>): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > deadline) {
        throw error;
      }
      await pause(10);
    }
  }
}

describe('a worker beside an engine that shows its models', () => {
  const generatedFrom = descriptorOf(packModel, 'pack-order');
  const changedModel = packModel.replace('name="Out of stock"', 'name="Sold out"');
  let server: EngineServer;
  let client: EngineClient;

  beforeEach(async () => {
    server = await startEngineServer({ grpcPort: 0, restPort: 0 });
    client = await connectEngine({
      ZEEBE_GRPC_ADDRESS: server.grpcAddress,
      ZEEBE_REST_ADDRESS: server.restAddress,
    });
  });

  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.shutdown({ graceMs: 0, forceMs: 0 })));
    await client.close();
    await server.close();
  });

  async function begin(model: string, variables = { item: 'cup' }): Promise<string> {
    await client.deploy([{ name: 'pack.bpmn', content: model }]);
    const { processInstanceKey } = await client.createProcessInstance({
      processId: 'pack-order',
      variables,
    });
    return processInstanceKey;
  }

  async function stateOf(key: string): Promise<{ state?: string; hasIncident?: boolean }> {
    return (await client.getProcessInstance(key, { variables: [] })) ?? {};
  }

  test('says nothing when the deployed model is the one of its code', async () => {
    const key = await begin(packModel);
    work(client, { process: generatedFrom, staleModel: 'refuse' });

    await eventually(async () => {
      expect(await stateOf(key)).toMatchObject({ state: 'COMPLETED' });
    });
    expect(warnings()).toEqual([]);
  });

  test('runs the jobs of another model and says once what differs', async () => {
    const metrics = workerMetrics(createMetricsRegistry({ service: 'test' }));
    const keys = [await begin(changedModel), await begin(changedModel)];
    work(client, { process: generatedFrom, metrics });

    await eventually(async () => {
      for (const key of keys) {
        expect(await stateOf(key)).toMatchObject({ state: 'COMPLETED' });
      }
      expect(warnings()).toHaveLength(1);
    });
    expect(warnings()[0]).toBe(
      'version 1 of process "pack-order" is not the model that this worker was generated from (bpmn/pack.bpmn); ' +
        'deploy bpmn/pack.bpmn with `jobwright deploy`, or generate again from what is deployed; instances of an older version can be migrated',
    );
    const counted = await metrics.staleJobs.get();
    expect(counted.name).toBe(metricNames.staleJobs);
    expect(counted.values).toMatchObject([{ labels: { type: 'pack' }, value: 2 }]);
  });

  test('refuses the jobs of another model when told so, by an incident that names the models', async () => {
    const stale = await begin(changedModel);
    work(client, { process: generatedFrom, staleModel: 'refuse' });

    await eventually(async () => {
      expect(await stateOf(stale)).toMatchObject({ state: 'ACTIVE', hasIncident: true });
    });
    const good = await begin(packModel);
    await eventually(async () => {
      expect(await stateOf(good)).toMatchObject({ state: 'COMPLETED' });
    });
    expect(await stateOf(stale)).toMatchObject({ state: 'ACTIVE' });
  });

  test('knows a model whose byte order mark and line ends a checkout has changed', async () => {
    const key = await begin(`\uFEFF${packModel.replaceAll('\n', '\r\n')}`);
    work(client, { process: generatedFrom, staleModel: 'refuse' });

    await eventually(async () => {
      expect(await stateOf(key)).toMatchObject({ state: 'COMPLETED' });
    });
  });

  test('does not look when told to ignore', async () => {
    const key = await begin(changedModel);
    work(client, { process: generatedFrom, staleModel: 'ignore' });

    await eventually(async () => {
      expect(await stateOf(key)).toMatchObject({ state: 'COMPLETED' });
    });
    expect(warnings()).toEqual([]);
  });
});

describe('a worker beside an engine that shows no models', () => {
  const process = descriptorOf(packModel, 'order');
  const refused = (): Promise<never> =>
    Promise.reject(new EngineError('UNIMPLEMENTED', 'getProcessXml', 'scripted'));

  test('compares by the element of the job, and says once that it can do no more', async () => {
    const engine = new ScriptedEngine([[job({ key: '7' }), job({ key: '8', elementId: 'Wrap' })]]);
    engine.getProcessXml = refused;
    work(engine, { process, staleModel: 'refuse' });

    await eventually(() => {
      expect(engine.answers).toHaveLength(2);
    });
    expect(engine.answers.find(({ jobKey }) => jobKey === '7')).toMatchObject({ call: 'complete' });
    const refusal = engine.answers.find(({ jobKey }) => jobKey === '8');
    expect(refusal).toMatchObject({ call: 'fail', detail: { retries: 0 } });
    expect(JSON.stringify(refusal?.detail)).toContain(
      'which has no job \\"pack\\" at an element \\"Wrap\\"',
    );
    const told = lines.filter(({ text }) => text.includes('does not show deployed models'));
    expect(told).toMatchObject([{ level: 'info', fields: { code: 'UNIMPLEMENTED' } }]);
  });

  test('runs jobs of other processes that share the type', async () => {
    const engine = new ScriptedEngine([
      [job({ key: '7', processId: 'return', elementId: 'Wrap' })],
    ]);
    engine.getProcessXml = refused;
    work(engine, { process, staleModel: 'refuse' });

    await eventually(() => {
      expect(engine.answers).toMatchObject([{ call: 'complete', jobKey: '7' }]);
    });
  });

  test('asks once for each version', async () => {
    let asked = 0;
    const engine = new ScriptedEngine([[job(), job(), job({ processDefinitionKey: '9' })]]);
    engine.getProcessXml = () => {
      asked += 1;
      return Promise.resolve(packModel);
    };
    work(engine, { process, staleModel: 'refuse' });

    await eventually(() => {
      expect(engine.answers).toHaveLength(3);
    });
    expect(asked).toBe(2);
  });

  test('says beside a bad input that the model is another one', async () => {
    const engine = new ScriptedEngine([[job({ variables: {} })]]);
    engine.getProcessXml = () => Promise.resolve(`${packModel}\n`);
    work(engine, { process });

    await eventually(() => {
      expect(engine.answers).toHaveLength(1);
    });
    const text = JSON.stringify(engine.answers[0]?.detail);
    expect(text).toContain('/item is required');
    expect(text).toContain('is not the model that this worker was generated from');
  });
});
