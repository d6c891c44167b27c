/**
 * The load through a transport of the runtime: one parked request for jobs for each type. An instance
 * is done when the completion of its last job is acknowledged.
 */
import { connectEngine, type EngineClient } from '../../../runtime/index.js';
import { closedLoop } from '../closed-loop.js';
import { jobAnswer, jobTypes, payload, processId, threeTasks } from '../three-tasks.js';
import { readOptions, report } from './options.js';

const options = readOptions();
const client = await connectEngine({
  ZEEBE_GRPC_ADDRESS: `grpc://${options.address}`,
  ...(process.env.JOBWRIGHT_TRANSPORT === undefined
    ? {}
    : { JOBWRIGHT_TRANSPORT: process.env.JOBWRIGHT_TRANSPORT }),
});
await client.deploy([{ name: 'three.bpmn', content: threeTasks }]);
/** Instances that ended and whoever waits for one, whichever comes first. */
const ended = new Map<string, () => void>();

function isOver(instance: string): Promise<void> {
  return new Promise((resolve) => {
    settle(instance, resolve);
  });
}

function settle(instance: string, resolve: () => void): void {
  const other = ended.get(instance);
  if (other === undefined) {
    ended.set(instance, resolve);
    return;
  }
  ended.delete(instance);
  other();
  resolve();
}

async function work(engine: EngineClient, type: string): Promise<void> {
  const request = { type, worker: 'bench', maxJobs: 64, timeoutMs: 60_000, longPollMs: 10_000 };
  for (;;) {
    const jobs = await engine.activateJobs(request);
    for (const { key, processInstanceKey } of jobs) {
      void engine.completeJob({ jobKey: key, variables: jobAnswer }).then(() => {
        if (type === jobTypes.at(-1)) {
          settle(processInstanceKey, () => undefined);
        }
      }, fail);
    }
  }
}

for (const type of jobTypes) {
  work(client, type).catch(fail);
}
report(
  await closedLoop(options, async () => {
    const created = await client.createProcessInstance({ processId, variables: payload });
    await isOver(created.processInstanceKey);
  }),
);
process.exit(0);

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
