import type { OrderHandlers } from '../generated/order/contract.gen.js';
import type { Ports } from './index.js';

/** Sets the items aside, or takes the modelled way out when there are not enough. */
export function reserveStock({ warehouse }: Ports): OrderHandlers['reserve-stock'] {
  return async (job, context) => {
    const { orderId, article, quantity } = job.variables;
    // A job can come twice; an id derived from the order makes the second time harmless.
    const reservationId = `reservation-${orderId}`;
    if (!warehouse.reserve(reservationId, article, quantity)) {
      throw context.error('OUT_OF_STOCK', `fewer than ${quantity} of ${article} are left`);
    }
    return { reservationId };
  };
}
