import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { JournalError } from './journal-error.js';

/** The right to be the only engine on a folder; given back by `release`. */
export interface FolderLock {
  release(): Promise<void>;
}

/** What the lock file says of its holder. `startedAt` tells a process from a later one of its pid. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly token: string;
}

const tokensHeldHere = new Set<string>();

/**
 * Takes the folder's lock, also over from a process that is dead. Throws `JournalError` `LOCKED`
 * while a living one (this process included) holds it. Makes the folder when it is not there.
 */
export async function lockFolder(directory: string): Promise<FolderLock> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'lock');
  const own: Holder = {
    pid: process.pid,
    startedAt: await startOf(process.pid),
    token: randomUUID(),
  };
  const candidate = `${path}.${own.token}.tmp`;
  if (!(await create(path, own))) {
    const holder = await readHolder(path);
    if (holder !== undefined && (await isAlive(holder))) {
      throw locked(directory, holder.pid);
    }
    await writeFile(candidate, JSON.stringify(own));
    await rename(candidate, path);
  }
  // Two engines may both have found a dead holder: the one whose file is there last has the lock.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const winner = await readHolder(path);
  if (winner?.token !== own.token) {
    throw locked(directory, winner?.pid ?? 0);
  }
  tokensHeldHere.add(own.token);
  return {
    release: async () => {
      tokensHeldHere.delete(own.token);
      if ((await readHolder(path))?.token === own.token) {
        await rm(path, { force: true });
      }
    },
  };
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) {
      return false;
    }
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    const { pid, startedAt, token } = holder;
    return typeof pid === 'number' && typeof startedAt === 'string' && typeof token === 'string'
      ? { pid, startedAt, token }
      : undefined;
  } catch {
    // Cut off while it was written, or gone: nobody holds it.
    return undefined;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.pid === process.pid) {
    // A container often gives every start the same pid.
    return tokensHeldHere.has(holder.token);
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user's.
    if (!isSystemError(error, 'EPERM')) {
      return false;
    }
  }
  return (await startOf(holder.pid)) === holder.startedAt;
}

function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/** When a process started, in the kernel's ticks; empty where /proc is not there to ask. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    // Field 22; fields are counted after the command name, which may hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function locked(directory: string, pid: number): JournalError {
  return new JournalError({
    code: 'LOCKED',
    path: directory,
    message: `the journal folder is in use by process ${pid}`,
    fix: 'stop that engine, or give this one another folder',
  });
}
