import type { EngineRecord } from '../records/record.js';
import { ExporterError, type Exporter } from './exporter.js';

/** What a run needs of the log. */
export interface ReadableLog {
  /** Position of the last durable record. */
  readonly durablePosition: number;
  read(after: number): AsyncIterable<readonly EngineRecord[]>;
  keepAfter(reader: string, position: number): void;
}

/** Most records given to an exporter at once. */
const chunkRecords = 2_000;
/** Most records that wait in memory; a slower exporter reads the log again instead. */
const waitingRecords = 20_000;
const shortestPauseMs = 100;
const longestPauseMs = 30_000;

/**
 * Feeds one exporter: live batches from memory, older ones from the log. An exporter that fails is
 * closed, opened and asked again after a pause that doubles up to 30 s; what it has not got stays in
 * the log. Told once for each outage.
 */
export class ExporterRun {
  readonly #exporter: Exporter;
  readonly #log: ReadableLog;
  readonly #onError: (error: unknown) => void;
  #waiting: (readonly EngineRecord[])[] = [];
  #waitingCount = 0;
  /** Up to where the exporter has everything; undefined while it is not open. */
  #position: number | undefined;
  #pauseMs = shortestPauseMs;
  #wake: () => void = () => undefined;
  #stopping = false;
  #done: Promise<void> = Promise.resolve();

  constructor(exporter: Exporter, log: ReadableLog, onError: (error: unknown) => void) {
    this.#exporter = exporter;
    this.#log = log;
    this.#onError = onError;
  }

  /** Begins. What the exporter has not said that it has stays in the log from here on. */
  start(): void {
    this.#log.keepAfter(this.#exporter.name, 0);
    this.#done = this.#run();
  }

  /** Takes a durable batch. */
  take(batch: readonly EngineRecord[]): void {
    this.#waiting.push(batch);
    this.#waitingCount += batch.length;
    while (this.#waitingCount > waitingRecords) {
      this.#waitingCount -= this.#waiting.shift()?.length ?? 0;
    }
    this.#wake();
  }

  /** Gives the exporter what is left, if it takes it without a failure, and closes it. */
  stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    return this.#done;
  }

  async #run(): Promise<void> {
    for (;;) {
      try {
        this.#position ??= await this.#open();
        await this.#exportAll(this.#position);
        this.#pauseMs = shortestPauseMs;
        if (this.#stopping) {
          break;
        }
        await this.#sleep(undefined);
      } catch (error) {
        if (this.#pauseMs === shortestPauseMs || isLasting(error)) {
          this.#onError(error);
        }
        await this.#close();
        if (this.#stopping || isLasting(error)) {
          return;
        }
        await this.#sleep(this.#pauseMs);
        this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
      }
    }
    await this.#close();
  }

  async #open(): Promise<number> {
    const position = await this.#exporter.open();
    const { durablePosition } = this.#log;
    if (position > durablePosition) {
      throw new ExporterError({
        exporter: this.#exporter.name,
        message: `it has records up to position ${position}, but the log ends at ${durablePosition}`,
        fix: 'it belongs to another data folder: give this one another place to export to',
        isLasting: true,
      });
    }
    this.#log.keepAfter(this.#exporter.name, position);
    return position;
  }

  async #exportAll(from: number): Promise<void> {
    let position = from;
    while (position < this.#log.durablePosition) {
      const batches = await this.#next(position);
      const records = batches.flat().filter((record) => record.position > position);
      const last = records.at(-1);
      if (last === undefined) {
        return;
      }
      await this.#exporter.export(records);
      position = last.position;
      this.#position = position;
      this.#pauseMs = shortestPauseMs;
      this.#log.keepAfter(this.#exporter.name, position);
    }
  }

  /** Batches that go on after `position`: from memory when they are there, else from the log. */
  async #next(position: number): Promise<readonly (readonly EngineRecord[])[]> {
    let first = this.#waiting[0];
    while (first !== undefined && (first.at(-1)?.position ?? 0) <= position) {
      this.#waitingCount -= first.length;
      this.#waiting.shift();
      first = this.#waiting[0];
    }
    const source = (first?.[0]?.position ?? Infinity) <= position + 1 ? this.#waiting : undefined;
    const batches: (readonly EngineRecord[])[] = [];
    let count = 0;
    for await (const batch of source?.slice() ?? this.#log.read(position)) {
      batches.push(batch);
      count += batch.length;
      if (count >= chunkRecords) {
        break;
      }
    }
    return batches;
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        // A pause after a failure is only cut short by the end.
        if (ms === undefined || this.#stopping) {
          clearTimeout(timer);
          resolve();
        }
      };
      if (this.#stopping || (ms === undefined && this.#isBehind())) {
        this.#wake();
      }
    });
  }

  #isBehind(): boolean {
    return (this.#position ?? 0) < this.#log.durablePosition;
  }

  async #close(): Promise<void> {
    this.#position = undefined;
    try {
      await this.#exporter.close();
    } catch {
      // It failed before, which was told; there is nothing left to let go of.
    }
  }
}

function isLasting(error: unknown): boolean {
  return error instanceof ExporterError && error.isLasting;
}
