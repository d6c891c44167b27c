import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readState } from '../cli/stack/state.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A running stack of real Camunda, RabbitMQ and PostgreSQL. */
export interface RealStack {
  /** The booking service. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a stack as `jobwright stack` does and stops it again on `close`; with the folder of one that
 * runs, that one is used and left running.
 */
export async function startRealStack(running?: string): Promise<RealStack> {
  const folder = running ?? (await mkdtemp(join(tmpdir(), 'jobwright-bench-stack-')));
  if (running === undefined) {
    await stack('up', folder);
  }
  const port = (await readState(folder))?.ports.http;
  if (port === undefined) {
    throw new Error(`no stack runs with data in ${folder}`);
  }
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      if (running === undefined) {
        await stack('down', folder);
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

async function stack(action: string, folder: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ['cli/bin.js', 'stack', action, '--without-docker', '--data', folder],
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`jobwright stack ${action} ended with ${String(code)}`);
  }
}
