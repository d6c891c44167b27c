import { setImmediate as nextTurn } from 'node:timers/promises';

import { JournalError, type Disk, type DiskFile, type OpenMode } from '../../journal/index.js';
import type { Random } from '../../../test/chaos/random.js';
import { SimulatedFile } from './simulated-file.js';

/** What happens to one operation of a life: which one (from 1) and what. */
export type Mishap =
  | {
      readonly kind: 'crash';
      readonly at: number;
      /** Whether the operation is not begun, half done, or done without anybody hearing of it. */
      readonly phase: 'before' | 'in' | 'after';
      /** `power`: all that is not synced may be lost. `kill`: only the process is. */
      readonly how: 'power' | 'kill';
    }
  | {
      readonly kind: 'error';
      readonly at: number;
      readonly code: 'EIO' | 'ENOSPC';
      /** Counts syncs of files only. */
      readonly ofSyncs: boolean;
    };

/** The time between two crashes or openings. */
export interface Life {
  readonly disk: Disk;
  /** Resolves when the life ends by a crash. */
  readonly dead: Promise<'dead'>;
  readonly isAlive: () => boolean;
}

type NameChange =
  | { readonly kind: 'put'; readonly name: string; readonly file: SimulatedFile }
  | { readonly kind: 'remove'; readonly name: string };

interface Effect<Result> {
  /** The whole of it. */
  readonly done: () => Result;
  /** Half of it, as when the process dies in the middle or the disk refuses. */
  readonly half?: () => void;
  /** What a refused one leaves; @default `half` */
  readonly refused?: () => void;
  readonly isSync?: boolean;
}

/**
 * A disk with one folder that loses what was not synced when the power is cut, and that refuses
 * operations on demand. One life is what happens between two crashes or openings: operations of an
 * earlier life never come back, as a dead process never hears of them.
 */
export class SimulatedDisk {
  readonly #random: Random;
  #names = new Map<string, SimulatedFile>();
  #durableNames = new Map<string, SimulatedFile>();
  #pendingNames: NameChange[] = [];
  #life = 0;
  #operations = 0;
  #syncs = 0;
  #locked = false;
  #mishap: Mishap | undefined;
  #onDeath: () => void = () => undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Operations of this life so far. */
  get operations(): number {
    return this.#operations;
  }

  /** The files by name, as programs see them. */
  get files(): ReadonlyMap<string, SimulatedFile> {
    return this.#names;
  }

  /** Begins a life; the one before is over. */
  start(mishap?: Mishap): Life {
    this.#life += 1;
    this.#operations = 0;
    this.#syncs = 0;
    this.#locked = false;
    this.#mishap = mishap;
    const dead = new Promise<'dead'>((resolve) => {
      this.#onDeath = () => {
        resolve('dead');
      };
    });
    const life = this.#life;
    return { disk: this.#view(life), dead, isAlive: () => life === this.#life };
  }

  /** A durable file. */
  put(name: string, bytes: Buffer): void {
    const file = new SimulatedFile();
    file.write(0, bytes);
    file.sync();
    this.#names.set(name, file);
    this.#durableNames.set(name, file);
  }

  /** Ends the life now. */
  crash(how: 'power' | 'kill'): void {
    this.#life += 1;
    this.#locked = false;
    if (how === 'power') {
      this.#cutPower();
    }
    this.#onDeath();
  }

