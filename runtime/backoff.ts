/** Exponential backoff: `initialMs`, then times `factor`, never above `maxMs`, less up to `jitter`. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
  readonly factor: number;
  /** Share of each wait that is random, 0 to 1, so that many workers do not come back in step. */
  readonly jitter: number;
}

/** Milliseconds to wait before try number `attempt` + 1; `attempt` counts failures so far, from 1. */
export function backoffDelay(backoff: Backoff, attempt: number, random = Math.random): number {
  const grown = backoff.initialMs * backoff.factor ** Math.max(0, attempt - 1);
  const bounded = Math.min(grown, backoff.maxMs);
  return Math.round(bounded * (1 - backoff.jitter * random()));
}

/** Waits; an abort ends the wait early, without an error. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
