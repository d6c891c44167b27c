import { z } from 'zod';
import { isEngineError } from '../runtime/index.js';
import { UndeliverableError } from './outbox/index.js';

/**
 * Publishes a message from an outbox to the engine. A message that the engine refuses for what it is
 * can never be sent; every other failure is worth another try.
 *
 * @throws UndeliverableError
 */
export async function publishToEngine(publish: () => Promise<unknown>): Promise<void> {
  try {
    await publish();
  } catch (error) {
    const refused = isEngineError(error) && error.code === 'INVALID_ARGUMENT';
    if (refused || error instanceof z.ZodError) {
      throw new UndeliverableError(error.message, { cause: error });
    }
    throw error;
  }
}
