import type { JsonObject } from '../../runtime/v1.js';
import type { Queryable } from '../database/index.js';
import type { OutboxMessage, OutboxSchema } from './outbox.js';

/** A message that this relay holds the row lock of, until its transaction ends. */
export interface ClaimedMessage extends OutboxMessage {
  readonly id: string;
  /** Tries that failed so far. */
  readonly attempts: number;
}

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly message_id: string;
  readonly body: JsonObject;
  readonly attempts: number;
}

/**
 * Locks up to `limit` messages of a topic that are due: of each key only the oldest, so that a later
 * one cannot overtake it even from another relay.
 */
export async function claimMessages(
  client: Queryable,
  schema: OutboxSchema,
  { topic, limit }: { readonly topic: string; readonly limit: number },
): Promise<readonly ClaimedMessage[]> {
  const { rows } = await client.query<Row>({
    name: `${schema}-outbox-claim`,
    text: `
      SELECT id, topic, key, message_id, body, attempts
      FROM ${schema}.outbox AS message
      WHERE topic = $1 AND parked_at IS NULL AND next_at <= clock_timestamp()
        AND NOT EXISTS (
          SELECT FROM ${schema}.outbox AS earlier
          WHERE earlier.key = message.key AND earlier.id < message.id)
      ORDER BY id
      LIMIT $2
      FOR UPDATE SKIP LOCKED`,
    values: [topic, limit],
  });
  return rows.map((row) => ({
    id: row.id,
    topic: row.topic,
    key: row.key,
    messageId: row.message_id,
    body: row.body,
    attempts: row.attempts,
  }));
}

/** Takes sent messages out; answers whether one of them held a later message of its key back. */
export async function deleteMessages(
  client: Queryable,
  schema: OutboxSchema,
  ids: readonly string[],
): Promise<boolean> {
  const { rows } = await client.query<{ more: boolean }>({
    name: `${schema}-outbox-delete`,
    text: `
      WITH gone AS (
        DELETE FROM ${schema}.outbox WHERE id = ANY ($1::bigint[]) RETURNING id, key)
      SELECT EXISTS (
        SELECT FROM ${schema}.outbox AS later JOIN gone USING (key) WHERE later.id > gone.id) AS more`,
    values: [ids],
  });
  return rows[0]?.more === true;
}

/** Counts a failed try and sets the next one `delayMs` from now. */
export async function postponeMessage(
  client: Queryable,
  schema: OutboxSchema,
  {
    id,
    delayMs,
    reason,
  }: { readonly id: string; readonly delayMs: number; readonly reason: string },
): Promise<void> {
  await client.query({
    name: `${schema}-outbox-postpone`,
    text: `
      UPDATE ${schema}.outbox
      SET attempts = attempts + 1, next_at = clock_timestamp() + $2 * interval '1 millisecond', last_error = $3
      WHERE id = $1`,
    values: [id, delayMs, reason.slice(0, 500)],
  });
}

/** Gives a message up; it stays in the table and holds back later ones of its key. */
export async function parkMessage(
  client: Queryable,
  schema: OutboxSchema,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  await client.query({
    name: `${schema}-outbox-park`,
    text: `UPDATE ${schema}.outbox SET attempts = attempts + 1, parked_at = now(), last_error = $2 WHERE id = $1`,
    values: [id, reason.slice(0, 500)],
  });
}
