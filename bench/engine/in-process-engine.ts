import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { JobDispatcher, Operations } from '../../engine/gateway/index.js';
import { Engine } from '../../engine/index.js';
import { fileJournal } from '../../engine/journal/index.js';
import { jobAnswer, jobTypes, payload, processId, threeTasks } from './three-tasks.js';

/** An engine in this process with the measured process deployed and a worker for each of its jobs. */
export interface InProcessEngine {
  readonly engine: Engine;
  /** Runs one instance to its end. */
  readonly runOne: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Opens it on a journal that syncs before it acknowledges, or on none. */
export async function openInProcess(
  durable: boolean,
  fsync: 'always' | 'off' = 'always',
): Promise<InProcessEngine> {
  const directory = durable ? await mkdtemp(join(tmpdir(), 'jobwright-bench-')) : undefined;
  const engine = await Engine.open(
    directory === undefined ? {} : { journal: fileJournal({ directory, fsync }) },
  );
  const operations = new Operations(engine);
  const dispatcher = new JobDispatcher(engine, report);
  await operations.deploy([{ name: 'three.bpmn', content: Buffer.from(threeTasks) }]);
  for (const type of jobTypes) {
    const request = { type, worker: 'bench', timeoutMs: 60_000, fetchVariables: [] };
    dispatcher.open(request, {
      push: (job) => {
        operations.completeJob(job.key, jobAnswer).catch(report);
        return true;
      },
      end: () => undefined,
    });
  }
  const options = { fetchVariables: [], timeoutMs: 60_000 };
  const request = { bpmnProcessId: processId, version: -1, variables: payload };
  return {
    engine,
    runOne: () => operations.createInstanceWithResult(request, options),
    close: async () => {
      dispatcher.close();
      await engine.close();
      if (directory !== undefined) {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

function report(error: unknown): void {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
}
