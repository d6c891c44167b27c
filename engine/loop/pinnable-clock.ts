import { SystemClock, type EngineClock } from './clock.js';

interface Request {
  readonly due: number;
  readonly wake: () => void;
  /** Takes the request back from the clock below. */
  forget: () => void;
}

/**
 * A clock that can be stopped at a time and let go on, as Camunda's API offers it. While it is not
 * pinned it is the clock below it.
 */
export class PinnableClock implements EngineClock {
  readonly #below: EngineClock;
  readonly #waiting = new Set<Request>();
  #pinned: number | undefined;

  constructor(below: EngineClock = new SystemClock()) {
    this.#below = below;
  }

  now(): number {
    return this.#pinned ?? this.#below.now();
  }

  wakeAt(due: number, wake: () => void): () => void {
    const request: Request = { due, wake, forget: () => undefined };
    this.#waiting.add(request);
    this.#ask(request);
    return () => {
      this.#waiting.delete(request);
      request.forget();
    };
  }

  /** Stops at `time`, epoch milliseconds, before or after now; what is due by then happens. */
  pin(time: number): void {
    this.#pinned = time;
    this.#askAgain();
  }

  /** Goes on with the clock below. */
  reset(): void {
    this.#pinned = undefined;
    this.#askAgain();
  }

  #askAgain(): void {
    for (const request of [...this.#waiting]) {
      request.forget();
      this.#ask(request);
    }
  }

  #ask(request: Request): void {
    const wake = (): void => {
      if (this.#waiting.delete(request)) {
        request.wake();
      }
    };
    if (this.#pinned === undefined) {
      request.forget = this.#below.wakeAt(request.due, wake);
    } else if (request.due <= this.#pinned) {
      queueMicrotask(wake);
    }
  }
}
