/** Lets loops sleep until there is work: what `setTimeout` is with an early bell. */
export interface WakeUp {
  /** Wakes one waiting loop; if none waits, the next wait ends at once. */
  ring(): void;
  /** Wakes every waiting loop and ends all later waits at once. For closing. */
  ringForGood(): void;
  /** How often it was rung so far: tells a loop that it rang while the loop was busy. */
  count(): number;
  /** Resolves at a ring, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>;
}

/** A bell for one or more loops. */
export function createWakeUp(): WakeUp {
  let rung = false;
  let forGood = false;
  let rings = 0;
  const sleepers: (() => void)[] = [];
  return {
    count: () => rings,
    ring: () => {
      rings += 1;
      const wake = sleepers.shift();
      rung = wake === undefined;
      wake?.();
    },
    ringForGood: () => {
      forGood = true;
      sleepers.splice(0).forEach((wake) => {
        wake();
      });
    },
    wait: (timeoutMs) => {
      if (rung || forGood) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          sleepers.splice(sleepers.indexOf(wake), 1);
          resolve();
        }, timeoutMs);
        sleepers.push(wake);
      });
    },
  };
}
