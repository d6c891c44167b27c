import { RejectedMessageError, type IncomingMessage } from '../bus/index.js';
import { inTransaction, type Pool, type Queryable } from '../database/index.js';
import { addToOutbox } from '../outbox/index.js';
import type { PaymentResult } from '../queues.js';
import { lockClaim } from './sql/claim.js';
import { insertInbox } from './sql/inbox.js';
import { lockPaymentOf, setPaymentStatus, type PaymentRow } from './sql/payment.js';
import { tellBooking, topics } from './tell.js';

/**
 * Takes in the provider's word: inbox, payment and what follows from it in one transaction, so that it
 * counts once however often it comes. Answers false for a message taken in before.
 *
 * @throws RejectedMessageError when there is no such payment
 */
export async function takePaymentResult(
  pool: Pool,
  message: IncomingMessage<PaymentResult>,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!(await insertInbox(client, message.id))) {
      return false;
    }
    const { bookingId, paymentRequestId } = message.body;
    await lockClaim(client, bookingId);
    const payment = await lockPaymentOf(client, bookingId);
    if (payment?.paymentRequestId !== paymentRequestId) {
      throw new RejectedMessageError(`there is no payment ${paymentRequestId}`);
    }
    await applyResult(client, payment, message.body);
    return true;
  });
}

async function applyResult(
  client: Queryable,
  payment: PaymentRow,
  result: PaymentResult,
): Promise<void> {
  const { paymentRequestId, bookingId } = payment;
  if (result.kind === 'refund-result') {
    const { status } = result;
    await setPaymentStatus(client, paymentRequestId, { status, reference: null });
    return;
  }
  if (payment.status !== 'REQUESTED') {
    // Undoing has begun; the word on the refund is what counts then.
    return;
  }
  const { status, reference } = result;
  await setPaymentStatus(client, paymentRequestId, { status, reference });
  await addToOutbox(client, 'inventory', [
    {
      topic: topics.paymentResult,
      key: `result:${bookingId}`,
      messageId: paymentRequestId,
      body: { paymentRequestId, paymentStatus: status, paymentReference: reference },
    },
  ]);
  await tellBooking(client, bookingId, {
    type: status === 'APPROVED' ? 'PAYMENT_APPROVED' : 'PAYMENT_DECLINED',
    data: reference === null ? {} : { paymentReference: reference },
  });
}
