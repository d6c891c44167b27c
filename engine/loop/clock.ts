/** The engine's only source of time. */
export interface EngineClock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Calls `wake` once `now()` has reached `due` (epoch milliseconds), or soon after; returns a
   * function that forgets the request.
   */
  wakeAt(due: number, wake: () => void): () => void;
}

/** Longest single wait: Node's timers overflow beyond 2^31-1 ms. */
const longestWaitMs = 2_000_000_000;

/** The machine's clock. */
export class SystemClock implements EngineClock {
  now(): number {
    return Date.now();
  }

  wakeAt(due: number, wake: () => void): () => void {
    const wait = Math.min(Math.max(due - Date.now(), 0), longestWaitMs);
    const timer = setTimeout(wake, wait);
    return () => {
      clearTimeout(timer);
    };
  }
}

/**
 * A clock that stands still until it is told to move, for tests and simulation. Moving it wakes the
 * engine at once; await `engine.idle()` to see all that became due done.
 */
export class ControlledClock implements EngineClock {
  #now: number;
  readonly #waiting = new Map<symbol, { readonly due: number; readonly wake: () => void }>();

  /** Starts at `start`, epoch milliseconds. */
  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  wakeAt(due: number, wake: () => void): () => void {
    const id = Symbol('wake');
    this.#waiting.set(id, { due, wake });
    if (due <= this.#now) {
      queueMicrotask(() => {
        this.#wakeDue();
      });
    }
    return () => {
      this.#waiting.delete(id);
    };
  }

  /** The next moment that the engine waits for; undefined when it waits for none. */
  nextDue(): number | undefined {
    const dues = [...this.#waiting.values()].map(({ due }) => due);
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  /** Moves forward by `ms` milliseconds. */
  advance(ms: number): void {
    this.set(this.#now + ms);
  }

  /** Moves to `time`, epoch milliseconds. Going back is allowed; nothing is undone by it. */
  set(time: number): void {
    this.#now = time;
    this.#wakeDue();
  }

  #wakeDue(): void {
    for (const [id, request] of [...this.#waiting]) {
      if (request.due <= this.#now && this.#waiting.delete(id)) {
        request.wake();
      }
    }
  }
}
