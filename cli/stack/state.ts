import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { identityOf, isAlive } from '../dev/postgres-owner.js';
import type { PartName, PortName } from './part.js';

/** A process that the stack started: its id, and what tells it from a later one with the same id. */
export interface StackProcess {
  readonly pid: number;
  readonly identity: string;
}

/** A port of a stack: one of the description, or one that only a part itself uses. */
export type LocalPort = PortName | 'command' | 'internal' | 'transport';

/** What is known of a running stack, so that another terminal can look at it and stop it. */
export interface StackState {
  readonly way: 'docker' | 'local';
  /** The port that each part listens on, or is published on. */
  readonly ports: Readonly<Partial<Record<LocalPort, number>>>;
  readonly databasePassword: string;
  /** The URL of a PostgreSQL that is not ours, from DATABASE_URL. */
  readonly foreignDatabase?: string;
  /** Of each part that was started, its processes; the first one is the part itself. */
  readonly processes: Readonly<Partial<Record<PartName, readonly StackProcess[]>>>;
}

const file = (folder: string): string => join(folder, 'stack.json');

const shape = z.object({
  way: z.enum(['docker', 'local']),
  ports: z.record(z.string(), z.number()),
  databasePassword: z.string(),
  foreignDatabase: z.string().optional(),
  processes: z.record(
    z.string(),
    z.array(z.object({ pid: z.number().int().min(2), identity: z.string() })),
  ),
});

/** Reads the state of the stack in `folder`; undefined when there is none, or none that can be read. */
export async function readState(folder: string): Promise<StackState | undefined> {
  const text = await readFile(file(folder), 'utf8').catch(() => undefined);
  if (text === undefined) {
    return undefined;
  }
  try {
    // The names of ports and parts were written by this same code.
    return shape.parse(JSON.parse(text)) as StackState;
  } catch {
    return undefined;
  }
}

/** Writes the state; it holds a password, so only the owner may read it. */
export async function writeState(folder: string, state: StackState): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = `${file(folder)}.${String(process.pid)}`;
  await writeFile(temporary, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  await rename(temporary, file(folder));
}

/** Forgets the state. */
export async function removeState(folder: string): Promise<void> {
  await rm(file(folder), { force: true });
}

/** Describes a process that was just started. */
export async function processOf(pid: number): Promise<StackProcess> {
  return { pid, identity: await identityOf(pid) };
}

/** True while that very process lives; a zombie does not. */
export async function runs(started: StackProcess | undefined): Promise<boolean> {
  if (started === undefined || !isAlive(started.pid)) {
    return false;
  }
  const status = await readFile(`/proc/${String(started.pid)}/stat`, 'utf8').catch(() => '');
  const state = status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3);
  return state !== 'Z' && (await identityOf(started.pid)) === started.identity;
}
