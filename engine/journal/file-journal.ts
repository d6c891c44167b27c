import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { EngineRecord, Journal, RecoveredJournal } from '../records/record.js';
import { BatchEncoder } from './batch-encoder.js';
import type { Disk } from './disk.js';
import type { FolderLock } from './folder-lock.js';
import { FrameGroup } from './frame-group.js';
import { corrupt, JournalError } from './journal-error.js';
import { recoverFolder, type RecoveredFolder } from './journal-recovery.js';
import { nodeDisk } from './node-disk.js';
import { readLog, segmentHolding } from './read-log.js';
import { segmentName, type SegmentPlace } from './segment.js';
import { SegmentAppender } from './segment-appender.js';
import { readNewestSnapshot, writeSnapshot } from './snapshot-file.js';
import type { JournalWarning } from './torn-tail.js';

/**
 * When a batch counts as durable. `always`: after a sync, so it survives a power cut. `interval`:
 * after the write; a sync follows within `fsyncIntervalMs`, so a power cut can lose that much, a
 * killed process loses nothing. `off`: after the write; only snapshots and `close` sync.
 */
export type FsyncMode = 'always' | 'interval' | 'off';

/** Options of `fileJournal`. */
export interface FileJournalOptions {
  /** The folder to keep the log in; made when it is not there. One engine at a time. */
  readonly directory: string;
  /** @default 'always' */
  readonly fsync?: FsyncMode;
  /** Longest time without a sync in mode `interval`, in ms. @default 100 */
  readonly fsyncIntervalMs?: number;
  /** Size from which a new segment is begun, in bytes. @default 64 MiB */
  readonly segmentBytes?: number;
  /** The file system. @default the machine's */
  readonly disk?: Disk;
  /** Told when `recover` had to cut off the end of the log. */
  readonly onWarning?: (warning: JournalWarning) => void;
}

/** A journal in a folder, which exporters can read again. */
export interface FileJournal extends Journal {
  /** Position of the last durable record; 0 before `recover`. */
  readonly durablePosition: number;
  /**
   * Batches with records after the position `after` that are durable by now. Throws `JournalError`
   * `CORRUPT` when they are damaged, or were deleted because nobody kept them.
   */
  read(after: number): AsyncIterable<readonly EngineRecord[]>;
  /**
   * Keeps what comes after `position` from being deleted, until `reader` says a higher one. To be said
   * for the first time before the first snapshot.
   */
  keepAfter(reader: string, position: number): void;
  /** Stores what the history for searches knew after the record at `position`. */
  storeHistory(position: number, state: unknown): Promise<void>;
  /** What was stored last; undefined when nothing was. Throws `JournalError` `CORRUPT`. */
  readHistory(): Promise<{ readonly position: number; readonly state: unknown } | undefined>;
}

/**
 * A journal in a folder: append-only segments of checksummed batches, one sync for all batches that
 * came in during the one before, atomic snapshots. `recover` takes the folder's lock (throws
 * `JournalError` `LOCKED`) and throws `CORRUPT` when durable data is damaged; a torn end is cut off
 * and told to `onWarning`. After a failed write every append rejects with `WRITE_FAILED`.
 */
export function fileJournal(options: FileJournalOptions): FileJournal {
  return new FolderJournal(options);
}

/** Something to be done, in its turn. */
interface Step {
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: JournalError) => void;
}
/** Frames to be written; batches join it until it is begun. */
interface WriteStep extends Step {
  readonly kind: 'write';
  readonly frames: FrameGroup;
  lastPosition: number;
}
interface OtherStep extends Step {
  /** `roll` makes all before it durable and begins a new segment; `sync` only does the first. */
  readonly kind: 'roll' | 'sync';
}

/** Frame groups that need more memory than this are not kept to be used again. */
const largestSpare = 4 * 1024 * 1024;

interface OpenLog {
  readonly lock: FolderLock;
  appender: SegmentAppender;
  /** Segments on disk, ascending. */
  segments: readonly SegmentPlace[];
  lastPosition: number;
  /** Position of the last record that was acknowledged. */
  durablePosition: number;
}

