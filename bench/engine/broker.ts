import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { BROKER_VERSION } from '../../test/conformance/live/broker.js';
import { brokerEnvironment } from '../../cli/stack/broker-environment.js';
import { freePorts } from '../../cli/stack/free-ports.js';
import { findJdk } from '../../cli/stack/java/jdk.js';
import { distribution } from '../../cli/stack/java/maven.js';
import { PartMissing } from '../../cli/stack/part-missing.js';
import { startChild } from './child.js';
import type { Server } from './servers.js';

/** The real Camunda 8.6 broker as a peer. */
export type Broker = Server;

const readyLimitMs = 240_000;

/**
 * Starts the real broker as it is delivered: no exporter that would slow it, one partition, a gigabyte of
 * heap. Undefined, and said to `note`, where there is no JDK or no Maven to fetch it with.
 */
export async function startBroker(note: (text: string) => void): Promise<Broker | undefined> {
  let home: string;
  let folder: string;
  try {
    home = (await findJdk()).home;
    folder = await distribution(BROKER_VERSION);
  } catch (error) {
    if (!(error instanceof PartMissing)) {
      throw error;
    }
    note(`NO REAL BROKER, lines that compare with Camunda are left out: ${error.message}`);
    return undefined;
  }
  const [grpc = 0, command = 0, internal = 0, rest = 0, management = 0] = await freePorts(5);
  const data = await mkdtemp(join(tmpdir(), 'jobwright-bench-broker-'));
  const child = startChild([join(folder, 'bin', 'broker')], {
    JAVA_HOME: home,
    JAVA_OPTS: '-Xmx1g -XX:+UseSerialGC',
    ...brokerEnvironment({ grpc, command, internal, rest, management }, data),
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(data, { recursive: true, force: true });
  };
  const limit = performance.now() + readyLimitMs;
  while (!(await isReady(management))) {
    if (performance.now() > limit) {
      await stop();
      throw new Error(`the broker was not ready within ${String(readyLimitMs / 1000)} s`);
    }
    await pause(500);
  }
  return { name: 'Camunda 8.6', pid: child.pid, address: `127.0.0.1:${String(grpc)}`, stop };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { ok, body } = await fetch(`http://127.0.0.1:${String(port)}/ready`);
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}
