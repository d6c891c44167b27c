import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject, Logger } from '../../../runtime/v1.js';
import { createWakeUp, type Listener, type Pool } from '../../database/index.js';
import {
  deadLetterQueue,
  RejectedMessageError,
  retryDelayMs,
  type Consumer,
  type ConsumeOptions,
  type IncomingMessage,
  type QueueDefinition,
} from '../message-bus.js';
import { buryRow, claimRows, deleteRow, postponeRow, type ClaimedRow } from './sql.js';

interface PgConsumerOptions<Body> {
  readonly queue: QueueDefinition<Body>;
  readonly options: ConsumeOptions<Body>;
  readonly pool: Pool;
  readonly listener: Listener;
  readonly logger: Logger;
  readonly visibilityMs: number;
}

/** The second net, for a notification that got lost. */
const POLL_MS = 1_000;
const MAX_FAULT_PAUSE_MS = 2_000;

/** Starts a loop that claims messages as slots come free and handles them side by side. */
export function startPgConsumer<Body extends JsonObject>(
  settings: PgConsumerOptions<Body>,
): Consumer {
  const { queue, pool, listener, logger, visibilityMs } = settings;
  const concurrency = settings.options.concurrency ?? 10;
  const bell = createWakeUp();
  const inHand = new Set<Promise<void>>();
  const later = new Set<NodeJS.Timeout>();
  let closing = false;
  /** True while the queue may hold more than there were free slots. */
  let starved = false;
  const stopListening = listener.listen('bus_message', (name) => {
    if (name === undefined || name === queue.name) {
      bell.ring();
    }
  });

  const take = (row: ClaimedRow): void => {
    const handling = handleRow(settings, row)
      .then((delayMs) => {
        if (delayMs !== undefined) {
          lookAfter(delayMs);
        }
      })
      .catch((error: unknown) => {
        logger.warn({ err: error, queue: queue.name }, 'lost a message; it comes again');
      })
      .finally(() => {
        inHand.delete(handling);
        if (starved) {
          bell.ring();
        }
      });
    inHand.add(handling);
  };
  const lookAfter = (delayMs: number): void => {
    const timer = setTimeout(() => {
      later.delete(timer);
      bell.ring();
    }, delayMs);
    later.add(timer);
  };

  const loop = async (): Promise<void> => {
    let faults = 0;
    while (!closing) {
      const limit = concurrency - inHand.size;
      try {
        if (limit > 0) {
          const rows = await claimRows(pool, queue.name, { limit, visibilityMs });
          starved = rows.length === limit;
          rows.forEach(take);
        }
        faults = 0;
        // What comes later rings: a new message by NOTIFY, a postponed one by its timer.
        await bell.wait(POLL_MS);
      } catch (error) {
        faults += 1;
        logger.warn({ err: error, queue: queue.name }, 'cannot read the queue, will try again');
        await sleep(Math.min(50 * 2 ** faults, MAX_FAULT_PAUSE_MS));
      }
    }
  };

  const running = loop();
  return {
    close: async () => {
      closing = true;
      stopListening();
      bell.ringForGood();
      await running;
      await Promise.all(inHand);
      later.forEach(clearTimeout);
    },
  };
}

/** Answers the ms after which the message is to be delivered again, `undefined` if it is not. */
async function handleRow<Body extends JsonObject>(
  settings: PgConsumerOptions<Body>,
  row: ClaimedRow,
): Promise<number | undefined> {
  const { queue, options, pool, logger } = settings;
  const fields = { queue: queue.name, messageId: row.message_id, attempt: row.deliveries };
  const bury = async (reason: string): Promise<void> => {
    logger.error({ ...fields, reason }, 'message given up; it lies in the dead-letter queue');
    await buryRow(pool, row, { deadQueue: deadLetterQueue(queue), reason });
    options.onDeadLetter?.(row.message_id);
  };
  if (row.deliveries > queue.deliveryLimit) {
    await bury('its consumers died or took too long');
    return undefined;
  }
  try {
    await options.handle(readMessage(queue, row));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof RejectedMessageError || row.deliveries >= queue.deliveryLimit) {
      await bury(reason);
      return undefined;
    }
    logger.warn({ ...fields, err: error }, 'message not taken in, it comes again');
    const delayMs = retryDelayMs(queue, row.deliveries);
    await postponeRow(pool, row, { delayMs, reason });
    return delayMs;
  }
  await deleteRow(pool, row);
  return undefined;
}

function readMessage<Body>(queue: QueueDefinition<Body>, row: ClaimedRow): IncomingMessage<Body> {
  try {
    return { id: row.message_id, body: queue.parse(row.body), attempt: row.deliveries };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RejectedMessageError(`malformed: ${reason}`, { cause });
  }
}
