import { createHash } from 'node:crypto';
import { inTransaction, type Pool, type Queryable } from '../database/index.js';
import { addToOutbox } from '../outbox/index.js';
import type { PaymentRequest, PaymentResult } from '../queues.js';
import { insertCharge, insertLedgerEntry, lockCharge, setRefunded } from './sql/charge.js';

/** Topic of the provider's outbox. */
export const resultsTopic = 'bus:payment-results';

/** Tokens that are charged. Every other one is declined. */
const GOOD_TOKENS: ReadonlySet<string> = new Set(['tok_visa', 'tok_silent']);
/** Charged, but the answer never comes: the worst a provider can do. */
const SILENT_TOKEN = 'tok_silent';

/**
 * Carries out a request: books the money and writes the answer into the outbox, in one transaction. A
 * request that comes again is answered again and books nothing. A refund that comes before its charge
 * voids it: that charge is then declined.
 */
export async function carryOut(pool: Pool, request: PaymentRequest): Promise<void> {
  await inTransaction(pool, async (client) => {
    const answer = await (request.kind === 'charge'
      ? charge(client, request)
      : refund(client, request));
    if (answer !== undefined) {
      const { kind, paymentRequestId, status } = answer;
      await addToOutbox(client, 'payments', [
        {
          topic: resultsTopic,
          key: paymentRequestId,
          // The same answer to the same question has the same id, another answer another one.
          messageId: `${kind}:${paymentRequestId}:${status}`,
          body: answer,
        },
      ]);
    }
  });
}

type ChargeRequest = Extract<PaymentRequest, { kind: 'charge' }>;
type RefundRequest = Extract<PaymentRequest, { kind: 'refund' }>;

async function charge(
  client: Queryable,
  request: ChargeRequest,
): Promise<PaymentResult | undefined> {
  const { paymentRequestId, bookingId, token } = request;
  const approved = GOOD_TOKENS.has(token);
  const isNew = await insertCharge(client, {
    ...request,
    status: approved ? 'CHARGED' : 'DECLINED',
    reference: approved ? referenceOf(paymentRequestId) : null,
  });
  if (isNew && approved) {
    await insertLedgerEntry(client, paymentRequestId, 'charge');
  }
  if (token === SILENT_TOKEN) {
    return undefined;
  }
  const known = await lockCharge(client, paymentRequestId);
  const stands = known?.status === 'CHARGED' || known?.status === 'REFUNDED';
  return {
    kind: 'charge-result',
    paymentRequestId,
    bookingId,
    status: stands ? 'APPROVED' : 'DECLINED',
    reference: stands ? known.reference : null,
  };
}

async function refund(client: Queryable, request: RefundRequest): Promise<PaymentResult> {
  const { paymentRequestId, bookingId } = request;
  await insertCharge(client, {
    paymentRequestId,
    bookingId,
    amount: null,
    currency: null,
    status: 'VOIDED',
    reference: null,
  });
  const known = await lockCharge(client, paymentRequestId);
  if (known?.status === 'CHARGED') {
    await setRefunded(client, paymentRequestId);
    await insertLedgerEntry(client, paymentRequestId, 'refund');
  }
  const refunded = known?.status === 'CHARGED' || known?.status === 'REFUNDED';
  return {
    kind: 'refund-result',
    paymentRequestId,
    bookingId,
    status: refunded ? 'REFUNDED' : 'NOTHING_CHARGED',
  };
}

function referenceOf(paymentRequestId: string): string {
  return `ch_${createHash('sha256').update(paymentRequestId).digest('hex').slice(0, 20)}`;
}
