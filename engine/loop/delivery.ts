import type { EngineRecord } from '../records/record.js';
import { Queue } from '../state/queue.js';

/** Listeners that are called in order; one that throws does not keep the others from hearing. */
class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  add(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  call(value: Value): void {
    // One that a listener adds hears this value too, one that it takes away no more.
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

interface Pending {
  readonly deliver: () => void;
  readonly fail: (error: unknown) => void;
  state: 'waiting' | 'durable' | 'failed';
  error: unknown;
}

/** Hands out batches in order, each once it is durable. */
export class Delivery {
  readonly records: Listeners<readonly EngineRecord[]>;
  readonly jobTypes: Listeners<string>;
  readonly #pending = new Queue<Pending>();
  #failed = false;
  #drained: (() => void)[] = [];

  constructor(onError: (error: unknown) => void) {
    this.records = new Listeners(onError);
    this.jobTypes = new Listeners(onError);
  }

  /** Calls `deliver` once `durable` resolves and everything before is delivered, else `fail`. */
  after(durable: Promise<void>, deliver: () => void, fail: (error: unknown) => void): void {
    const pending: Pending = { deliver, fail, state: 'waiting', error: undefined };
    this.#pending.push(pending);
    durable.then(
      () => {
        pending.state = 'durable';
        this.#settle();
      },
      (error: unknown) => {
        pending.state = 'failed';
        pending.error = error;
        this.#settle();
      },
    );
  }

  /** Resolves when everything that was given so far is delivered or failed. */
  drained(): Promise<void> {
    return this.#pending.size === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#drained.push(resolve);
        });
  }

  #settle(): void {
    for (
      let next = this.#pending.first();
      next !== undefined && next.state !== 'waiting';
      next = this.#pending.first()
    ) {
      this.#pending.shift();
      if (next.state === 'failed') {
        this.#failed = true;
        next.fail(next.error);
      } else if (this.#failed) {
        next.fail(new Error('A batch before this one could not be written.'));
      } else {
        next.deliver();
      }
    }
    if (this.#pending.size === 0) {
      for (const resolve of this.#drained.splice(0)) {
        resolve();
      }
    }
  }
}
