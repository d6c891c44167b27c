import { open, readdir, rename, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import type { EngineRecord } from '../records/record.js';
import { ExporterError, type Exporter } from './exporter.js';

/** Options of `recordsFile`. */
export interface RecordsFileOptions {
  readonly path: string;
  /** Size from which the file is put aside as `PATH.POSITION` and a new one begun. @default 256 MiB */
  readonly rotateBytes?: number;
}

const tailBytes = 64 * 1024;
const digits = 16;

/**
 * An exporter that appends each record as a line of JSON, synced, in the order of the log and without
 * doubles: a restart goes on after the last whole line. Files put aside are named after the position
 * of their last record and never deleted.
 */
export function recordsFile(options: RecordsFileOptions): Exporter {
  return new RecordsFile(options);
}

class RecordsFile implements Exporter {
  readonly name = 'records-file';
  readonly #path: string;
  readonly #rotateBytes: number;
  #file: FileHandle | undefined;
  #size = 0;
  #position = 0;

  constructor(options: RecordsFileOptions) {
    this.#path = options.path;
    this.#rotateBytes = options.rotateBytes ?? 256 * 1024 * 1024;
  }

  async open(): Promise<number> {
    this.#file = await open(this.#path, 'a+');
    const { size } = await this.#file.stat();
    const end = await endOfLastLine(this.#file, size);
    if (end < size) {
      // A crash left half of a line.
      await this.#file.truncate(end);
    }
    this.#size = end;
    this.#position = end === 0 ? await this.#lastAside() : await this.#lastPosition(end);
    return this.#position;
  }

  async export(records: readonly EngineRecord[]): Promise<void> {
    const fresh = records.filter(({ position }) => position > this.#position);
    const last = fresh.at(-1);
    if (last === undefined) {
      return;
    }
    if (this.#size >= this.#rotateBytes) {
      await this.#rotate();
    }
    const bytes = Buffer.from(fresh.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await this.#file?.appendFile(bytes);
    await this.#file?.datasync();
    this.#size += bytes.length;
    this.#position = last.position;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #rotate(): Promise<void> {
    await this.close();
    await rename(this.#path, `${this.#path}.${String(this.#position).padStart(digits, '0')}`);
    this.#file = await open(this.#path, 'a+');
    this.#size = 0;
  }

  async #lastAside(): Promise<number> {
    const prefix = `${basename(this.#path)}.`;
    const positions = (await readdir(dirname(this.#path)))
      .filter((name) => name.startsWith(prefix) && /^\d{16}$/.test(name.slice(prefix.length)))
      .map((name) => Number(name.slice(prefix.length)));
    return Math.max(0, ...positions);
  }

  async #lastPosition(end: number): Promise<number> {
    const start = (await endOfLastLine(this.#file, end - 1)) || 0;
    const line = await readPart(this.#file, start, end - 1);
    const position: unknown = parsePosition(line.toString('utf8'));
    if (typeof position !== 'number') {
      throw new ExporterError({
        exporter: this.name,
        message: `the last line of ${this.#path} is no record`,
        fix: 'move the file away, or export to another one',
        isLasting: true,
      });
    }
    return position;
  }
}

function parsePosition(line: string): unknown {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null && 'position' in record
      ? record.position
      : undefined;
  } catch {
    return undefined;
  }
}

/** Offset behind the last line break before `before`; 0 when there is none. */
async function endOfLastLine(file: FileHandle | undefined, before: number): Promise<number> {
  for (let end = before; end > 0; end -= tailBytes) {
    const start = Math.max(end - tailBytes, 0);
    const part = await readPart(file, start, end);
    const at = part.lastIndexOf(10);
    if (at >= 0) {
      return start + at + 1;
    }
  }
  return 0;
}

async function readPart(file: FileHandle | undefined, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const read = await file?.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, read?.bytesRead ?? 0);
}
