import type { EngineRecord, Journal, RecoveredJournal } from '../records/record.js';
import { encodeFrame } from './batch-frame.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { JournalError } from './journal-error.js';
import { recoverFolder, removeSegments, type JournalWarning } from './journal-recovery.js';
import { removeSnapshotsBefore, writeSnapshot } from './snapshot-file.js';
import { SegmentAppender } from './segment-appender.js';

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
  /** Told when `recover` had to cut off the end of the log. */
  readonly onWarning?: (warning: JournalWarning) => void;
}

/**
 * A journal in a folder: append-only segments of checksummed batches, one sync for all batches that
 * came in during the one before, atomic snapshots. `recover` takes the folder's lock (throws
 * `JournalError` `LOCKED`) and throws `CORRUPT` when durable data is damaged; a torn end is cut off
 * and told to `onWarning`. After a failed write every append rejects with `WRITE_FAILED`.
 */
export function fileJournal(options: FileJournalOptions): Journal {
  return new FileJournal(options);
}

interface Settle {
  readonly resolve: () => void;
  readonly reject: (error: JournalError) => void;
}
interface QueuedBatch extends Settle {
  readonly kind: 'batch';
  readonly frame: Buffer;
  readonly lastPosition: number;
}
interface QueuedStep extends Settle {
  /** `roll` makes all before it durable and begins a new segment; `sync` only does the first. */
  readonly kind: 'roll' | 'sync';
}

interface OpenLog {
  readonly lock: FolderLock;
  appender: SegmentAppender;
  /** Segments on disk with the position before their first record, ascending. */
  segments: readonly { readonly number: number; readonly previousPosition: number }[];
  lastPosition: number;
}

class FileJournal implements Journal {
  readonly #options: Required<Omit<FileJournalOptions, 'onWarning'>>;
  readonly #onWarning: ((warning: JournalWarning) => void) | undefined;
  #log: OpenLog | undefined;
  #queue: (QueuedBatch | QueuedStep)[] = [];
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
      ...given,
    };
  }

  async recover(): Promise<RecoveredJournal> {
    if (this.#log !== undefined || this.#failure !== undefined) {
      throw this.#closed('a journal is recovered once');
    }
    const { directory } = this.#options;
    const lock = await lockFolder(directory);
    try {
      const folder = await recoverFolder(directory);
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
    const frame = encodeFrame(batch);
    return this.#enqueue((settle) => ({
      kind: 'batch',
      frame,
      lastPosition: last.position,
      ...settle,
    }));
  }

  async snapshot(position: number, state: unknown): Promise<void> {
    // The state may hold batches that are still queued: they become durable first.
    await this.#enqueue((settle) => ({ kind: 'roll', ...settle }));
    const { directory } = this.#options;
    await writeSnapshot(directory, { position, state });
    await removeSnapshotsBefore(directory, position);
    const log = this.#log;
    if (log === undefined) {
      return;
    }
    const covered = log.segments.filter((_segment, index) => {
      const next = log.segments[index + 1];
      return next !== undefined && next.previousPosition <= position;
    });
    log.segments = log.segments.slice(covered.length);
    await removeSegments(
      directory,
      covered.map((segment) => segment.number),
    );
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
      await (failed ? log.appender.abandon() : log.appender.seal());
    } finally {
      await log.lock.release();
    }
  }

  async #openLast(
    folder: Awaited<ReturnType<typeof recoverFolder>>,
  ): Promise<Omit<OpenLog, 'lock'>> {
    const { directory, fsync } = this.#options;
    const preallocate = fsync !== 'off';
    const { lastPosition, lastEnd, segments } = folder;
    const last = segments.at(-1);
    const appender =
      last === undefined || lastEnd === undefined
        ? await SegmentAppender.create(directory, 1, {
            previousPosition: lastPosition,
            preallocate,
          })
        : await SegmentAppender.reopen(directory, last.number, { end: lastEnd, preallocate });
    const opened = { number: appender.number, previousPosition: lastPosition };
    return { appender, lastPosition, segments: segments.length === 0 ? [opened] : segments };
  }

  #enqueue(make: (settle: Settle) => QueuedBatch | QueuedStep): Promise<void> {
    if (this.#log === undefined || this.#failure !== undefined) {
      return Promise.reject(this.#failure ?? this.#closed('the journal is not recovered yet'));
    }
    const log = this.#log;
    const done = new Promise<void>((resolve, reject) => {
      this.#queue.push(make({ resolve, reject }));
    });
    this.#writing ??= this.#write(log);
    return done;
  }

  async #write(log: OpenLog): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        await this.#writeNext(log);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = undefined;
    }
  }

  /** Writes and syncs all batches up to the next step together, or does the step. */
  async #writeNext(log: OpenLog): Promise<void> {
    const firstStep = this.#queue.findIndex((item) => item.kind !== 'batch');
    const group = this.#queue.slice(0, firstStep < 0 ? undefined : Math.max(firstStep, 1));
    await this.#perform(log, group);
    this.#queue.splice(0, group.length);
    for (const item of group) {
      item.resolve();
    }
  }

  async #perform(log: OpenLog, group: readonly (QueuedBatch | QueuedStep)[]): Promise<void> {
    const [first] = group;
    if (first?.kind === 'roll') {
      await this.#roll(log);
      return;
    }
    if (first?.kind === 'sync') {
      await log.appender.sync();
      return;
    }
    const batches = group.filter((item) => item.kind === 'batch');
    if (log.appender.size >= this.#options.segmentBytes) {
      await this.#roll(log);
    }
    await log.appender.append(Buffer.concat(batches.map((batch) => batch.frame)));
    log.lastPosition = batches.at(-1)?.lastPosition ?? log.lastPosition;
    if (this.#options.fsync === 'always') {
      await log.appender.sync();
    } else if (this.#options.fsync === 'interval') {
      this.#syncLater();
    }
  }

  async #roll(log: OpenLog): Promise<void> {
    const { directory, fsync } = this.#options;
    await log.appender.seal();
    const previousPosition = log.lastPosition;
    log.appender = await SegmentAppender.create(directory, log.appender.number + 1, {
      previousPosition,
      preallocate: fsync !== 'off',
    });
    log.segments = [...log.segments, { number: log.appender.number, previousPosition }];
  }

  #syncLater(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      // A failure is kept and met by the next append.
      this.#enqueue((settle) => ({ kind: 'sync', ...settle })).catch(() => undefined);
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
    for (const item of this.#queue.splice(0)) {
      item.reject(this.#failure);
    }
  }

  #closed(message: string): JournalError {
    const fix = 'open a new journal on the folder';
    return new JournalError({ code: 'CLOSED', path: this.#options.directory, message, fix });
  }
}
