import type { Queryable } from '../../database/index.js';

/** Notes a message in the transaction of its effect; answers false if it was taken in before. */
export async function insertInbox(client: Queryable, messageId: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'inbox-insert',
    text: `INSERT INTO inventory.inbox (message_id) VALUES ($1) ON CONFLICT DO NOTHING`,
    values: [messageId],
  });
  return rowCount === 1;
}

/** Forgets messages older than a week; no queue keeps one that long. */
export async function purgeInbox(client: Queryable): Promise<void> {
  await client.query({
    name: 'inbox-purge',
    text: `DELETE FROM inventory.inbox WHERE received_at < now() - interval '7 days'`,
  });
}
