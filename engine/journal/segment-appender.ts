import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeSegmentHeader, segmentHeaderBytes, segmentName } from './segment.js';
import { syncFolder } from './snapshot-file.js';

const preallocatedBytes = 1024 * 1024;
const zeros = Buffer.alloc(preallocatedBytes);

/** Appends to one segment file. Not safe for overlapping calls: its caller puts them in a row. */
export class SegmentAppender {
  readonly number: number;
  readonly #file: FileHandle;
  readonly #preallocate: boolean;
  #end: number;
  #allocated: number;

  private constructor(
    number: number,
    file: FileHandle,
    at: { readonly end: number; readonly preallocate: boolean },
  ) {
    this.number = number;
    this.#file = file;
    this.#end = at.end;
    this.#allocated = at.end;
    this.#preallocate = at.preallocate;
  }

  /** Opens an existing segment whose sound part ends at `end`; what stands behind it is cut off. */
  static async reopen(
    directory: string,
    number: number,
    at: { readonly end: number; readonly preallocate: boolean },
  ): Promise<SegmentAppender> {
    const file = await open(join(directory, segmentName(number)), 'r+');
    await file.truncate(at.end);
    await file.sync();
    return new SegmentAppender(number, file, at);
  }

  /** Makes a new segment, durable before anything is appended to it. */
  static async create(
    directory: string,
    number: number,
    options: { readonly previousPosition: number; readonly preallocate: boolean },
  ): Promise<SegmentAppender> {
    const file = await open(join(directory, segmentName(number)), 'wx');
    await writeAll(file, encodeSegmentHeader(options.previousPosition), 0);
    await file.sync();
    await syncFolder(directory);
    const at = { end: segmentHeaderBytes, preallocate: options.preallocate };
    return new SegmentAppender(number, file, at);
  }

  /** Bytes in use. */
  get size(): number {
    return this.#end;
  }

  /** Writes at the end; not durable before `sync`. */
  async append(bytes: Buffer): Promise<void> {
    const end = this.#end + bytes.length;
    while (this.#preallocate && end > this.#allocated) {
      // A sync that need not grow the file costs about half of one that must.
      await writeAll(this.#file, zeros, this.#allocated);
      this.#allocated += zeros.length;
    }
    await writeAll(this.#file, bytes, this.#end);
    this.#end = end;
    this.#allocated = Math.max(this.#allocated, end);
  }

  /** Makes everything appended durable. */
  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  /** Gives the unused part back, makes the rest durable and closes the file. */
  async seal(): Promise<void> {
    try {
      await this.#file.truncate(this.#end);
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
  }

  /** Closes the file as it is, after a failure. */
  async abandon(): Promise<void> {
    await this.#file.close();
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
}