class FolderJournal implements FileJournal {
  readonly #options: Required<Omit<FileJournalOptions, 'onWarning'>>;
  readonly #onWarning: ((warning: JournalWarning) => void) | undefined;
  readonly #keptAfter = new Map<string, number>();
  #log: OpenLog | undefined;
  readonly #encoder = new BatchEncoder();
  /** Groups that are filled anew. */
  readonly #spare: FrameGroup[] = [];
  #queue: (WriteStep | OtherStep)[] = [];
  /** The step that is under way. */
  #current: WriteStep | OtherStep | undefined;
  #writing: Promise<void> | undefined;
  #failure: JournalError | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  constructor(options: FileJournalOptions) {
    const { onWarning, ...given } = options;
    this.#onWarning = onWarning;
    this.#options = {
      fsync: 'always',
      fsyncIntervalMs: 100,
      segmentBytes: 64 * 1024 * 1024,
      disk: nodeDisk,
      ...given,
    };
  }

  get durablePosition(): number {
    return this.#log?.durablePosition ?? 0;
  }

  async recover(): Promise<RecoveredJournal> {
    if (this.#log !== undefined || this.#failure !== undefined) {
      throw this.#closed('a journal is recovered once');
    }
    const { directory, disk } = this.#options;
    const lock = await disk.lock(directory);
    try {
      const folder = await recoverFolder(disk, directory);
      folder.warnings.forEach((warning) => this.#onWarning?.(warning));
      this.#log = { lock, ...(await this.#openLast(folder)) };
      const { snapshot, batches } = folder;
      return snapshot === undefined ? { batches } : { snapshot, batches };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  append(batch: readonly EngineRecord[]): Promise<void> {
    const last = batch.at(-1);
    if (last === undefined) {
      return Promise.resolve();
    }
    if (this.#log === undefined || this.#failure !== undefined) {
      return this.#refuse();
    }
    const queued = this.#queue.at(-1);
    const joined = queued?.kind === 'write' ? queued : undefined;
    const frames = joined?.frames ?? this.#spare.pop() ?? new FrameGroup(this.#encoder);
    frames.add(batch);
    if (joined === undefined) {
      return this.#enqueue({ kind: 'write', frames, lastPosition: last.position });
    }
    joined.lastPosition = last.position;
    return joined.done;
  }

  async snapshot(position: number, state: unknown): Promise<void> {
    // The state may hold batches that are still queued: they become durable first.
    await this.#enqueue({ kind: 'roll' });
    const { directory, disk } = this.#options;
    await writeSnapshot(disk, directory, { position, state });
    const log = this.#log;
    if (log === undefined) {
      return;
    }
    const needed = Math.min(position, ...this.#keptAfter.values());
    const covered = log.segments.slice(0, Math.max(segmentHolding(log.segments, needed), 0));
    log.segments = log.segments.slice(covered.length);
    for (const { number } of covered) {
      await disk.remove(join(directory, segmentName(number)));
    }
  }

  async *read(after: number): AsyncGenerator<readonly EngineRecord[]> {
    const log = this.#log;
    if (log === undefined) {
      throw this.#failure ?? this.#closed('the journal is not recovered yet');
    }
    const { segments, durablePosition: until } = log;
    if (after >= until) {
      return;
    }
    const { directory, disk } = this.#options;
    const first = segmentHolding(segments, after);
    if (first < 0) {
      throw corrupt({ path: directory }, `records after position ${after} are missing`);
    }
    yield* readLog(disk, directory, { segments: segments.slice(first), after, until });
  }

  keepAfter(reader: string, position: number): void {
    this.#keptAfter.set(reader, position);
  }

  storeHistory(position: number, state: unknown): Promise<void> {
    const { directory, disk } = this.#options;
    return writeSnapshot(disk, directory, { kind: 'history', position, state });
  }

  readHistory(): Promise<{ readonly position: number; readonly state: unknown } | undefined> {
    const { directory, disk } = this.#options;
    return readNewestSnapshot(disk, directory, 'history');
  }

  async close(): Promise<void> {
    while (this.#writing !== undefined) {
      await this.#writing;
    }
    clearTimeout(this.#syncTimer);
    const log = this.#log;
    this.#log = undefined;
    if (log === undefined) {
      return;
    }
    const failed = this.#failure !== undefined;
    this.#failure ??= this.#closed('the journal is closed');
    try {
      await (failed ? log.appender.abandon() : log.appender.close());
    } finally {
      await log.lock.release();
    }
  }

  async #openLast(folder: RecoveredFolder): Promise<Omit<OpenLog, 'lock'>> {
    const { directory, disk, fsync } = this.#options;
    const preallocate = fsync !== 'off';
    const { lastPosition, lastPart: part, segments } = folder;
    const last = segments.at(-1);
    const common = { lastPosition, durablePosition: lastPosition };
    if (last === undefined || part === undefined) {
      const options = { previousPosition: lastPosition, preallocate };
      const appender = await SegmentAppender.create(disk, { directory, number: 1 }, options);
      const segment = { number: 1, previousPosition: lastPosition };
      return { ...common, appender, segments: [segment] };
    }
    const path = { directory, number: last.number };
    const appender = await SegmentAppender.reopen(disk, path, { part, preallocate });
    return { ...common, appender, segments };
  }

  #refuse(): Promise<never> {
    return Promise.reject(this.#failure ?? this.#closed('the journal is not recovered yet'));
  }

  #enqueue(step: Omit<WriteStep, keyof Step> | Omit<OtherStep, keyof Step>): Promise<void> {
    const log = this.#log;
    if (log === undefined || this.#failure !== undefined) {
      return this.#refuse();
    }
    const settle = deferred();
    this.#queue.push({ ...step, ...settle });
    this.#writing ??= this.#write(log);
    return settle.done;
  }

  async #write(log: OpenLog): Promise<void> {
    try {
      // Commands that came with the one that is first are written with it.
      await nextTurn();
      for (let step = this.#queue.shift(); step !== undefined; step = this.#queue.shift()) {
        this.#current = step;
        await this.#perform(log, step);
        log.durablePosition = log.lastPosition;
        this.#current = undefined;
        step.resolve();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = undefined;
    }
  }

  async #perform(log: OpenLog, step: WriteStep | OtherStep): Promise<void> {
    if (step.kind === 'write') {
      await this.#append(log, step);
    } else if (step.kind === 'roll') {
      await this.#roll(log);
    } else {
      await log.appender.sync();
    }
  }

  async #append(log: OpenLog, step: WriteStep): Promise<void> {
    if (log.appender.size >= this.#options.segmentBytes) {
      await this.#roll(log);
    }
    await log.appender.append(step.frames);
    log.lastPosition = step.lastPosition;
    this.#keepSpare(step.frames);
    if (this.#options.fsync === 'always') {
      await log.appender.sync();
    } else if (this.#options.fsync === 'interval') {
      this.#syncLater();
    }
  }

  #keepSpare(frames: FrameGroup): void {
    if (frames.capacity <= largestSpare) {
      frames.clear();
      this.#spare.push(frames);
    }
  }

  async #roll(log: OpenLog): Promise<void> {
    const { directory, disk, fsync } = this.#options;
    const full = log.appender;
    await full.sync();
    const previousPosition = log.lastPosition;
    const path = { directory, number: full.number + 1 };
    log.appender = await SegmentAppender.create(disk, path, {
      previousPosition,
      preallocate: fsync !== 'off',
    });
    await full.seal();
    log.segments = [...log.segments, { number: path.number, previousPosition }];
  }

  #syncLater(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      // A failure is kept and met by the next append.
      this.#enqueue({ kind: 'sync' }).catch(() => undefined);
    }, this.#options.fsyncIntervalMs);
    this.#syncTimer.unref();
  }

  /** After a failed sync nobody knows what is on disk: the journal accepts nothing more. */
  #fail(error: unknown): void {
    this.#failure = new JournalError(
      {
        code: 'WRITE_FAILED',
        path: this.#options.directory,
        message: 'the journal cannot be written',
        fix: 'see to disk space and permissions, then start the engine again',
      },
      error,
    );
    const current = this.#current === undefined ? [] : [this.#current];
    this.#current = undefined;
    for (const step of [...current, ...this.#queue.splice(0)]) {
      step.reject(this.#failure);
    }
  }

  #closed(message: string): JournalError {
    const fix = 'open a new journal on the folder';
    return new JournalError({ code: 'CLOSED', path: this.#options.directory, message, fix });
  }
}

function deferred(): Step {
  let settle: Omit<Step, 'done'> | undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (settle === undefined) {
    throw new Error('A promise calls its executor at once.');
  }
  return { done, ...settle };
}
