import type { OrderHandlers } from '../generated/order/contract.gen.js';
import type { Ports } from './index.js';

/** Gives back what was charged, if anything was. */
export function refundCard({ charges }: Ports): OrderHandlers['refund-card'] {
  return async (job) => {
    charges.delete(job.variables.orderId);
    return {};
  };
}
