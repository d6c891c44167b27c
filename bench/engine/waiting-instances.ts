/**
 * Program of the cases `replay` and `memory`: `fill FOLDER COUNT log|snapshot` starts instances that
 * wait, and says what they take; `open FOLDER` reads them back, and says how long that took.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { History, withHistory } from '../../engine/exporters/index.js';
import { Operations } from '../../engine/gateway/index.js';
import { Engine } from '../../engine/index.js';
import { fileJournal } from '../../engine/journal/index.js';
import { payload, processId, threeTasks } from './three-tasks.js';

/** What this program prints, as one line of JSON. */
export interface WaitingReport {
  readonly records: number;
  readonly instances: number;
  readonly ms: number;
  readonly cpuMs: number;
  /** More than before the first instance, after a collection, in MB. */
  readonly heapMb: number;
  readonly rssMb: number;
  /** Resident memory before the first instance, in MB. */
  readonly idleMb: number;
}

const atOnce = 500;

setFlagsFromString('--expose-gc');
// Known once the flag is set.
const collect = runInNewContext('gc') as () => void;

function memory(): NodeJS.MemoryUsage {
  collect();
  collect();
  return process.memoryUsage();
}

async function openEngine(directory: string, snapshots: boolean) {
  const history = new History({ keepEnded: 10_000 });
  const log = fileJournal({ directory, fsync: 'off' });
  const journal = withHistory(log, history, (error) => {
    throw error;
  });
  const engine = await Engine.open({
    journal: snapshots ? journal : { ...journal, snapshot: () => Promise.resolve() },
  });
  history.seed(engine.queries);
  engine.onRecords((records) => {
    history.apply(records);
  });
  return engine;
}

async function fill(engine: Engine, count: number): Promise<void> {
  const operations = new Operations(engine);
  await operations.deploy([{ name: 'three.bpmn', content: Buffer.from(threeTasks) }]);
  const request = { bpmnProcessId: processId, version: -1, variables: payload };
  for (let done = 0; done < count; done += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - done) }, () =>
      operations.createInstance(request),
    );
    await Promise.all(some);
  }
}

const [, , verb = '', directory = '', count = '0', kept = 'log'] = process.argv;
const before = memory();
const began = performance.now();
const cpu = process.cpuUsage();
const engine = await openEngine(directory, verb === 'open' || kept === 'snapshot');
if (verb === 'fill') {
  await fill(engine, Number(count));
}
const ms = performance.now() - began;
const used = process.cpuUsage(cpu);
const after = memory();
const report: WaitingReport = {
  records: (engine.dumpState() as { readonly lastPosition: number }).lastPosition,
  instances: engine.queries.instances().length,
  ms,
  cpuMs: (used.user + used.system) / 1000,
  heapMb: (after.heapUsed - before.heapUsed) / 1e6,
  rssMb: (after.rss - before.rss) / 1e6,
  idleMb: before.rss / 1e6,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
await engine.close();
