import type { Logger } from '../../runtime/v1.js';
import { createWakeUp, type Pool } from '../database/index.js';
import { rollSchedule } from './schedule/roll.js';
import { purgeInbox } from './sql/inbox.js';
import { freeExpiredSeats } from './sql/seat.js';

/** Housekeeping that nothing depends on at the moment it is due. */
export interface Sweeper {
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 15_000;

/**
 * Every 15 s: frees seats whose hold has ended (a seat is for sale when its hold ends, swept or not),
 * moves the schedule on, and forgets old inbox entries. The first sweep is due after 15 s.
 */
export function startSweeper(pool: Pool, logger: Logger): Sweeper {
  const bell = createWakeUp();
  let closing = false;
  const isClosing = (): boolean => closing;
  const running = (async () => {
    for (;;) {
      await bell.wait(SWEEP_EVERY_MS);
      if (isClosing()) {
        return;
      }
      try {
        const freed = await freeExpiredSeats(pool);
        const { departed, added } = await rollSchedule(pool);
        await purgeInbox(pool);
        if (freed + departed + added > 0) {
          logger.info({ freed, departed, added }, 'swept');
        }
      } catch (error) {
        logger.warn({ err: error }, 'sweep failed, will try again');
      }
    }
  })();
  return {
    close: async () => {
      closing = true;
      bell.ringForGood();
      await running;
    },
  };
}
