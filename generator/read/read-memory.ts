import type { Source } from '../source.js';
import { readSource, type ReadModel } from './read-source.js';

/** Remembers what was read last from each file, so that an unchanged one is the same model again. */
export class ReadMemory {
  #known = new Map<string, ReadModel>();
  #next = new Map<string, ReadModel>();

  /** Reads a source, or gives what was read from the same file with the same text. */
  async read(source: Source): Promise<ReadModel> {
    const key = JSON.stringify([source.kind, source.file, source.path]);
    const before = this.#known.get(key);
    const read = before?.source.text === source.text ? before : await readSource(source);
    this.#next.set(key, read);
    return read;
  }

  /** Forgets files that were not read since the last call. */
  settle(): void {
    this.#known = this.#next;
    this.#next = new Map();
  }
}
