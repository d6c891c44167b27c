import type { Queryable } from '../../database/index.js';

/** How far a charge came. */
export type ChargeStatus = 'CHARGED' | 'DECLINED' | 'REFUNDED' | 'VOIDED';

/** A charge as the provider keeps it. */
export interface Charge {
  readonly status: ChargeStatus;
  readonly reference: string | null;
}

/** Writes down a charge unless its request is known; answers false if it is. */
export async function insertCharge(
  client: Queryable,
  charge: Charge & {
    readonly paymentRequestId: string;
    readonly bookingId: string;
    readonly amount: number | null;
    readonly currency: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'charge-insert',
    text: `
      INSERT INTO payments.charge (payment_request_id, booking_id, amount, currency, status, reference)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (payment_request_id) DO NOTHING`,
    values: [
      charge.paymentRequestId,
      charge.bookingId,
      charge.amount,
      charge.currency,
      charge.status,
      charge.reference,
    ],
  });
  return rowCount === 1;
}

/** Reads and locks a charge. */
export async function lockCharge(
  client: Queryable,
  paymentRequestId: string,
): Promise<Charge | undefined> {
  const { rows } = await client.query<Charge>({
    name: 'charge-lock',
    text: `SELECT status, reference FROM payments.charge WHERE payment_request_id = $1 FOR UPDATE`,
    values: [paymentRequestId],
  });
  return rows[0];
}

/** Notes that a charge was refunded. */
export async function setRefunded(client: Queryable, paymentRequestId: string): Promise<void> {
  await client.query({
    name: 'charge-refunded',
    text: `UPDATE payments.charge SET status = 'REFUNDED', updated_at = now() WHERE payment_request_id = $1`,
    values: [paymentRequestId],
  });
}

/** Books the money of a charge, or its way back. The key allows each of them once. */
export async function insertLedgerEntry(
  client: Queryable,
  paymentRequestId: string,
  kind: 'charge' | 'refund',
): Promise<void> {
  await client.query({
    name: 'ledger-insert',
    text: `
      INSERT INTO payments.ledger (payment_request_id, kind, amount, currency)
      SELECT payment_request_id, $2, CASE WHEN $2 = 'refund' THEN -amount ELSE amount END, currency
      FROM payments.charge WHERE payment_request_id = $1`,
    values: [paymentRequestId, kind],
  });
}
