import pg from 'pg';
import type { Addresses } from '../system/app.js';
import { delay } from './workload.js';

/**
 * Waits until nothing is under way any more: no process instance is active, no outbox and no queue
 * holds a message. A customer can see CONFIRMED for a moment when a cancellation accepted earlier is
 * about to win; only what is seen after this is final. Rejects with what is still under way.
 */
export async function waitUntilQuiet(addresses: Addresses, timeoutMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: addresses.database, query_timeout: 10_000 });
  await client.connect();
  try {
    const giveUpAt = Date.now() + timeoutMs;
    for (;;) {
      const messages = await countMessages(client);
      const instances = await countActive(addresses.rest);
      if (messages + instances === 0) {
        return;
      }
      if (Date.now() > giveUpAt) {
        throw new Error(`still under way: ${messages} messages, ${instances} process instances`);
      }
      await delay(50);
    }
  } finally {
    await client.end();
  }
}

async function countMessages(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ messages: number }>(
    `SELECT (SELECT count(*) FROM booking.outbox)::int + (SELECT count(*) FROM inventory.outbox)::int
          + (SELECT count(*) FROM payments.outbox)::int + (SELECT count(*) FROM bus.message)::int
         AS messages`,
  );
  return rows[0]?.messages ?? Number.NaN;
}

async function countActive(restAddress: string): Promise<number> {
  const response = await fetch(`${restAddress}/v2/process-instances/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { state: 'ACTIVE' } }),
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as { readonly page: { readonly totalItems: number } };
  return answer.page.totalItems;
}
