import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { finishUndone } from '../finish.js';
import type { WorkerPorts } from '../ports.js';

/** Makes the booking final as rejected, once everything is undone. */
export function rejectBooking(ports: WorkerPorts): TicketBookingHandlers['reject-booking'] {
  return async (job) => {
    const { reason } = job.variables;
    await finishUndone(ports, job, { type: 'REJECTED', data: { reason } });
    return {};
  };
}
