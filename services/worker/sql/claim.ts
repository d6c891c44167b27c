import type { Queryable } from '../../database/index.js';

/** Who acts for a booking and how far it came. */
export interface ClaimRow {
  readonly bookingId: string;
  readonly processInstanceKey: string;
  readonly confirmed: boolean;
  readonly undoing: boolean;
  readonly closed: boolean;
}

/** Claims a booking for a process instance unless another one, or the same, has it already. */
export async function insertClaim(
  client: Queryable,
  bookingId: string,
  processInstanceKey: string,
): Promise<void> {
  await client.query({
    name: 'claim-insert',
    text: `
      INSERT INTO inventory.claim (booking_id, process_instance_key) VALUES ($1, $2)
      ON CONFLICT (booking_id) DO NOTHING`,
    values: [bookingId, processInstanceKey],
  });
}

/** Reads the claim of a booking and locks it until the transaction ends. */
export async function lockClaim(
  client: Queryable,
  bookingId: string,
): Promise<ClaimRow | undefined> {
  const { rows } = await client.query<ClaimRow>({
    name: 'claim-lock',
    text: `
      SELECT booking_id AS "bookingId", process_instance_key AS "processInstanceKey",
             confirmed_at IS NOT NULL AS confirmed, undoing_at IS NOT NULL AS undoing,
             closed_at IS NOT NULL AS closed
      FROM inventory.claim WHERE booking_id = $1 FOR UPDATE`,
    values: [bookingId],
  });
  return rows[0];
}

/** From now on nothing new may be done for the booking. */
export async function markUndoing(client: Queryable, bookingId: string): Promise<void> {
  await client.query({
    name: 'claim-undoing',
    text: `UPDATE inventory.claim SET undoing_at = now() WHERE booking_id = $1 AND undoing_at IS NULL`,
    values: [bookingId],
  });
}

/** The booking is confirmed; it can still be undone. */
export async function markConfirmed(client: Queryable, bookingId: string): Promise<void> {
  await client.query({
    name: 'claim-confirmed',
    text: `UPDATE inventory.claim SET confirmed_at = now() WHERE booking_id = $1`,
    values: [bookingId],
  });
}

/** From now on nothing at all may be done for the booking. */
export async function closeClaim(client: Queryable, bookingId: string): Promise<void> {
  await client.query({
    name: 'claim-close',
    text: `UPDATE inventory.claim SET closed_at = now() WHERE booking_id = $1`,
    values: [bookingId],
  });
}
