import pg from 'pg';
import type { Addresses } from './app.js';

/** How much of everything there is: equal counts before and after mean a request left nothing. */
export interface Traces {
  readonly bookings: number;
  readonly keys: number;
  readonly seatsTaken: number;
  readonly messages: number;
  readonly processInstances: number;
}

/** Counts rows, held or sold seats, unsent messages and process instances, from outside. */
export async function countTraces(addresses: Addresses): Promise<Traces> {
  const client = new pg.Client({ connectionString: addresses.database, query_timeout: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<Omit<Traces, 'processInstances'>>(
      `SELECT (SELECT count(*)::int FROM booking.booking) AS bookings,
              (SELECT count(*)::int FROM booking.idempotency_key) AS keys,
              (SELECT count(*)::int FROM inventory.seat WHERE booking_id IS NOT NULL) AS "seatsTaken",
              (SELECT count(*)::int FROM booking.outbox) AS messages`,
    );
    const row = rows[0];
    if (row === undefined) {
      throw new Error('the database answered without a row');
    }
    return { ...row, processInstances: await countInstances(addresses.rest) };
  } finally {
    await client.end();
  }
}

async function countInstances(restAddress: string): Promise<number> {
  const response = await fetch(`${restAddress}/v2/process-instances/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as { readonly page: { readonly totalItems: number } };
  return answer.page.totalItems;
}
