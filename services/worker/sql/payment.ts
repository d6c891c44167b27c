import type { Queryable } from '../../database/index.js';

/** How far a payment came. */
export type PaymentStatus =
  'REQUESTED' | 'APPROVED' | 'DECLINED' | 'REFUND_REQUESTED' | 'REFUNDED' | 'NOTHING_CHARGED';

/** What the worker knows of a payment. */
export interface PaymentRow {
  readonly paymentRequestId: string;
  readonly bookingId: string;
  readonly status: PaymentStatus;
  /** Seconds since the refund was asked for; `null` before. */
  readonly refundAgeSeconds: number | null;
}

const columns = `
  payment_request_id AS "paymentRequestId", booking_id AS "bookingId", status,
  extract(epoch FROM now() - refund_requested_at)::float AS "refundAgeSeconds"`;

/** Notes that a charge is asked for; answers false if it was before. */
export async function insertPayment(
  client: Queryable,
  payment: {
    readonly paymentRequestId: string;
    readonly bookingId: string;
    readonly amount: number;
    readonly currency: string;
  },
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'payment-insert',
    text: `
      INSERT INTO inventory.payment (payment_request_id, booking_id, amount, currency)
      VALUES ($1, $2, $3, $4) ON CONFLICT (payment_request_id) DO NOTHING`,
    values: [payment.paymentRequestId, payment.bookingId, payment.amount, payment.currency],
  });
  return rowCount === 1;
}

/** Reads and locks the payment of a booking. */
export async function lockPaymentOf(
  client: Queryable,
  bookingId: string,
): Promise<PaymentRow | undefined> {
  const { rows } = await client.query<PaymentRow>({
    name: 'payment-lock',
    text: `SELECT ${columns} FROM inventory.payment WHERE booking_id = $1 FOR UPDATE`,
    values: [bookingId],
  });
  return rows[0];
}

/** Reads where a payment stands. */
export async function readPaymentStatus(
  client: Queryable,
  paymentRequestId: string,
): Promise<PaymentStatus | undefined> {
  const { rows } = await client.query<{ status: PaymentStatus }>({
    name: 'payment-status',
    text: `SELECT status FROM inventory.payment WHERE payment_request_id = $1`,
    values: [paymentRequestId],
  });
  return rows[0]?.status;
}

/** Notes the provider's word on a charge or a refund. */
export async function setPaymentStatus(
  client: Queryable,
  paymentRequestId: string,
  { status, reference }: { readonly status: PaymentStatus; readonly reference: string | null },
): Promise<void> {
  await client.query({
    name: 'payment-set-status',
    text: `
      UPDATE inventory.payment SET status = $2, reference = coalesce($3, reference)
      WHERE payment_request_id = $1`,
    values: [paymentRequestId, status, reference],
  });
}

/** Notes that a refund is asked for, now. */
export async function setRefundRequested(
  client: Queryable,
  paymentRequestId: string,
): Promise<void> {
  await client.query({
    name: 'payment-refund-requested',
    text: `
      UPDATE inventory.payment SET status = 'REFUND_REQUESTED', refund_requested_at = now()
      WHERE payment_request_id = $1`,
    values: [paymentRequestId],
  });
}
