import * as fs from 'node:fs';

/**
 * The calls that read and change the output folder. They go through one value, so that a test can stop
 * a run at any of them.
 */
export type DiskPort = Pick<
  typeof fs,
  | 'chmodSync'
  | 'closeSync'
  | 'copyFileSync'
  | 'fsync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'readlinkSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'symlinkSync'
  | 'unlinkSync'
  | 'utimesSync'
  | 'writeSync'
>;

/** The disk of this machine. */
export const nodeDisk: DiskPort = fs;

/** True when `error` is a file system fault with one of the codes. */
export function isFault(error: unknown, ...codes: readonly string[]): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}

/** What stands at a path itself, links not followed; undefined when nothing does. */
export function statusOf(path: string, port: DiskPort): fs.Stats | undefined {
  try {
    return port.lstatSync(path);
  } catch (error) {
    if (isFault(error, 'ENOENT', 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}

/** Writes a file that must not be there yet and waits until the disk has it. */
export async function writeNewFiles(
  files: Iterable<readonly [path: string, text: string]>,
  port: DiskPort,
): Promise<void> {
  // Flushed together: the disk takes a hundred at once in little more time than one.
  const batch: number[] = [];
  for (const [path, text] of files) {
    const file = port.openSync(path, 'wx');
    batch.push(file);
    writeWhole(file, text, port);
    if (batch.length === FLUSHED_TOGETHER) {
      await flush(batch.splice(0), port);
    }
  }
  await flush(batch, port);
}

const FLUSHED_TOGETHER = 128;

function writeWhole(file: number, text: string, port: DiskPort): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    at += port.writeSync(file, bytes, at);
  }
}

async function flush(files: readonly number[], port: DiskPort): Promise<void> {
  const ends = files.map(
    (file) =>
      new Promise<void>((resolve, reject) => {
        port.fsync(file, (error) => {
          if (error === null) {
            resolve();
          } else {
            reject(error);
          }
        });
      }),
  );
  const results = await Promise.allSettled(ends);
  for (const file of files) {
    port.closeSync(file);
  }
  for (const result of results) {
    if (result.status === 'rejected') {
      throw result.reason;
    }
  }
}

/** Waits until the disk has the entries of a folder; systems that cannot are left alone. */
export function syncFolder(path: string, port: DiskPort): void {
  let folder: number | undefined;
  try {
    folder = port.openSync(path, 'r');
    port.fsyncSync(folder);
  } catch (error) {
    if (!isFault(error, 'EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF')) {
      throw error;
    }
  } finally {
    if (folder !== undefined) {
      port.closeSync(folder);
    }
  }
}

/** Deletes what stands at a path with all that is in it; a link goes, never what it leads to. */
export function removeTree(path: string, port: DiskPort): void {
  const status = statusOf(path, port);
  if (status?.isDirectory() === true) {
    removeFolder(path, port);
  } else if (status !== undefined) {
    port.unlinkSync(path);
  }
}

function removeFolder(path: string, port: DiskPort): void {
  for (const entry of port.readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeFolder(`${path}/${entry.name}`, port);
    } else {
      port.unlinkSync(`${path}/${entry.name}`);
    }
  }
  port.rmdirSync(path);
}
