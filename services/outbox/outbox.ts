import type { JsonObject } from '../../runtime/v1.js';
import type { Queryable } from '../database/index.js';

/** Schemas that have an `outbox` table. */
export type OutboxSchema = 'booking' | 'inventory' | 'payments';

/** A message to be sent once the transaction that wrote it is committed. */
export interface OutboxMessage {
  /** Where it goes; the relay has one route a topic. */
  readonly topic: string;
  /** Messages of one key leave in the order they were written; others may overtake. */
  readonly key: string;
  /** Derived from what happened, never random: receivers tell duplicates by it. */
  readonly messageId: string;
  readonly body: JsonObject;
}

/**
 * Writes messages into the outbox inside the caller's transaction. The table's trigger wakes the
 * relay when the transaction commits.
 */
export async function addToOutbox(
  client: Queryable,
  schema: OutboxSchema,
  messages: readonly OutboxMessage[],
): Promise<void> {
  if (messages.length === 0) {
    return;
  }
  await client.query({
    name: `${schema}-outbox-add`,
    text: `
      INSERT INTO ${schema}.outbox (topic, key, message_id, body)
      SELECT topic, key, message_id, body::jsonb
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
        AS added (topic, key, message_id, body, position)
      ORDER BY position`,
    values: [
      messages.map((message) => message.topic),
      messages.map((message) => message.key),
      messages.map((message) => message.messageId),
      messages.map((message) => JSON.stringify(message.body)),
    ],
  });
}

/** How much the outbox holds back. */
export interface OutboxBacklog {
  readonly pending: number;
  /** Given up on by the relay; an operator decides. */
  readonly parked: number;
  /** Seconds since the oldest pending message was written, 0 when there is none. */
  readonly oldestAgeSeconds: number;
}

/** Reads the backlog, for metrics and operators. */
export async function readBacklog(client: Queryable, schema: OutboxSchema): Promise<OutboxBacklog> {
  const { rows } = await client.query<{ pending: number; parked: number; age: number }>(`
    SELECT count(*) FILTER (WHERE parked_at IS NULL)::int AS pending,
           count(*) FILTER (WHERE parked_at IS NOT NULL)::int AS parked,
           coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE parked_at IS NULL)), 0)::float AS age
    FROM ${schema}.outbox`);
  return {
    pending: rows[0]?.pending ?? 0,
    parked: rows[0]?.parked ?? 0,
    oldestAgeSeconds: Math.max(0, rows[0]?.age ?? 0),
  };
}
