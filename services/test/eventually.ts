import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `check` stops throwing; throws its last error after `timeoutMs`. */
export async function eventually<Result>(
  check: () => Promise<Result> | Result,
  timeoutMs = 10_000,
): Promise<Result> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > giveUpAt) {
        throw error;
      }
      await sleep(10);
    }
  }
}
