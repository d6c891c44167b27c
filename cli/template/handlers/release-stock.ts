import type { OrderHandlers } from '../generated/order/contract.gen.js';
import type { Ports } from './index.js';

/** Puts the items back. */
export function releaseStock({ warehouse }: Ports): OrderHandlers['release-stock'] {
  return async (job) => {
    warehouse.release(job.variables.reservationId);
    return {};
  };
}
