/** Runs asked for by changes, one at a time. */
export interface RunQueue {
  /** Something changed: a run starts once nothing has changed for the delay and none is under way. */
  readonly changed: () => void;
  /** A run starts at once, or after the one under way. */
  readonly now: () => void;
  /** No run starts any more; resolves when the one under way has ended. */
  readonly close: () => Promise<void>;
}

/**
 * Joins changes that come shortly after each other into one run. A change during a run makes another
 * run after it, never one beside it. `run` must not reject. `delayMs` is the quiet time before a run.
 */
export function runQueue(run: () => Promise<void>, delayMs: number): RunQueue {
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> | undefined;
  let again = false;
  let closed = false;
  const start = (): void => {
    timer = undefined;
    if (current !== undefined) {
      again = true;
      return;
    }
    current = run().finally(() => {
      current = undefined;
      if (again && !closed) {
        again = false;
        start();
      }
    });
  };
  return {
    now: () => {
      if (!closed) {
        start();
      }
    },
    changed: () => {
      clearTimeout(timer);
      if (!closed) {
        timer = setTimeout(start, delayMs);
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await current;
    },
  };
}