  #cutPower(): void {
    // Either in the order they were made in, or any of them.
    const ordered = this.#random.next() < 0.5;
    const kept = this.#random.integer(0, this.#pendingNames.length);
    const survivors = this.#pendingNames.filter((_change, index) =>
      ordered ? index < kept : this.#random.next() < 0.5,
    );
    for (const change of survivors) {
      applyName(this.#durableNames, change);
    }
    this.#pendingNames = [];
    this.#names = new Map(this.#durableNames);
    for (const file of new Set(this.#names.values())) {
      file.cutPower(this.#random);
    }
  }

  #change(...changes: NameChange[]): void {
    for (const change of changes) {
      applyName(this.#names, change);
      this.#pendingNames.push(change);
    }
  }

  async #perform<Result>(life: number, effect: Effect<Result>): Promise<Result> {
    if (life === this.#life && this.#random.next() < 0.1) {
      await nextTurn();
    }
    if (life !== this.#life) {
      return never();
    }
    this.#operations += 1;
    this.#syncs += effect.isSync === true ? 1 : 0;
    const mishap = this.#mishap;
    const count =
      mishap?.kind === 'error' && mishap.ofSyncs
        ? effect.isSync === true && this.#syncs
        : this.#operations;
    if (mishap?.at !== count) {
      return effect.done();
    }
    if (mishap.kind === 'error') {
      (effect.refused ?? effect.half)?.();
      throw systemError(mishap.code);
    }
    if (mishap.phase === 'in') {
      effect.half?.();
    } else if (mishap.phase === 'after') {
      effect.done();
    }
    this.crash(mishap.how);
    return never();
  }

  #view(life: number): Disk {
    const perform = <Result>(effect: Effect<Result>): Promise<Result> =>
      this.#perform(life, effect);
    const find = (path: string): SimulatedFile => {
      const file = this.#names.get(nameOf(path));
      if (file === undefined) {
        throw systemError('ENOENT');
      }
      return file;
    };
    return {
      lock: (folder) => {
        if (this.#locked) {
          const fault = { path: folder, message: 'in use', fix: 'wait' };
          throw new JournalError({ ...fault, code: 'LOCKED' });
        }
        this.#locked = true;
        return Promise.resolve({
          release: () => {
            this.#locked = life === this.#life ? false : this.#locked;
            return Promise.resolve();
          },
        });
      },
      list: () => perform({ done: () => [...this.#names.keys()] }),
      readFile: (path) => perform({ done: () => Buffer.from(find(path).bytes) }),
      open: async (path, mode) => {
        const file = await perform({ done: () => this.#open(path, mode, find) });
        return this.#handle(file, perform);
      },
      copy: (from, to) =>
        perform({
          done: () => {
            const file = new SimulatedFile();
            file.write(0, find(from).bytes);
            this.#change({ kind: 'put', name: nameOf(to), file });
          },
        }),
      rename: (from, to) =>
        perform({
          done: () => {
            const file = find(from);
            const name = nameOf(from);
            this.#change({ kind: 'put', name: nameOf(to), file }, { kind: 'remove', name });
          },
        }),
      remove: (path) =>
        perform({
          done: () => {
            this.#change({ kind: 'remove', name: nameOf(path) });
          },
        }),
      syncFolder: () =>
        perform({
          done: () => {
            this.#syncNames(this.#pendingNames.length);
          },
          half: () => {
            this.#syncNames(this.#random.integer(0, this.#pendingNames.length));
          },
        }),
    };
  }

  #syncNames(count: number): void {
    for (const change of this.#pendingNames.splice(0, count)) {
      applyName(this.#durableNames, change);
    }
  }

  #open(path: string, mode: OpenMode, find: (path: string) => SimulatedFile): SimulatedFile {
    const name = nameOf(path);
    const known = this.#names.get(name);
    if (mode === 'new' && known !== undefined) {
      throw systemError('EEXIST');
    }
    if (mode === 'read' || mode === 'change') {
      return find(path);
    }
    if (known !== undefined) {
      known.truncate(0);
      return known;
    }
    const file = new SimulatedFile();
    this.#change({ kind: 'put', name, file });
    return file;
  }

  #handle(
    file: SimulatedFile,
    perform: <Result>(effect: Effect<Result>) => Promise<Result>,
  ): DiskFile {
    const sync = (): Promise<void> =>
      perform({
        isSync: true,
        done: () => {
          file.sync();
        },
        half: () => {
          file.syncPart(this.#random);
        },
        refused: () => {
          file.failSync(this.#random);
        },
      });
    return {
      read: (position, length) =>
        perform({ done: () => Buffer.from(file.bytes.subarray(position, position + length)) }),
      write: (bytes, position) =>
        perform({
          done: () => {
            file.write(position, bytes);
          },
          half: () => {
            file.write(position, bytes.subarray(0, this.#random.integer(0, bytes.length)));
          },
        }),
      truncate: (length) =>
        perform({
          done: () => {
            file.truncate(length);
          },
        }),
      sync,
      syncData: sync,
      // A process that fails closes what it has open; that never fails here.
      close: () => Promise.resolve(),
    };
  }
}

function applyName(names: Map<string, SimulatedFile>, change: NameChange): void {
  if (change.kind === 'put') {
    names.set(change.name, change.file);
  } else {
    names.delete(change.name);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function never<Result>(): Promise<Result> {
  return new Promise<Result>(() => undefined);
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}
