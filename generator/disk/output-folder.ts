import { realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { FoundOutput } from '../compare/found-output.js';
import { MANIFEST_PATH, parseManifest } from '../compare/manifest.js';
import { GeneratorError, isGeneratorError } from '../errors.js';
import { changeInPlace, recoverInPlace } from './change-in-place.js';
import { takeLock, type Lock, type LockTimes } from './lock.js';
import { listOutput, type OutputEntry } from './output-listing.js';
import { isFault, nodeDisk, statusOf, type DiskPort } from './port.js';
import { CannotSwap, clearWork, recoverSwap, swapOutput, type OutputChange } from './swap.js';
import { workBeside, workInside, type WorkFolder } from './work-folder.js';

/** Texts of files as they were read last, by path and signature, for runs that follow each other. */
export type TextCache = Map<string, { readonly signature: string; readonly text: string }>;

/** How the output folder is reached. */
export interface OutputAccess {
  /** @default the disk of this machine */
  readonly port?: DiskPort;
  readonly times?: LockTimes;
  /** @default every file is read anew */
  readonly cache?: TextCache;
}

/** Where a whole output folder was found: its own path, not that of a link to it. */
interface Located {
  readonly root: string;
  readonly beside: WorkFolder;
  readonly inside: WorkFolder;
}

const READ_TRIES = 5;

/**
 * The output folder as it is: the texts of `wanted` files, of recorded ones and of `*.gen.ts`, and the
 * names of all others. What a run that was cut off had begun is finished or undone first.
 * @throws GeneratorError CONF414 when a manifest is there but is none of ours, CONF415 when another run
 * is changing the folder all the time, CONF416 and CONF417 when it cannot be reached or read
 */
export async function readOutput(
  out: string,
  wanted: readonly string[],
  access: OutputAccess = {},
): Promise<FoundOutput> {
  const { port = nodeDisk } = access;
  return told(out, async () => {
    const located = locate(out, port);
    for (let tries = 1; ; tries += 1) {
      if (isLeftOver(located, port)) {
        const lock = await lockOutput(located, access);
        try {
          recover(located, port);
        } finally {
          lock.release();
        }
      }
      const before = statusOf(located.root, port)?.ino;
      const { found } = readOnce(located.root, wanted, access);
      // A run that swapped the folder meanwhile would leave us with a half of each.
      const same = statusOf(located.root, port)?.ino === before && !isLeftOver(located, port);
      if (same || tries === READ_TRIES) {
        return found;
      }
    }
  });
}

/**
 * Changes the output folder as `decide` says of what is there, whole or not at all; nothing happens
 * when it says nothing. One run at a time.
 * @throws GeneratorError as `readOutput`; CONF417 also when the disk refuses, and then all is as before
 */
export async function changeOutput(
  out: string,
  wanted: readonly string[],
  decide: (found: FoundOutput) => OutputChange | undefined,
  access: OutputAccess = {},
): Promise<void> {
  const { port = nodeDisk } = access;
  await told(out, async () => {
    await mkdir(dirname(out), { recursive: true });
    const located = locate(out, port);
    const lock = await lockOutput(located, access);
    try {
      recover(located, port);
      const { found, entries } = readOnce(located.root, wanted, access);
      const change = decide(found);
      if (change !== undefined && change.write.size + change.remove.size > 0) {
        await apply(located, change, { entries, lock, port });
      }
    } finally {
      lock.release();
    }
  });
}

async function apply(
  { root, beside, inside }: Located,
  change: OutputChange,
  context: {
    readonly entries: readonly OutputEntry[];
    readonly lock: Lock;
    readonly port: DiskPort;
  },
): Promise<void> {
  const { entries, lock, port } = context;
  try {
    if (statusOf(beside.root, port) === undefined) {
      throw new CannotSwap('the folder beside cannot be made');
    }
    await swapOutput(root, change, {
      entries,
      work: beside,
      port,
      assertHeld: lock.assertHeld,
    });
    clearWork(beside, port);
  } catch (error) {
    recoverSwap(root, beside, port);
    if (!(error instanceof CannotSwap)) {
      throw error;
    }
    await changeInPlace(root, change, { work: inside, last: MANIFEST_PATH, port });
    removeEmpty(inside, port);
  }
}

function readOnce(
  root: string,
  wanted: readonly string[],
  { port = nodeDisk, cache }: OutputAccess,
): { readonly found: FoundOutput; readonly entries: readonly OutputEntry[] } {
  const entries = listOutput(root, port);
  const text = (entry: OutputEntry): string => readText(root, entry, port, cache);
  const manifestEntry = entries.find(({ path, kind }) => path === MANIFEST_PATH && kind === 'file');
  const manifestText = manifestEntry === undefined ? undefined : text(manifestEntry);
  const manifest = manifestText === undefined ? undefined : parseManifest(manifestText);
  if (manifestText !== undefined && manifest === undefined) {
    throw new GeneratorError('CONF414', {
      message: 'the manifest of the output folder cannot be read',
      where: join(root, MANIFEST_PATH),
      fix: 'restore the file from version control, or delete the output folder and generate again',
    });
  }
  const ours = new Set([...wanted, ...(manifest?.files.keys() ?? [])]);
  const isOurs = ({ path, kind }: OutputEntry): boolean =>
    kind === 'file' && (ours.has(path) || path.endsWith('.gen.ts'));
  const files = entries.filter((entry) => entry !== manifestEntry);
  const named = (...kinds: readonly OutputEntry['kind'][]): ReadonlySet<string> =>
    new Set(files.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path));
  return {
    entries,
    found: {
      texts: new Map(files.filter(isOurs).map((entry) => [entry.path, text(entry)])),
      others: new Set(
        files
          .filter((entry) => (entry.kind === 'file' || entry.kind === 'other') && !isOurs(entry))
          .map(({ path }) => path),
      ),
      links: named('link'),
      folders: named('folder'),
      manifest,
      manifestText,
    },
  };
}

