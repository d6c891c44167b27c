import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import type { WorkerPorts } from '../ports.js';
import { reserve } from '../reserve.js';

/** Claims the booking for its process instance and holds its seats. */
export function reserveSeats(ports: WorkerPorts): TicketBookingHandlers['reserve-seats'] {
  return async (job, context) => {
    const result = await reserve(ports, job);
    switch (result.kind) {
      case 'held':
        return result.output;
      case 'unavailable':
        throw context.error('SEATS_UNAVAILABLE', result.reason);
      case 'duplicate':
        throw context.error('DUPLICATE_INSTANCE', result.reason);
    }
  };
}
