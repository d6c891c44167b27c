import type { Logger } from '../../runtime/v1.js';
import type { Pool } from '../database/index.js';
import { purgeKeys } from './sql/accept.js';

const SWEEP_EVERY_MS = 60 * 60_000;

/** Forgets old idempotency keys, every hour, until it is closed. */
export function startKeySweeper(pool: Pool, logger: Logger): { close(): Promise<void> } {
  let sweeping: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = purgeKeys(pool).catch((error: unknown) => {
      logger.warn({ err: error }, 'cannot forget old idempotency keys, will try again');
    });
  }, SWEEP_EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}
