import type { ApiHandlers } from '../../../generated/api.gen.js';
import type { BookingPorts } from '../ports.js';
import { flightNotFound } from '../problems.js';
import { readSeats } from '../sql/flight.js';

/** Shows the seat map of a flight. */
export function listSeats(ports: BookingPorts): ApiHandlers['listSeats'] {
  return async ({ params }) => {
    const { flightId } = params;
    const seats = await readSeats(ports.pool, flightId);
    if (seats.length === 0) {
      throw flightNotFound(flightId);
    }
    return { status: 200, body: { flightId, seats } };
  };
}
