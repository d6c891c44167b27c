import type { OrderHandlers } from '../generated/order/contract.gen.js';
import type { Ports } from './index.js';

/** Charges the card. A refused card is an answer, not a failure. */
export function chargeCard({ charges }: Ports): OrderHandlers['charge-card'] {
  return async (job) => {
    const { orderId, cardToken } = job.variables;
    const paid = cardToken !== 'tok_refused';
    if (paid) {
      charges.add(orderId);
    }
    return { paid };
  };
}