function readText(
  root: string,
  { path, signature }: OutputEntry,
  port: DiskPort,
  cache: TextCache | undefined,
): string {
  const file = join(root, path);
  const known = cache?.get(file);
  if (known?.signature === signature) {
    return known.text;
  }
  const bytes = port.readFileSync(file);
  const decoded = bytes.toString('utf8');
  // Bytes that are no UTF-8 read as U+FFFD; they must not pass for a text that has one.
  const sound = !decoded.includes('\uFFFD') || Buffer.from(decoded, 'utf8').equals(bytes);
  const text = sound ? decoded : `${decoded}\0`;
  cache?.set(file, { signature, text });
  return text;
}

function locate(out: string, port: DiskPort): Located {
  const root = statusOf(out, port)?.isSymbolicLink() === true ? target(out) : out;
  return { root, beside: workBeside(root), inside: workInside(root) };
}

function target(link: string): string {
  try {
    return realpathSync(link);
  } catch (error) {
    throw new GeneratorError(
      'CONF416',
      {
        message: 'the output folder is a link that leads nowhere',
        where: link,
        fix: 'make the folder it leads to, or delete the link',
      },
      { cause: error },
    );
  }
}

function isLeftOver({ beside, inside }: Located, port: DiskPort): boolean {
  return [beside, inside].some(({ root }) => statusOf(root, port) !== undefined);
}

function recover({ root, beside, inside }: Located, port: DiskPort): void {
  recoverSwap(root, beside, port);
  recoverInPlace(root, inside, port);
  removeEmpty(inside, port);
}

function removeEmpty({ root }: WorkFolder, port: DiskPort): void {
  try {
    port.rmdirSync(root);
  } catch (error) {
    // The lock is in it where it cannot be beside the output.
    if (!isFault(error, 'ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST')) {
      throw error;
    }
  }
}

async function lockOutput(
  { root, beside, inside }: Located,
  { port = nodeDisk, times }: OutputAccess,
): Promise<Lock> {
  try {
    return await takeLock(beside, root, port, times);
  } catch (error) {
    if (!isFault(error, 'EACCES', 'EPERM', 'EROFS')) {
      throw error;
    }
    return takeLock(inside, root, port, times);
  }
}

/** Faults of the disk as errors that say what to do. */
async function told<Result>(out: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const system = error instanceof Error && 'syscall' in error;
    if (!system || isGeneratorError(error)) {
      throw error;
    }
    throw new GeneratorError(
      'CONF417',
      {
        message: `the output folder cannot be read or changed: ${error.message}`,
        where: out,
        fix: 'make room or give the right to write there, then run the command again',
      },
      { cause: error },
    );
  }
}
