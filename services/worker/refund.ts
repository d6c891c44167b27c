import { retryable } from '../../runtime/v1.js';
import type { Queryable } from '../database/index.js';
import type { BookingJob } from './fence.js';
import { isSettled } from './payment-watch.js';
import type { WorkerPorts } from './ports.js';
import { lockPaymentOf, setRefundRequested } from './sql/payment.js';
import { askProvider } from './tell.js';

/** A refund request that stayed without an answer this long is sent again; the provider knows it by its id. */
const ASK_AGAIN_SECONDS = 60;

/**
 * Asks the provider, once, to refund what was charged for a booking or to void a charge on its way.
 * Answers the payment to wait for, or `undefined` when nothing is or can be charged.
 */
export async function requestRefund(
  client: Queryable,
  bookingId: string,
): Promise<string | undefined> {
  const payment = await lockPaymentOf(client, bookingId);
  if (payment === undefined || isSettled(payment.status)) {
    return undefined;
  }
  const { paymentRequestId, status, refundAgeSeconds } = payment;
  const asked = status === 'REFUND_REQUESTED' && (refundAgeSeconds ?? 0) < ASK_AGAIN_SECONDS;
  if (!asked) {
    await setRefundRequested(client, paymentRequestId);
    await askProvider(
      client,
      { kind: 'refund', paymentRequestId, bookingId },
      `refund:${paymentRequestId}`,
    );
  }
  return paymentRequestId;
}

/**
 * Waits a moment for the provider's word on a refund; then gives the job back to be tried later,
 * because a process that ended must have nothing charged.
 *
 * @throws JobFailure retryable
 */
export async function waitForRefund(
  ports: WorkerPorts,
  job: BookingJob,
  paymentRequestId: string,
): Promise<void> {
  const settled = await ports.payments.untilSettled(paymentRequestId, ports.refundWaitMs ?? 2_000);
  if (!settled) {
    throw retryable(
      `the payment provider has not confirmed the refund of ${paymentRequestId} yet`,
      {
        backoffMs: Math.min(500 * 2 ** Math.max(0, 20 - job.retries), 30_000),
      },
    );
  }
}
