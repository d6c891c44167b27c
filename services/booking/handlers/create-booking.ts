import type {
  ApiHandlers,
  BookingRequest,
  CreateBookingResponse,
} from '../../../generated/api.gen.js';
import type { BookingRequested } from '../../../generated/ticket-booking/contract.gen.js';
import { fingerprint } from '../../../runtime/index.js';
import { isUniqueViolation, type Pool } from '../../database/index.js';
import { createBookingId, createReference } from '../booking-identity.js';
import { checkOffer } from '../check-offer.js';
import type { BookingPorts } from '../ports.js';
import { problem } from '../problems.js';
import { acceptBooking, readKey, type KeyedBooking } from '../sql/accept.js';
import { topics } from '../topics.js';

/** Requests that may wait for a connection; beyond them the service says it has too much to do. */
const MAX_WAITING = 200;
const REFERENCE_TRIES = 5;

/**
 * Accepts a booking: key, booking and the message that starts its process in one statement, so it
 * works while everything behind it is down. The checks of seats spare the customer a wait; what
 * counts is the hold that the process takes.
 */
export function createBooking(ports: BookingPorts): ApiHandlers['createBooking'] {
  return async ({ headers, body }) => {
    const key = headers['idempotency-key'];
    const mark = fingerprint(body);
    if (ports.pool.waitingCount > MAX_WAITING) {
      throw problem('OVERLOADED', 'Repeat the request after the time that Retry-After gives.', {
        'Retry-After': '1',
      });
    }
    const known = await readKey(ports.pool, key);
    if (known !== undefined) {
      return replay(known, mark);
    }
    checkBody(body, ports.allowSimulation);
    await checkOffer(ports.pool, body);
    return accept(ports, { key, mark, body });
  };
}

function checkBody(body: BookingRequest, allowSimulation: boolean): void {
  if (body.simulate !== undefined && !allowSimulation) {
    throw problem('SIMULATION_DISABLED', 'Leave out "simulate".');
  }
  if (body.seats !== undefined && body.seats.length !== body.passengers.length) {
    throw problem(
      'SEATS_PASSENGERS_MISMATCH',
      `${count(body.seats.length, 'seat was', 'seats were')} asked for ${count(body.passengers.length, 'passenger', 'passengers')}.`,
    );
  }
}

async function accept(
  ports: BookingPorts,
  request: { readonly key: string; readonly mark: string; readonly body: BookingRequest },
): Promise<CreateBookingResponse> {
  const { key, mark, body } = request;
  const bookingId = createBookingId();
  for (let attempt = 1; ; attempt += 1) {
    const reference = createReference();
    try {
      const isNew = await acceptBooking(ports.pool, {
        bookingId,
        reference,
        flightId: body.flightId,
        passengers: body.passengers,
        idempotencyKey: key,
        fingerprint: mark,
        topic: topics.bookingRequested,
        message: messageFor(ports, bookingId, body),
      });
      return isNew ? accepted({ bookingId, reference }) : await replayTaken(ports.pool, key, mark);
    } catch (error) {
      if (attempt === REFERENCE_TRIES || !isUniqueViolation(error, 'booking_reference')) {
        throw error;
      }
    }
  }
}

function messageFor(
  ports: BookingPorts,
  bookingId: string,
  body: BookingRequest,
): BookingRequested {
  return {
    bookingId,
    flightId: body.flightId,
    requestedSeats: body.seats ?? [],
    passengers: body.passengers,
    paymentToken: body.payment.token,
    paymentTimeout: ports.paymentTimeout,
    simulate: body.simulate ?? null,
  };
}

async function replayTaken(pool: Pool, key: string, mark: string): Promise<CreateBookingResponse> {
  const known = await readKey(pool, key);
  if (known === undefined) {
    throw new Error('an idempotency key vanished between two statements');
  }
  return replay(known, mark);
}

function replay(known: KeyedBooking, mark: string): CreateBookingResponse {
  if (known.fingerprint !== mark) {
    throw problem('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new booking.');
  }
  return accepted(known);
}

function accepted({
  bookingId,
  reference,
}: Pick<KeyedBooking, 'bookingId' | 'reference'>): CreateBookingResponse {
  return {
    status: 202,
    headers: { Location: `/bookings/${bookingId}` },
    body: { bookingId, reference, status: 'PENDING' },
  };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
