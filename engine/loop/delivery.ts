import type { EngineRecord } from '../records/record.js';

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
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

interface Pending {
  readonly durable: Promise<void>;
  readonly deliver: () => void;
  readonly fail: (error: unknown) => void;
}

/** Hands out batches in order, each once it is durable. */
export class Delivery {
  readonly records: Listeners<readonly EngineRecord[]>;
  readonly jobTypes: Listeners<string>;
  #last: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(onError: (error: unknown) => void) {
    this.records = new Listeners(onError);
    this.jobTypes = new Listeners(onError);
  }

  /** Calls `deliver` once `durable` resolves and everything before is delivered, else `fail`. */
  after(durable: Promise<void>, deliver: () => void, fail: (error: unknown) => void): void {
    // Keeps an early rejection from counting as unhandled; it is handled in its turn below.
    durable.catch(() => undefined);
    this.#last = this.#settle(this.#last, { durable, deliver, fail });
  }

  /** Resolves when everything that was given so far is delivered or failed. */
  async drained(): Promise<void> {
    for (let last; last !== this.#last;) {
      last = this.#last;
      await last;
    }
  }

  async #settle(before: Promise<void>, { durable, deliver, fail }: Pending): Promise<void> {
    await before;
    try {
      await durable;
    } catch (error) {
      this.#failed = true;
      fail(error);
      return;
    }
    if (this.#failed) {
      fail(new Error('A batch before this one could not be written.'));
    } else {
      deliver();
    }
  }
}
