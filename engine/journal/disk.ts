import type { FolderLock } from './folder-lock.js';

/**
 * How a file is opened. `read` an existing one; `change` an existing one, to read and write; `new`
 * one that must not be there yet; `fresh` one that is emptied when it is there.
 */
export type OpenMode = 'read' | 'change' | 'new' | 'fresh';

/** An open file. Calls do not overlap. */
export interface DiskFile {
  /** Up to `length` bytes from `position`; fewer at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  /** Writes all of `bytes`; not durable before a sync. */
  write(bytes: Buffer, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Makes content and size durable. After a failure nobody knows what is on disk. */
  sync(): Promise<void>;
  /** As `sync`, without what is only of interest to `stat`. */
  syncData(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the journal needs of a file system: the seam at which a test puts a disk that loses power.
 * Names of files made, renamed or removed are durable only after `syncFolder`. Every call rejects
 * with the system's error.
 */
export interface Disk {
  /** Takes the folder for one engine, making it when it is missing; see `lockFolder`. */
  lock(folder: string): Promise<FolderLock>;
  /** Names of the files in a folder, in no particular order. */
  list(folder: string): Promise<readonly string[]>;
  readFile(path: string): Promise<Buffer>;
  open(path: string, mode: OpenMode): Promise<DiskFile>;
  copy(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  syncFolder(folder: string): Promise<void>;
}
