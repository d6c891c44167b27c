import type { OutboxMetrics } from '../../runtime/index.js';
import type { Logger } from '../../runtime/v1.js';
import type { Pool } from '../database/index.js';
import { readBacklog, type OutboxSchema } from './outbox.js';

const LOOK_EVERY_MS = 5_000;

/** Keeps the gauge of an outbox's oldest message up to date, every 5 s, until it is closed. */
export function startOutboxMeter(options: {
  readonly pool: Pool;
  readonly schema: OutboxSchema;
  readonly metrics: OutboxMetrics;
  readonly logger: Logger;
}): { close(): Promise<void> } {
  const { pool, schema, metrics, logger } = options;
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const { oldestAgeSeconds, parked } = await readBacklog(pool, schema);
      metrics.outboxOldestAge.set({ outbox: schema }, oldestAgeSeconds);
      if (parked > 0) {
        logger.error({ schema, parked }, 'messages are parked in the outbox');
      }
    } catch (error) {
      logger.warn({ err: error, schema }, 'cannot measure the outbox');
    }
  };
  const timer = setInterval(() => {
    looking = look();
  }, LOOK_EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
