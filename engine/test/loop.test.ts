import { ControlledClock, Engine } from '../index.js';
import { KeptJournal } from './bed.js';
import { applyEvent } from '../appliers/index.js';
import { processBatch } from '../loop/batch.js';
import { ProcessCatalog } from '../model/process-catalog.js';
import { EngineState } from '../state/engine-state.js';
import { dumpState } from '../state/snapshot.js';
import { end, processXml, start, task } from './process-xml.js';

const xml = processXml('p', {
  nodes: [start('s'), task('work'), end('e')],
  flows: ['s->work', 'work->e'],
});

test('a batch that hits a defect leaves no trace but its rejection', async () => {
  // given a state with a deployed process whose compiled form breaks in the middle of a batch
  const state = new EngineState();
  const catalog = new ProcessCatalog(state);
  const resource = Buffer.from(xml).toString('base64');
  await catalog.prepareResource('p.bpmn', resource);
  const awaited = new Map<number, readonly string[]>();
  const context = { state, catalog, awaited, findJobTaker: () => undefined };
  const run = (valueType: string, intent: string, value: object) =>
    processBatch(context, { kind: 'new', draft: { valueType, intent, key: -1, value } }, 1_000);
  run('DEPLOYMENT', 'CREATE', { resources: [{ resourceName: 'p.bpmn', resource }] });
  const [definition] = [...state.processes.rows()];
  const nodes = catalog.process(definition!.processDefinitionKey).nodes as Map<string, unknown>;
  nodes.delete('work');
  const before = dumpState(state) as { lastPosition: number };
  // when an instance comes to the broken element
  const creation = { version: -1, variables: { a: 1 }, bpmnProcessId: 'p', startInstructions: [] };
  const batch = run('PROCESS_INSTANCE_CREATION', 'CREATE', creation);
  // then only a command and its rejection are in the log, and nothing is in the state
  expect(batch.defect).toBeInstanceOf(Error);
  expect(batch.cx.records.map((one) => [one.recordType, one.rejectionType])).toEqual([
    ['COMMAND', 'NULL_VAL'],
    ['COMMAND_REJECTION', 'PROCESSING_ERROR'],
  ]);
  expect(dumpState(state)).toEqual({ ...before, lastPosition: before.lastPosition + 2 });
});

test('an event of an unknown type changes nothing', () => {
  const state = new EngineState();
  const before = dumpState(state);
  applyEvent(state, new ProcessCatalog(state), {
    position: 1,
    sourceRecordPosition: -1,
    key: 1,
    recordType: 'EVENT',
    valueType: 'TOMORROW',
    intent: 'INVENTED',
    value: {},
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    timestamp: 0,
  });
  expect(dumpState(state)).toEqual(before);
});

test('an answer comes only after the journal has the batch, and a broken journal stops the engine', async () => {
  // given a journal that can be held back and broken
  const journal = new KeptJournal();
  let release: () => void = () => undefined;
  let fail = false;
  journal.append = async () => {
    if (fail) {
      throw new Error('disk full');
    }
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  const errors: unknown[] = [];
  const engine = await Engine.open({
    journal,
    clock: new ControlledClock(),
    onError: (error) => errors.push(error),
  });
  // when a command is processed but not durable
  let answered = false;
  const first = engine
    .execute({ valueType: 'SIGNAL', intent: 'BROADCAST', value: { signalName: 'x' } })
    .then(() => {
      answered = true;
    });
  await new Promise((resolve) => setTimeout(resolve, 20));
  // then its answer waits
  expect(answered).toBe(false);
  release();
  await first;
  // and after a failed write nothing is acknowledged
  fail = true;
  const command = { valueType: 'SIGNAL', intent: 'BROADCAST', value: { signalName: 'y' } };
  await expect(engine.execute(command)).rejects.toMatchObject({ name: 'EngineClosed' });
  await expect(engine.execute(command)).rejects.toMatchObject({ name: 'EngineClosed' });
  expect(errors).toHaveLength(1);
  await engine.close();
});

test('snapshots are written while the engine runs and when it closes', async () => {
  const journal = new KeptJournal();
  const engine = await Engine.open({ journal, clock: new ControlledClock(), snapshotEvery: 10 });
  for (let turn = 0; turn < 12; turn += 1) {
    await engine.execute({ valueType: 'SIGNAL', intent: 'BROADCAST', value: { signalName: 'x' } });
  }
  expect(journal.snapshots.length).toBeGreaterThanOrEqual(2);
  await engine.close();
  expect(journal.snapshots.at(-1)?.position).toBe(24);
});

test('a snapshot of another format is refused with what to do', async () => {
  const journal = new KeptJournal();
  journal.snapshots.push({ position: 1, state: { format: 99 } });
  await expect(Engine.open({ journal })).rejects.toMatchObject({ name: 'SnapshotUnreadable' });
});
