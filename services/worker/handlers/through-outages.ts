import { retryable } from '../../../runtime/v1.js';
import { isOutage } from '../../database/index.js';

/** How long a job waits before it looks for the database again. */
const AGAIN_AFTER_MS = 1_000;

type Handler = (...args: never[]) => Promise<unknown>;

/**
 * The same handlers, but a database that is away costs a job none of its retries: it would run out of
 * them in seconds, and every booking under way would need an operator.
 */
export function throughOutages<Handlers extends object>(handlers: Handlers): Handlers {
  const wrapped = Object.entries(handlers).map(([type, handler]: [string, Handler]) => [
    type,
    async (...args: never[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (cause) {
        if (isOutage(cause)) {
          throw retryable('the database is away; the job waits until it is back', {
            backoffMs: AGAIN_AFTER_MS,
            usesRetry: false,
            cause,
          });
        }
        throw cause;
      }
    },
  ]);
  // The same keys, and each function takes and gives what the one below it does.
  return Object.fromEntries(wrapped) as Handlers;
}
