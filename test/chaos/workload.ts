import type { BookingClient } from '../system/booking-client.js';
import { bookingBody, type BookingView } from '../system/booking-client.js';
import type { Random } from './random.js';

/** One customer's plan, fixed by the seed before the run starts. */
export interface PlannedBooking {
  readonly idempotencyKey: string;
  readonly body: object;
  /** Whether the customer cancels, and how long after the answer (ms). */
  readonly cancelAfterMs: number | undefined;
}

/** What became of a plan: accepted with this id, or refused with this problem code. */
export interface Outcome {
  readonly planned: PlannedBooking;
  readonly bookingId?: string;
  readonly refusedWith?: string;
}

const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const endings = ['none', 'none', 'none', 'none', 'seats', 'payment-declined', 'ticket'];

/** Plans `count` bookings: most end well, some fail on purpose, some fight for one seat, some cancel. */
export function planBookings(random: Random, count: number): readonly PlannedBooking[] {
  return Array.from({ length: count }, (_, index) => {
    const simulate = random.pick(endings);
    const contended = random.next() < 0.2;
    return {
      idempotencyKey: `crash-${String(random.integer(1, 1e9))}-${String(index)}`,
      body: bookingBody({
        flightId: contended ? 'JW204-TUE' : `JW204-${random.pick(days)}`,
        ...(contended ? { seats: [`${String(random.integer(20, 22))}C`] } : {}),
        ...(simulate === 'none' ? {} : { simulate }),
      }),
      cancelAfterMs: random.next() < 0.15 ? random.integer(0, 150) : undefined,
    };
  });
}

/**
 * Carries out one plan the way a careful client does: it repeats the same request with the same key
 * until it has an answer, whatever happens to the server meanwhile. Gives up after `timeoutMs`.
 */
export async function carryOut(
  planned: PlannedBooking,
  client: BookingClient,
  timeoutMs: number,
): Promise<Outcome> {
  const answer = await insist(timeoutMs, () => client.book(planned.body, planned.idempotencyKey));
  if (answer.status !== 202) {
    return { planned, refusedWith: String((answer.body as { code?: unknown }).code) };
  }
  const { bookingId } = answer.body;
  if (planned.cancelAfterMs !== undefined) {
    await delay(planned.cancelAfterMs);
    await insist(timeoutMs, () => client.cancel(bookingId));
  }
  return { planned, bookingId };
}

/** Waits for a final state across restarts. */
export async function settle(
  bookingId: string,
  client: BookingClient,
  timeoutMs: number,
): Promise<BookingView> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const { body } = await insist(timeoutMs, () => client.get(bookingId));
    if (body.status !== 'PENDING' || Date.now() > giveUpAt) {
      return body;
    }
    await delay(50);
  }
}

async function insist<Answer extends { readonly status: number }>(
  timeoutMs: number,
  request: () => Promise<Answer>,
): Promise<Answer> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      const answer = await request();
      if (answer.status < 500) {
        return answer;
      }
    } catch (error) {
      if (Date.now() > giveUpAt) {
        throw error;
      }
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`no usable answer within ${String(timeoutMs)} ms`);
    }
    await delay(100);
  }
}

/** Resolves after `ms`. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
