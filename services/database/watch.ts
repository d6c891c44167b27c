import type { Listener } from './listener.js';

/** Waits for changes of single rows, told by NOTIFY with the row's key as payload. */
export interface Watch {
  /**
   * Starts to look out for a change of `key`. Take it before you read the row, so that no change
   * falls in between; then wait for it or drop it.
   */
  expect(key: string): ExpectedChange;
  /** Ends every wait. */
  close(): void;
}

/** A change that may come. */
export interface ExpectedChange {
  /** Resolves at the change (at once if it came already), after `timeoutMs`, or on abort. */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  drop(): void;
}

/** Watches a channel. Any number of waits share the one connection of `listener`. */
export function watchChannel(listener: Listener, channel: string): Watch {
  const expected = new Map<string, Set<() => void>>();
  const tell = (calls: Iterable<() => void>): void => {
    // A copy: being told takes a call out of its set.
    [...calls].forEach((call) => {
      call();
    });
  };
  const stopListening = listener.listen(channel, (key) => {
    if (key === undefined) {
      [...expected.values()].forEach(tell);
    } else {
      tell(expected.get(key) ?? []);
    }
  });
  return {
    expect: (key) => {
      const calls = expected.get(key) ?? new Set();
      expected.set(key, calls);
      let changed = false;
      let onChange = (): void => undefined;
      const drop = (): void => {
        calls.delete(call);
        if (calls.size === 0 && expected.get(key) === calls) {
          expected.delete(key);
        }
      };
      const call = (): void => {
        changed = true;
        drop();
        onChange();
      };
      calls.add(call);
      return {
        drop,
        wait: (timeoutMs, signal) =>
          new Promise((resolve) => {
            const done = (): void => {
              clearTimeout(timer);
              signal?.removeEventListener('abort', done);
              drop();
              resolve();
            };
            const timer = setTimeout(done, timeoutMs);
            onChange = done;
            signal?.addEventListener('abort', done);
            if (changed || signal?.aborted === true) {
              done();
            }
          }),
      };
    },
    close: () => {
      stopListening();
      [...expected.values()].forEach(tell);
    },
  };
}
