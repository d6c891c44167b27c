import type { ApiHandlers, Flight } from '../../../generated/api.gen.js';
import type { BookingPorts } from '../ports.js';
import { readFlights, type FlightRow } from '../sql/flight.js';

/** Lists what is on sale. */
export function listFlights(ports: BookingPorts): ApiHandlers['listFlights'] {
  return async ({ query }) => {
    const flights = await readFlights(ports.pool, query);
    return { status: 200, body: { flights: flights.map(showFlight) } };
  };
}

function showFlight(row: FlightRow): Flight {
  return {
    flightId: row.flightId,
    from: row.origin,
    to: row.destination,
    departsAt: row.departsAt.toISOString(),
    arrivesAt: row.arrivesAt.toISOString(),
    currency: row.currency,
    cabins: [
      { cabin: 'business', baseFare: row.fareBusiness, seatsFree: row.freeBusiness },
      { cabin: 'premium', baseFare: row.farePremium, seatsFree: row.freePremium },
      { cabin: 'economy', baseFare: row.fareEconomy, seatsFree: row.freeEconomy },
    ],
  };
}
