import type { EngineRecord, Journal } from '../../index.js';
import { deploys, replayBatch } from '../../loop/replay.js';
import { ProcessCatalog } from '../../model/process-catalog.js';
import { EngineState } from '../../state/engine-state.js';
import { dumpState } from '../../state/snapshot.js';

/**
 * What was asked of the journal, kept outside of it: every batch in order, and the state that they
 * give, made batch by batch and never from a snapshot.
 */
export class Truth {
  readonly violations: string[] = [];
  /** Position of the last record that anybody was told of. */
  acknowledged = 0;
  /** Whether the next restart may lose what was acknowledged: no sync was waited for. */
  mayLose = false;
  #batches: { readonly last: number; readonly batch: readonly EngineRecord[]; text: string }[] = [];
  #follower: Follower = newFollower();
  /** Comparisons come one after the other: they share the follower. */
  #comparing: Promise<void> = Promise.resolve();

  /** Position of the last record. */
  get last(): number {
    return this.#batches.at(-1)?.last ?? 0;
  }

  /** All records, oldest first. */
  get records(): readonly EngineRecord[] {
    return this.#batches.flatMap(({ batch }) => batch);
  }

  append(batch: readonly EngineRecord[]): void {
    const text = JSON.stringify(batch);
    if (batch[0]?.position !== this.last + 1) {
      this.violations.push(`batch ${String(batch[0]?.position)} was appended after ${this.last}`);
    }
    this.#batches.push({
      last: batch.at(-1)?.position ?? 0,
      batch: JSON.parse(text) as readonly EngineRecord[],
      text,
    });
  }

  /** Compares a batch that was read back with the one that was appended. */
  compare(batch: readonly EngineRecord[]): void {
    const first = batch[0]?.position ?? 0;
    const known = this.#batches.find(({ last }) => last >= first);
    if (known?.text !== JSON.stringify(batch)) {
      this.violations.push(`batch ${first} came back as another than was appended`);
    }
  }

  /** After a restart: everything behind `position` is gone. */
  rewind(position: number): void {
    const kept = this.#batches.filter(({ last }) => last <= position);
    if ((kept.at(-1)?.last ?? 0) !== position) {
      this.violations.push(`the log came back up to ${position}, in the middle of a batch`);
    }
    if (position < this.acknowledged && !this.mayLose) {
      this.violations.push(`acknowledged up to ${this.acknowledged}, came back up to ${position}`);
    }
    if (kept.length < this.#follower.read) {
      this.#follower = newFollower();
    }
    this.#batches = kept;
    this.acknowledged = Math.min(this.acknowledged, position);
  }

  /**
   * Compares the state that the batches give with `dump`, a live engine's. Says nothing once its
   * process is dead: what goes on in it then is behind what the disk has.
   */
  async compareState(dump: () => object, when: string, isAlive: () => boolean): Promise<void> {
    const before = this.#comparing;
    this.#comparing = before.then(() => this.#compare(dump, when, isAlive));
    await this.#comparing;
  }

  async #compare(dump: () => object, when: string, isAlive: () => boolean): Promise<void> {
    while (isAlive()) {
      // A restart may put another one in its place while a model is prepared.
      const follower = this.#follower;
      await this.#follow(follower);
      // Only a comparison without a pause since the last batch says anything.
      if (follower === this.#follower && follower.read === this.#batches.length && isAlive()) {
        const live = JSON.stringify(dump());
        const expected = JSON.stringify(dumpState(follower.state));
        if (live !== expected) {
          this.violations.push(`${when}, the state differs: ${firstDifference(live, expected)}`);
        }
        return;
      }
    }
  }

  async #follow(follower: Follower): Promise<void> {
    while (follower === this.#follower && follower.read < this.#batches.length) {
      const batch = this.#batches[follower.read]?.batch ?? [];
      replayBatch(follower.state, follower.catalog, batch);
      follower.read += 1;
      if (deploys(batch)) {
        await follower.catalog.prepare();
      }
    }
  }
}

/** A journal that tells the truth what goes through it, as long as its process lives. */
export function watched(journal: Journal, truth: Truth, isAlive: () => boolean): Journal {
  return {
    recover: async () => {
      const { snapshot, batches } = await journal.recover();
      const read: (readonly EngineRecord[])[] = [];
      for await (const batch of batches) {
        truth.compare(batch);
        read.push(batch);
      }
      truth.rewind(read.at(-1)?.at(-1)?.position ?? snapshot?.position ?? 0);
      return { ...(snapshot === undefined ? {} : { snapshot }), batches: given(read) };
    },
    append: (batch) => {
      if (!isAlive()) {
        return new Promise(() => undefined);
      }
      truth.append(batch);
      return journal.append(batch);
    },
    snapshot: (position, state) => journal.snapshot(position, state),
    close: () => journal.close(),
  };
}

async function* given<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* await Promise.resolve(values);
}

/** A state that is made from the batches alone, and how many of them it has. */
interface Follower {
  readonly state: EngineState;
  readonly catalog: ProcessCatalog;
  read: number;
}

function newFollower(): Follower {
  const state = new EngineState();
  return { state, catalog: new ProcessCatalog(state), read: 0 };
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) {
    at += 1;
  }
  const around = (text: string): string => text.slice(Math.max(at - 60, 0), at + 60);
  return `live ${around(one)} / from the log ${around(other)}`;
}
