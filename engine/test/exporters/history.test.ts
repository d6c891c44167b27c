import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { History, withHistory } from '../../exporters/index.js';
import { ControlledClock, Engine } from '../../index.js';
import { fileJournal } from '../../journal/index.js';
import { end, processXml, start, task } from '../process-xml.js';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-history-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const model = processXml('ship', {
  nodes: [start('s'), task('pack'), end('e')],
  flows: ['s->pack', 'pack->e'],
});

async function open(keepEnded = 100): Promise<{
  readonly engine: Engine;
  readonly history: History;
  readonly told: unknown[];
  /** What a process leaves that is killed: nothing of a close. */
  readonly kill: () => Promise<void>;
}> {
  const history = new History({ keepEnded });
  const told: unknown[] = [];
  const journal = fileJournal({ directory, fsync: 'off' });
  const engine = await Engine.open({
    journal: withHistory(journal, history, (error) => told.push(error)),
    clock: new ControlledClock(),
    snapshotEvery: 50,
  });
  history.seed(engine.queries);
  engine.onRecords((records) => {
    history.apply(records);
  });
  return { engine, history, told, kill: () => journal.close() };
}

async function ship(engine: Engine, count: number): Promise<void> {
  if (engine.queries.definitions().length === 0) {
    const resource = Buffer.from(model).toString('base64');
    const value = { resources: [{ resourceName: 'ship.bpmn', resource }] };
    await engine.execute({ valueType: 'DEPLOYMENT', intent: 'CREATE', value });
  }
  for (let place = 0; place < count; place += 1) {
    const value = { bpmnProcessId: 'ship', variables: { place } };
    await engine.execute({ valueType: 'PROCESS_INSTANCE_CREATION', intent: 'CREATE', value });
    const [job] = engine.queries.jobs('pack');
    await engine.execute({ valueType: 'JOB', intent: 'COMPLETE', key: job?.key ?? 0, value: {} });
  }
  await engine.idle();
}

const shown = ({ instances, variables, jobs, incidents }: ReturnType<typeof seen>): unknown => ({
  instances,
  variables,
  jobs,
  incidents,
});
function seen(history: History) {
  return {
    instances: history.instances(),
    variables: history.variables(),
    jobs: history.jobs(),
    incidents: history.incidents(),
  };
}

describe('withHistory', () => {
  test.each([
    ['a clean close', 'close'],
    ['a kill', 'kill'],
  ] as const)('finds what ended before, after %s', async (_name, how) => {
    const first = await open();
    await ship(first.engine, 30);
    const before = shown(seen(first.history));
    await (how === 'close' ? first.engine.close() : first.kill());
    const second = await open();
    expect(second.told).toEqual([]);
    expect(second.history.instances()).toHaveLength(30);
    expect(shown(seen(second.history))).toEqual(before);
    await ship(second.engine, 1);
    expect(second.history.instances()).toHaveLength(31);
    await second.engine.close();
  });

  test('keeps its limit over restarts', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { engine, history } = await open(20);
      await ship(engine, 15);
      expect(history.instances().length).toBeLessThanOrEqual(22);
      await engine.close();
    }
  });

  test('goes on without a stored history that is damaged, and says so', async () => {
    const first = await open();
    await ship(first.engine, 3);
    await first.engine.close();
    const name = (await readdir(directory)).find((one) => one.startsWith('history-')) ?? '';
    const path = join(directory, name);
    await writeFile(path, (await readFile(path, 'utf8')).replace('place', 'plice'));
    const second = await open();
    expect(second.told).toEqual([expect.objectContaining({ code: 'CORRUPT', path })]);
    await ship(second.engine, 1);
    expect(second.history.instances()).toHaveLength(1);
    await second.engine.close();
  });
});
