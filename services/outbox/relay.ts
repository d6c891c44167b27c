import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../runtime/v1.js';
import {
  createWakeUp,
  inTransaction,
  type Listener,
  type Pool,
  type Queryable,
  type WakeUp,
} from '../database/index.js';
import {
  claimMessages,
  deleteMessages,
  parkMessage,
  postponeMessage,
  type ClaimedMessage,
} from './claim.js';
import { UndeliverableError, type Route } from './route.js';
import type { OutboxSchema } from './outbox.js';

/** What `createRelay` needs to know. */
export interface RelayOptions {
  readonly pool: Pool;
  readonly listener: Listener;
  readonly schema: OutboxSchema;
  /** Routes by topic. Messages of other topics stay where they are. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly logger: Logger;
  /** Told of every try to send a message. */
  readonly onResult?: (result: { readonly topic: string; readonly sent: boolean }) => void;
  /** Loops per topic that send side by side. @default 2 */
  readonly lanes?: number;
}

/** Carries messages from an outbox table to where they go. */
export interface Relay {
  /** Finishes the batches in hand, then stops. */
  close(): Promise<void>;
}

const BATCH = 50;
/** The second net, for a notification that got lost. */
const POLL_MS = 1_000;
/** A route that hangs holds its rows no longer than this; the database allows a transaction 60 s. */
const SEND_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
const MAX_ROW_DELAY_MS = 30_000;

/**
 * Starts a relay: at least once, in order per key, at once after a commit (LISTEN/NOTIFY). Any number
 * of relays can share a table. Rows stay locked while their batch is sent, so a relay that dies
 * gives them back with its connection. Each topic has loops of its own: while one receiver is down
 * they pause with backoff (0.1 to 2 s) and the other topics go on.
 */
export function createRelay(options: RelayOptions): Relay {
  const topics = Object.entries(options.routes).map(([topic, route]) => ({
    topic,
    route,
    bell: createWakeUp(),
  }));
  let closing = false;
  const isClosing = (): boolean => closing;
  const stopListening = options.listener.listen(`${options.schema}_outbox`, (woken) => {
    topics
      .filter(({ topic }) => woken === undefined || woken === topic)
      .forEach(({ bell }) => {
        bell.ring();
      });
  });
  const lanes = topics.flatMap((topic) =>
    Array.from({ length: options.lanes ?? 2 }, () => runLane(options, { ...topic, isClosing })),
  );
  return {
    close: async () => {
      closing = true;
      stopListening();
      topics.forEach(({ bell }) => {
        bell.ringForGood();
      });
      await Promise.all(lanes);
    },
  };
}

interface Lane {
  readonly topic: string;
  readonly route: Route;
  readonly bell: WakeUp;
  isClosing(): boolean;
}

async function runLane(options: RelayOptions, lane: Lane): Promise<void> {
  let pauseMs = 0;
  while (!lane.isClosing()) {
    const rings = lane.bell.count();
    const round = await tryRound(options, lane);
    if (round === 'down') {
      pauseMs = Math.min(Math.max(pauseMs * 2, FIRST_PAUSE_MS), MAX_PAUSE_MS);
      await pause(pauseMs, lane);
      continue;
    }
    pauseMs = 0;
    // A ring meanwhile may have been for a message that one of this round held back.
    if (round === 'done' && rings === lane.bell.count()) {
      await lane.bell.wait(POLL_MS);
    }
  }
}

/** Sleeps in short steps: a closing relay must not wait for a receiver that is down. */
async function pause(ms: number, lane: Lane): Promise<void> {
  const until = performance.now() + ms;
  while (!lane.isClosing() && performance.now() < until) {
    await sleep(Math.min(100, ms));
  }
}

/** `more`: there are more messages to send now. */
type Round = 'done' | 'more' | 'down';

async function tryRound(options: RelayOptions, lane: Lane): Promise<Round> {
  try {
    return await inTransaction(options.pool, (client) => sendBatch(options, lane, client));
  } catch (error) {
    options.logger.warn(
      { err: error, schema: options.schema, topic: lane.topic },
      'outbox relay failed, will try again',
    );
    return 'down';
  }
}

async function sendBatch(options: RelayOptions, lane: Lane, client: Queryable): Promise<Round> {
  const { schema } = options;
  const claimed = await claimMessages(client, schema, { topic: lane.topic, limit: BATCH });
  if (claimed.length === 0) {
    return 'done';
  }
  const errors = await tryRoute(lane.route, claimed);
  const failed: FailedMessage[] = [];
  const sent: string[] = [];
  claimed.forEach((message, index) => {
    const error = errors[index];
    options.onResult?.({ topic: lane.topic, sent: error === undefined });
    if (error === undefined) {
      sent.push(message.id);
    } else {
      failed.push({ message, error });
    }
  });
  const later = sent.length > 0 && (await deleteMessages(client, schema, sent));
  const down = sent.length === 0 && failed.some(({ error }) => !isUndeliverable(error));
  if (down) {
    const { err, topic } = { err: failed[0]?.error, topic: lane.topic };
    options.logger.warn(
      { err, topic, messages: failed.length },
      'receiver is down, will try again',
    );
  }
  for (const failure of failed) {
    await settleFailure(options, client, { ...failure, down });
  }
  return down ? 'down' : later || claimed.length === BATCH ? 'more' : 'done';
}

interface FailedMessage {
  readonly message: ClaimedMessage;
  readonly error: Error;
}

async function tryRoute(
  route: Route,
  messages: readonly ClaimedMessage[],
): Promise<readonly (Error | undefined)[]> {
  const timer = new AbortController();
  const tooLate = sleep(SEND_TIMEOUT_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`not sent within ${SEND_TIMEOUT_MS} ms`);
  });
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([route(messages), tooLate]);
  } catch (error) {
    return messages.map(() => (error instanceof Error ? error : new Error(String(error))));
  } finally {
    timer.abort();
  }
}

async function settleFailure(
  { schema, logger }: RelayOptions,
  client: Queryable,
  { message, error, down }: FailedMessage & { readonly down: boolean },
): Promise<void> {
  const { id, topic, key, messageId, attempts } = message;
  const fields = { err: error, topic, messageId, key, attempts: attempts + 1 };
  if (isUndeliverable(error)) {
    logger.error(fields, 'gave a message up; it is parked in the outbox');
    await parkMessage(client, schema, { id, reason: error.message });
    return;
  }
  if (!down) {
    logger.warn(fields, 'could not send a message yet');
  }
  await postponeMessage(client, schema, {
    id,
    // While the receiver is down for all, the pause of the lane says when to look again.
    delayMs: down ? 0 : Math.min(100 * 2 ** Math.min(attempts, 10), MAX_ROW_DELAY_MS),
    reason: error.message,
  });
}

function isUndeliverable(error: Error): boolean {
  return error instanceof UndeliverableError;
}
