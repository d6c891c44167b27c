import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { finishUndone } from '../finish.js';
import type { WorkerPorts } from '../ports.js';

/** Makes the booking final as cancelled, once everything is undone. */
export function cancelBooking(ports: WorkerPorts): TicketBookingHandlers['cancel-booking'] {
  return async (job) => {
    await finishUndone(ports, job, { type: 'CANCELLED', data: {} });
    return {};
  };
}
