import type {
  ReserveSeatsInput,
  ReserveSeatsOutput,
} from '../../generated/ticket-booking/contract.gen.js';
import { nonRetryable, type Job } from '../../runtime/v1.js';
import { inTransaction, type Queryable } from '../database/index.js';
import { bookedAt } from './booked-at.js';
import type { WorkerPorts } from './ports.js';
import { insertClaim, lockClaim } from './sql/claim.js';
import { readFlight, type FlightOffer } from './sql/flight.js';
import {
  cabins,
  holdSeats,
  lockAnySeats,
  lockNamedSeats,
  readBookedSeats,
  type Cabin,
} from './sql/seat.js';
import { tellBooking } from './tell.js';

/** How an attempt to hold seats ended. All three are committed: the claim stays in any case. */
export type ReserveResult =
  | { readonly kind: 'held'; readonly output: ReserveSeatsOutput }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'duplicate'; readonly reason: string };

const WEEK_MS = 7 * 24 * 3_600_000;
const DEFAULT_HOLD_SECONDS = 15 * 60;

/**
 * Claims a booking for the job's process instance and holds the seats it wants. Repeating it gives
 * the same answer while the hold lasts. A second instance of the same booking gets nothing.
 */
export async function reserve(
  ports: WorkerPorts,
  job: Job<ReserveSeatsInput>,
): Promise<ReserveResult> {
  const { bookingId } = job.variables;
  return inTransaction(ports.pool, async (client) => {
    await insertClaim(client, bookingId, job.processInstanceKey);
    const claim = await lockClaim(client, bookingId);
    if (claim?.processInstanceKey !== job.processInstanceKey) {
      const owner = claim?.processInstanceKey ?? 'unknown';
      return { kind: 'duplicate', reason: `process instance ${owner} has this booking` };
    }
    if (claim.undoing || claim.closed) {
      throw nonRetryable(`booking ${bookingId}: it is being undone or closed`);
    }
    if (job.variables.simulate === 'seats') {
      return { kind: 'unavailable', reason: 'simulated: no seats' };
    }
    return holdFor(client, job.variables, ports.holdSeconds ?? DEFAULT_HOLD_SECONDS);
  });
}

async function holdFor(
  client: Queryable,
  input: ReserveSeatsInput,
  holdSeconds: number,
): Promise<ReserveResult> {
  const { bookingId, flightId } = input;
  const before = await readBookedSeats(client, bookingId);
  const [first] = before;
  const flight = await readFlight(client, first?.flightId ?? flightId);
  const reason = whyNotSold(flight, bookingId);
  if (flight === undefined || reason !== undefined) {
    return { kind: 'unavailable', reason: reason ?? 'there is no such flight' };
  }
  const until = first?.holdUntil;
  if (first !== undefined && until instanceof Date) {
    const seats = inOrderAsked(
      before.map((seat) => seat.seatNo),
      input.requestedSeats,
    );
    return held(flight, { seats, cabin: first.cabin, until });
  }
  const picked = await pickSeats(client, input);
  if (picked === undefined) {
    return { kind: 'unavailable', reason: 'the seats are taken' };
  }
  const newUntil = await holdSeats(
    client,
    { flightId, seatNos: picked.seats, bookingId },
    holdSeconds,
  );
  await tellBooking(client, bookingId, {
    type: 'SEATS_HELD',
    data: { seats: [...picked.seats], cabin: picked.cabin },
  });
  return held(flight, { ...picked, until: newUntil });
}

/** The id `JW204-TUE` names the next departure as of the time of booking, not that of a later week. */
function whyNotSold(flight: FlightOffer | undefined, bookingId: string): string | undefined {
  if (flight === undefined) {
    return 'there is no such flight';
  }
  const booked = bookedAt(bookingId);
  const isLater = booked !== undefined && flight.departsAt.getTime() > booked + WEEK_MS;
  return flight.departed || isLater ? 'the flight has departed' : undefined;
}

function held(
  flight: FlightOffer,
  hold: { readonly seats: readonly string[]; readonly cabin: Cabin; readonly until: Date },
): ReserveResult {
  return {
    kind: 'held',
    output: {
      seats: hold.seats,
      cabin: hold.cabin,
      daysToDeparture: flight.daysToDeparture,
      baseFare: flight.fares[hold.cabin],
      currency: flight.currency,
      holdExpiresAt: hold.until.toISOString(),
    },
  };
}

interface PickedSeats {
  readonly seats: readonly string[];
  readonly cabin: Cabin;
}

async function pickSeats(
  client: Queryable,
  { flightId, requestedSeats, seatCount }: ReserveSeatsInput,
): Promise<PickedSeats | undefined> {
  if (requestedSeats.length === 0) {
    return pickAny(client, { flightId, count: seatCount });
  }
  const locked = await lockNamedSeats(client, flightId, requestedSeats);
  const cabin = locked[0]?.cabin;
  const fits = locked.length === seatCount && locked.length === requestedSeats.length;
  return cabin !== undefined && fits && locked.every((seat) => seat.cabin === cabin)
    ? { seats: requestedSeats, cabin }
    : undefined;
}

/** The cheapest cabin with enough free seats; those in front first, which keeps a party together. */
async function pickAny(
  client: Queryable,
  { flightId, count }: { readonly flightId: string; readonly count: number },
): Promise<PickedSeats | undefined> {
  for (const cabin of cabins) {
    for (const skipLocked of [true, false]) {
      await client.query('SAVEPOINT before_cabin');
      const seats = await lockAnySeats(client, { flightId, cabin, count }, { skipLocked });
      if (seats.length === count) {
        return { seats: seats.map((seat) => seat.seatNo), cabin };
      }
      // Lets go of the too few seats, so that others do not pass them over.
      await client.query('ROLLBACK TO SAVEPOINT before_cabin');
    }
  }
  return undefined;
}

function inOrderAsked(seats: readonly string[], asked: readonly string[]): readonly string[] {
  return asked.length === seats.length ? asked : seats;
}
