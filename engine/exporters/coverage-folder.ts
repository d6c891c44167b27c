import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PassedProcess } from '../testing/coverage/passed.js';
import type { CoverageSink } from '../testing/coverage/recorder.js';

/**
 * Writes process coverage into a folder: a file of lines for each engine, so that test processes need
 * not know of each other, and each model once. Every line is on disk when the call returns: nobody
 * can wait for a test process that ends.
 */
export function coverageFolder(folder: string): CoverageSink {
  const file = join(folder, `${process.pid}-${randomUUID()}.jsonl`);
  let isMade = false;
  const make = (): void => {
    if (!isMade) {
      mkdirSync(folder, { recursive: true });
      isMade = true;
    }
  };
  return {
    model: ({ checksum, resource }) => {
      make();
      writeModel(join(folder, `${checksum}.bpmn`), Buffer.from(resource, 'base64'));
    },
    passed: (passed: PassedProcess) => {
      make();
      appendFileSync(file, `${JSON.stringify(passed)}\n`);
    },
  };
}

function writeModel(path: string, content: Buffer): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    // Named after its content: what is there is the same.
    // Not by class: a test runner's errors and Node's are of different worlds.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}
