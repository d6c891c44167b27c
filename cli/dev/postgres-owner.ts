import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresStartError } from './postgres-start-error.js';

const GRACE_MS = 5_000;

/**
 * Marks `directory` as in use by this process.
 *
 * @throws PostgresStartError if another live process holds it. A mark of a dead process is taken over.
 */
export async function claimDirectory(directory: string): Promise<void> {
  const file = ownerFile(directory);
  const mine = await identityOf(process.pid);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        throw error;
      }
    }
    const holder = await readFile(file, 'utf8').catch(() => '');
    const pid = Number(holder.split(' ')[0]);
    if (pid > 0 && isAlive(pid) && (await identityOf(pid)) === holder) {
      throw new PostgresStartError(
        `process ${pid} already runs a PostgreSQL in ${directory}. Stop it first, or choose another data folder.`,
      );
    }
    await rm(file, { force: true });
  }
  throw new PostgresStartError(`cannot claim ${directory}: another process keeps taking it`);
}

/** Takes this process's mark off `directory`. */
export async function releaseDirectory(directory: string): Promise<void> {
  await rm(ownerFile(directory), { force: true });
}

/** Makes the mark on `directory`, which is this process's, that of process `pid`. */
export async function passDirectory(directory: string, pid: number): Promise<void> {
  await writeFile(ownerFile(directory), await identityOf(pid));
}

/**
 * Stops a server that a killed process left running on `data`: first the fast way, after 5 s the
 * immediate one. Data files stay sound in both.
 */
export async function stopOrphan(data: string): Promise<void> {
  const pidFile = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(pidFile.split('\n')[0]);
  if (!(pid > 1) || !isAlive(pid) || !(await isServerOn(pid, data))) {
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(pid, signal);
    const giveUpAt = Date.now() + GRACE_MS;
    while (Date.now() < giveUpAt) {
      if (!isAlive(pid)) {
        return;
      }
      await sleep(20);
    }
  }
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal: what we wanted.
  }
}

/** Process ids are used again after a restart of the machine, so the command line decides. */
async function isServerOn(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    return true;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('postgres') && command.split('\0').includes(data);
}

/** A process id with what tells it from a later process with the same id. */
export async function identityOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 22 is the start time; the second field may hold blanks, so count after its bracket.
  const startedAt = line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  return `${pid} ${startedAt}`;
}

function ownerFile(directory: string): string {
  return join(directory, 'owner');
}

/** Not by `instanceof`: an error of Node itself can come from another realm. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
