import type { TraceRecord } from '../trace.js';
import { parseTrace } from '../trace.js';

/** The records of a stream so far, in order, and a way to wait for more. */
export class TraceLog {
  readonly #records: TraceRecord[] = [];
  readonly #positions = new Set<number>();
  #waiters: (() => void)[] = [];

  /** How many records there are. */
  get length(): number {
    return this.#records.length;
  }

  /** Position of the last record; 0 before the first. */
  get position(): number {
    return this.#records.at(-1)?.position ?? 0;
  }

  /** Adds records given as lines of JSON. An exporter may send a record again: once is enough. */
  addLines(lines: readonly string[]): void {
    this.add(lines.flatMap((line) => parseTrace(line, 'record stream')));
  }

  /** Adds records. */
  add(records: readonly TraceRecord[]): void {
    for (const record of records) {
      if (!this.#positions.has(record.position)) {
        this.#positions.add(record.position);
        this.#records.push(record);
      }
    }
    const waiters = this.#waiters;
    this.#waiters = [];
    waiters.forEach((wake) => {
      wake();
    });
  }

  /** The records after the first `count`. */
  after(count: number): readonly TraceRecord[] {
    return this.#records.slice(count);
  }

  /** Resolves true at the next record, or false after `ms`. */
  async more(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, ms);
      this.#waiters.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
