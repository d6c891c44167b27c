import type { JsonObject } from '../../../runtime/v1.js';
import type { Queryable } from '../../database/index.js';

/** A message as a consumer gets it from the table. */
export interface ClaimedRow {
  readonly id: string;
  readonly message_id: string;
  readonly body: JsonObject;
  readonly deliveries: number;
}

/** Adds messages to a queue. */
export async function insertMessages(
  client: Queryable,
  queue: string,
  messages: readonly { readonly id: string; readonly body: JsonObject }[],
): Promise<void> {
  await client.query({
    name: 'bus-insert',
    text: `
      INSERT INTO bus.message (queue, message_id, body)
      SELECT $1, id, body::jsonb FROM unnest($2::text[], $3::text[]) AS added (id, body)`,
    values: [
      queue,
      messages.map((message) => message.id),
      messages.map((message) => JSON.stringify(message.body)),
    ],
  });
}

/** Takes up to `limit` messages and hides them for `visibilityMs`. */
export async function claimRows(
  client: Queryable,
  queue: string,
  { limit, visibilityMs }: { readonly limit: number; readonly visibilityMs: number },
): Promise<readonly ClaimedRow[]> {
  const { rows } = await client.query<ClaimedRow>({
    name: 'bus-claim',
    text: `
      UPDATE bus.message
      SET deliveries = deliveries + 1, visible_at = clock_timestamp() + $3 * interval '1 millisecond'
      WHERE id IN (
        SELECT id FROM bus.message
        WHERE queue = $1 AND visible_at <= clock_timestamp()
        ORDER BY visible_at, id
        LIMIT $2
        FOR UPDATE SKIP LOCKED)
      RETURNING id, message_id, body, deliveries`,
    values: [queue, limit, visibilityMs],
  });
  return rows;
}

/** Removes a message that was taken in, unless it was delivered again meanwhile. */
export async function deleteRow(client: Queryable, row: ClaimedRow): Promise<void> {
  await client.query({
    name: 'bus-delete',
    text: `DELETE FROM bus.message WHERE id = $1 AND deliveries = $2`,
    values: [row.id, row.deliveries],
  });
}

/** Shows a message again after `delayMs`, unless it was delivered again meanwhile. */
export async function postponeRow(
  client: Queryable,
  row: ClaimedRow,
  { delayMs, reason }: { readonly delayMs: number; readonly reason: string },
): Promise<void> {
  await client.query({
    name: 'bus-postpone',
    text: `
      UPDATE bus.message
      SET visible_at = clock_timestamp() + $3 * interval '1 millisecond', reason = $4
      WHERE id = $1 AND deliveries = $2`,
    values: [row.id, row.deliveries, delayMs, reason.slice(0, 500)],
  });
}

/** Moves a message to the dead-letter queue. */
export async function buryRow(
  client: Queryable,
  row: ClaimedRow,
  { deadQueue, reason }: { readonly deadQueue: string; readonly reason: string },
): Promise<void> {
  await client.query({
    name: 'bus-bury',
    text: `
      UPDATE bus.message
      SET queue = $3, visible_at = clock_timestamp(), deliveries = 0, reason = $4
      WHERE id = $1 AND deliveries = $2`,
    values: [row.id, row.deliveries, deadQueue, reason.slice(0, 500)],
  });
}

/** Counts the messages of a queue that nobody has in hand, and those that were given up. */
export async function countRows(
  client: Queryable,
  { queue, deadQueue }: { readonly queue: string; readonly deadQueue: string },
): Promise<{ readonly waiting: number; readonly dead: number }> {
  const { rows } = await client.query<{ waiting: number; dead: number }>({
    name: 'bus-count',
    text: `
      SELECT count(*) FILTER (WHERE queue = $1)::int AS waiting,
             count(*) FILTER (WHERE queue = $2)::int AS dead
      FROM bus.message WHERE queue IN ($1, $2)`,
    values: [queue, deadQueue],
  });
  return rows[0] ?? { waiting: 0, dead: 0 };
}
