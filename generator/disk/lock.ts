import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

import { GeneratorError } from '../errors.js';
import { member, stringMember, type Json } from '../json.js';
import { isFault, statusOf, type DiskPort } from './port.js';
import type { WorkFolder } from './work-folder.js';

/** How long a run waits for another one. */
export interface LockTimes {
  /** Then the run gives up. Milliseconds. @default 5000 */
  readonly waitMs?: number;
  /** A lock older than this was left behind, whoever holds it. Milliseconds. @default 60000 */
  readonly staleMs?: number;
}

/** A lock that is held. */
export interface Lock {
  /** @throws GeneratorError CONF415 when another run took the lock for left behind */
  readonly assertHeld: () => void;
  readonly release: () => void;
}

const PAUSE_MS = 20;
/** Longer than another run needs from seeing a lock left behind to taking it. */
const SETTLE_MS = 50;
/** Of the locks that this process holds or waits for. */
const ownTokens = new Set<string>();
/** A lock without a holder is one that is being written. */
const UNSIGNED_MS = 2000;

/**
 * Takes the lock of an output folder. A lock whose process is gone is taken over.
 * @throws GeneratorError CONF415 when another run holds it all the time
 */
export async function takeLock(
  work: WorkFolder,
  output: string,
  port: DiskPort,
  { waitMs = 5000, staleMs = 60_000 }: LockTimes = {},
): Promise<Lock> {
  const token = randomUUID();
  const text = JSON.stringify({ pid: process.pid, host: hostname(), token });
  const until = Date.now() + waitMs;
  ownTokens.add(token);
  try {
    return await waitForLock();
  } catch (error) {
    ownTokens.delete(token);
    throw error;
  }

  async function waitForLock(): Promise<Lock> {
    for (;;) {
      if (createLock(work, text, port) || (await takeOver(work, { token, text, staleMs }, port))) {
        return heldLock(work, { output, token }, port);
      }
      if (Date.now() >= until) {
        throw busy(output, work);
      }
      await pause(PAUSE_MS);
    }
  }
}

function heldLock(
  work: WorkFolder,
  own: { readonly output: string; readonly token: string },
  port: DiskPort,
): Lock {
  const held = (): boolean => readHolder(work, port)?.token === own.token;
  return {
    assertHeld: () => {
      if (!held()) {
        throw busy(own.output, work);
      }
    },
    release: () => {
      ownTokens.delete(own.token);
      if (held()) {
        port.unlinkSync(work.lock);
        removeIfEmpty(work.root, port);
      }
    },
  };
}

/** False when there is a lock already. */
function createLock(work: WorkFolder, text: string, port: DiskPort): boolean {
  try {
    port.mkdirSync(work.root);
  } catch (error) {
    if (!isFault(error, 'EEXIST')) {
      throw error;
    }
  }
  let file: number;
  try {
    file = port.openSync(work.lock, 'wx');
  } catch (error) {
    // The folder goes together with the lock of the run before.
    if (isFault(error, 'EEXIST', 'ENOENT')) {
      return false;
    }
    throw error;
  }
  try {
    port.writeSync(file, text);
  } catch (error) {
    port.unlinkSync(work.lock);
    throw error;
  } finally {
    port.closeSync(file);
  }
  return true;
}

async function takeOver(
  work: WorkFolder,
  own: { readonly token: string; readonly text: string; readonly staleMs: number },
  port: DiskPort,
): Promise<boolean> {
  const status = statusOf(work.lock, port);
  if (status === undefined) {
    return false;
  }
  const age = Date.now() - status.mtimeMs;
  const holder = readHolder(work, port);
  const left =
    age > own.staleMs ||
    (holder === undefined ? age > UNSIGNED_MS : holder.host === hostname() && !isAlive(holder));
  if (!left) {
    return false;
  }
  const next = `${work.lock}.${own.token}`;
  try {
    const file = port.openSync(next, 'wx');
    port.writeSync(file, own.text);
    port.closeSync(file);
    port.renameSync(next, work.lock);
  } catch (error) {
    // Another run took it over, recovered and went.
    if (isFault(error, 'ENOENT')) {
      return false;
    }
    throw error;
  }
  // Two runs may both have seen it left behind: the last one to rename has it.
  await pause(SETTLE_MS);
  return readHolder(work, port)?.token === own.token;
}

function readHolder(
  work: WorkFolder,
  port: DiskPort,
): { readonly pid: number; readonly host: string; readonly token: string } | undefined {
  try {
    const value = JSON.parse(port.readFileSync(work.lock, 'utf8')) as Json;
    const pid = member(value, 'pid');
    const host = stringMember(value, 'host');
    const token = stringMember(value, 'token');
    return typeof pid === 'number' && pid > 0 && host !== undefined && token !== undefined
      ? { pid, host, token }
      : undefined;
  } catch {
    // Gone, or not written to its end.
    return undefined;
  }
}

function isAlive({ pid, token }: { readonly pid: number; readonly token: string }): boolean {
  if (pid === process.pid) {
    return ownTokens.has(token);
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isFault(error, 'ESRCH');
  }
}

function removeIfEmpty(folder: string, port: DiskPort): void {
  try {
    port.rmdirSync(folder);
  } catch (error) {
    // The next run has its lock in it already.
    if (!isFault(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) {
      throw error;
    }
  }
}

function busy(output: string, work: WorkFolder): GeneratorError {
  return new GeneratorError('CONF415', {
    message: 'another run is changing the output folder',
    where: output,
    fix: `wait until it has ended; when none is running, delete ${work.root}`,
  });
}
