import type {
  RetrievePaymentInput,
  TicketBookingHandlers,
} from '../../../generated/ticket-booking/contract.gen.js';
import { underClaim } from '../fence.js';
import type { WorkerPorts } from '../ports.js';
import { insertPayment } from '../sql/payment.js';
import { askProvider, tellBooking } from '../tell.js';

/**
 * Asks the payment provider for the amount. The request's id comes from the booking, so that a repeated
 * job asks for the same charge.
 */
export function retrievePayment(ports: WorkerPorts): TicketBookingHandlers['retrieve-payment'] {
  return async (job) => {
    const { bookingId, amount, currency } = job.variables;
    const paymentRequestId = `pay-${bookingId}`;
    await underClaim(ports.pool, { job, purpose: 'act' }, async (client) => {
      const isNew = await insertPayment(client, { paymentRequestId, bookingId, amount, currency });
      if (!isNew) {
        return;
      }
      await askProvider(
        client,
        {
          kind: 'charge',
          paymentRequestId,
          bookingId,
          amount,
          currency,
          token: tokenFor(job.variables),
        },
        `charge:${paymentRequestId}`,
      );
      await tellBooking(client, bookingId, {
        type: 'PAYMENT_REQUESTED',
        data: { amount: { value: amount, currency } },
      });
    });
    return { paymentRequestId };
  };
}

/** The provider acts out failures by tokens of its own. */
function tokenFor({ simulate, paymentToken }: RetrievePaymentInput): string {
  switch (simulate) {
    case 'payment-declined':
      return 'tok_declined';
    case 'payment-silent':
      return 'tok_silent';
    case 'seats':
    case 'ticket':
    case null:
      return paymentToken;
  }
}
