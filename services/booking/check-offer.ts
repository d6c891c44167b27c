import type { BookingRequest } from '../../generated/api.gen.js';
import type { Queryable } from '../database/index.js';
import { flightNotFound, problem } from './problems.js';
import { readFlight, readSeats, type FlightRow } from './sql/flight.js';

/**
 * Refuses a booking that cannot come about as things stand: a flight that is unknown, gone or full, seats
 * that do not exist, are taken, or lie in different cabins.
 *
 * @throws ApiProblem
 */
export async function checkOffer(client: Queryable, request: BookingRequest): Promise<void> {
  const { flightId, passengers, seats } = request;
  const flight = await readFlight(client, flightId);
  if (flight === undefined) {
    throw flightNotFound(flightId);
  }
  if (flight.departed) {
    throw problem('FLIGHT_DEPARTED', `Flight ${flightId} has departed.`);
  }
  if (seats === undefined) {
    checkRoom(flight, passengers.length);
  } else {
    await checkSeats(client, flightId, seats);
  }
}

function checkRoom(flight: FlightRow, passengers: number): void {
  if (Math.max(flight.freeEconomy, flight.freePremium, flight.freeBusiness) < passengers) {
    throw problem(
      'FLIGHT_FULL',
      passengers === 1
        ? `Flight ${flight.flightId} has no free seat.`
        : `Flight ${flight.flightId} has no cabin with ${passengers} free seats.`,
    );
  }
}

async function checkSeats(
  client: Queryable,
  flightId: string,
  seats: readonly string[],
): Promise<void> {
  const found = await readSeats(client, flightId, seats);
  const unknown = seats.find((seat) => !found.some((row) => row.seat === seat));
  if (unknown !== undefined) {
    throw problem('SEAT_UNKNOWN', `Flight ${flightId} has no seat ${unknown}.`);
  }
  const [first] = found;
  const other = found.find((row) => row.cabin !== first?.cabin);
  if (first !== undefined && other !== undefined) {
    throw problem(
      'SEATS_MIXED_CABIN',
      `Seats ${first.seat} and ${other.seat} are in different cabins. Make one booking for each cabin.`,
    );
  }
  const taken = found.find((row) => !row.available);
  if (taken !== undefined) {
    throw problem(
      'SEAT_TAKEN',
      `Seat ${taken.seat} is taken. GET /flights/${flightId}/seats shows which are free.`,
    );
  }
}
