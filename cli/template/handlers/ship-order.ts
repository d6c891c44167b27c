import type { OrderHandlers } from '../generated/order/contract.gen.js';

/** Hands the parcel over to the carrier. */
export const shipOrder: OrderHandlers['ship-order'] = async (job) => ({
  trackingNumber: `track-${job.variables.orderId}`,
});
