import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bundle } from './bundle.js';
import { startChild } from './child.js';

/** Path of the `jobwright` command of this checkout. */
export const jobwright = fileURLToPath(new URL('../../cli/bin.js', import.meta.url));

/** A gateway in a process of its own. */
export interface Server {
  readonly name: string;
  readonly pid: number;
  /** `host:port` of its gRPC port. */
  readonly address: string;
  stop(): Promise<void>;
}

const ready = /^ready grpc=(\S+)/;

/** Starts `jobwright engine` on a new folder, or on none, at free ports. */
export async function startEngine(durable: boolean): Promise<Server> {
  const directory = durable ? await mkdtemp(join(tmpdir(), 'jobwright-bench-')) : undefined;
  const data = directory === undefined ? ['--memory'] : ['--data', directory];
  const child = startChild([
    process.execPath,
    jobwright,
    ...['engine', '--grpc-port', '0', '--rest-port', '0'],
    ...data,
  ]);
  return {
    name: 'engine',
    pid: child.pid,
    address: ready.exec(await child.line(ready))?.[1] ?? '',
    stop: async () => {
      await child.stop();
      if (directory !== undefined) {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

/** Starts the gateway that does no work; see `null-gateway.ts`. */
export async function startNullGateway(bundle: Bundle): Promise<Server> {
  const child = startChild([process.execPath, bundle.program('null-gateway')]);
  return {
    name: 'null gateway',
    pid: child.pid,
    address: ready.exec(await child.line(ready))?.[1] ?? '',
    stop: () => child.stop(),
  };
}
