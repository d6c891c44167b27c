import { copyFile, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';

import type { Disk, DiskFile, OpenMode } from './disk.js';
import { lockFolder } from './folder-lock.js';

const flags: Readonly<Record<OpenMode, string>> = {
  read: 'r',
  change: 'r+',
  new: 'wx+',
  fresh: 'w+',
};

/** The file system of the machine. */
export const nodeDisk: Disk = {
  lock: lockFolder,
  list: (folder) => readdir(folder),
  readFile: (path) => readFile(path),
  open: async (path, mode) => new NodeFile(await open(path, flags[mode])),
  copy: (from, to) => copyFile(from, to),
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  syncFolder: async (folder) => {
    if (process.platform === 'win32') {
      // Windows cannot open a folder; NTFS journals the rename itself.
      return;
    }
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

class NodeFile implements DiskFile {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const at = position + filled;
      const { bytesRead } = await this.#file.read(buffer, filled, length - filled, at);
      if (bytesRead === 0) {
        break;
      }
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  async write(bytes: Buffer, position: number): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const rest = bytes.length - written;
      const { bytesWritten } = await this.#file.write(bytes, written, rest, position + written);
      written += bytesWritten;
    }
  }

  truncate(length: number): Promise<void> {
    return this.#file.truncate(length);
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  syncData(): Promise<void> {
    return this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
