import type { Queryable } from '../../database/index.js';

/** Key of the process instance that works for a booking, or undefined while none does. */
export async function readProcessInstanceKey(
  client: Queryable,
  bookingId: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ key: string }>({
    name: 'process-read',
    text: 'SELECT process_instance_key AS key FROM inventory.process_view WHERE booking_id = $1',
    values: [bookingId],
  });
  return rows[0]?.key;
}
