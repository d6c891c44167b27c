import { join } from 'node:path';

import { encodeSeal } from './batch-frame.js';
import type { Disk, DiskFile } from './disk.js';
import type { FrameGroup } from './frame-group.js';
import { encodeSegmentHeader, newMarker, segmentHeaderBytes, segmentName } from './segment.js';

const preallocatedBytes = 1024 * 1024;
const zeros = Buffer.alloc(preallocatedBytes);

/** Where the sound part of a segment lies that is gone on with. */
export interface SegmentPart {
  /** All of the sound part. */
  readonly bytes: Buffer;
  /** First bytes of its frames. */
  readonly marker: Buffer;
  /** What a sync is known to have made durable: all before this offset. */
  readonly durableEnd: number;
}

/** Appends to one segment file. Not safe for overlapping calls: its caller puts them in a row. */
export class SegmentAppender {
  readonly number: number;
  readonly #file: DiskFile;
  readonly #marker: Buffer;
  readonly #preallocate: boolean;
  #end: number;
  #allocated: number;
  #durableEnd: number;

  private constructor(
    number: number,
    file: DiskFile,
    at: { readonly end: number; readonly marker: Buffer; readonly preallocate: boolean },
  ) {
    this.number = number;
    this.#file = file;
    this.#marker = at.marker;
    this.#end = at.end;
    this.#allocated = at.end;
    this.#durableEnd = at.end;
    this.#preallocate = at.preallocate;
  }

  /** Opens an existing segment to go on after its sound part; what stands behind that is cut off. */
  static async reopen(
    disk: Disk,
    path: { readonly directory: string; readonly number: number },
    options: { readonly part: SegmentPart; readonly preallocate: boolean },
  ): Promise<SegmentAppender> {
    const { bytes, durableEnd, marker } = options.part;
    const file = await disk.open(join(path.directory, segmentName(path.number)), 'change');
    try {
      await file.truncate(bytes.length);
      // After a failed sync the system may hold bytes as clean that never got to the disk: what no
      // later frame vouches for is written again, so that this sync is about it.
      await file.write(bytes.subarray(durableEnd), durableEnd);
      await file.sync();
    } catch (error) {
      await file.close();
      throw error;
    }
    const { preallocate } = options;
    return new SegmentAppender(path.number, file, { end: bytes.length, marker, preallocate });
  }

  /** Makes a new segment, durable before anything is appended to it. */
  static async create(
    disk: Disk,
    path: { readonly directory: string; readonly number: number },
    options: { readonly previousPosition: number; readonly preallocate: boolean },
  ): Promise<SegmentAppender> {
    const { previousPosition, preallocate } = options;
    const marker = newMarker();
    const file = await disk.open(join(path.directory, segmentName(path.number)), 'new');
    try {
      await file.write(encodeSegmentHeader({ previousPosition, marker }), 0);
      await file.sync();
      await disk.syncFolder(path.directory);
    } catch (error) {
      await file.close();
      throw error;
    }
    const at = { end: segmentHeaderBytes, marker, preallocate };
    return new SegmentAppender(path.number, file, at);
  }

  /** Bytes in use. */
  get size(): number {
    return this.#end;
  }

  /** Writes frames at the end; not durable before `sync`. */
  async append(frames: FrameGroup): Promise<void> {
    const bytes = frames.finish({ marker: this.#marker, durableEnd: this.#durableEnd });
    const end = this.#end + bytes.length;
    while (this.#preallocate && end > this.#allocated) {
      // A sync that need not grow the file costs about half of one that must.
      await this.#file.write(zeros, this.#allocated);
      this.#allocated += zeros.length;
    }
    await this.#file.write(bytes, this.#end);
    this.#end = end;
    this.#allocated = Math.max(this.#allocated, end);
  }

  /** Makes everything appended durable. */
  async sync(): Promise<void> {
    await this.#file.syncData();
    this.#durableEnd = this.#end;
  }

  /** Says that a next segment is there, then closes as `close` does. To be called after `sync`. */
  async seal(): Promise<void> {
    const frame = encodeSeal({ marker: this.#marker, durableEnd: this.#durableEnd });
    await this.#file.write(frame, this.#end);
    this.#end += frame.length;
    await this.close();
  }

  /** Gives the unused part back, makes the rest durable and closes the file. */
  async close(): Promise<void> {
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
