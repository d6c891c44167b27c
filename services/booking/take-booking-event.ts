import { RejectedMessageError } from '../bus/index.js';
import { inTransaction, type Pool, type Queryable } from '../database/index.js';
import type { BookingEventMessage } from '../queues.js';
import { bookingEvents } from '../queues.js';
import {
  applyNextEvent,
  lockBooking,
  setEarlyEvents,
  type AppliedEvent,
  type BookingChange,
  type ChangedBooking,
} from './sql/booking.js';
import { keepEarlyEvent, takeEarlyEvents } from './sql/event.js';

/** What taking in an event came to. */
export interface TakenEvent {
  readonly duplicate: boolean;
  /** The booking, if it has just become final; for metrics. */
  readonly finished: ChangedBooking | undefined;
}

/**
 * Takes in an event of the worker. Its number makes it count once and in order, whatever the bus
 * does: numbers up to the last one are duplicates, and one that is ahead is kept until the gap is filled.
 *
 * @throws RejectedMessageError when there is no such booking
 */
export async function takeBookingEvent(
  pool: Pool,
  event: BookingEventMessage,
): Promise<TakenEvent> {
  const applied = await applyNextEvent(pool, withChange(event), { withEarlyEvents: false });
  return applied === undefined
    ? inTransaction(pool, (client) => takeOutOfTurn(client, event))
    : { duplicate: false, finished: finishedBy(event, applied) };
}

/** The general way, under the lock of the booking: for duplicates, events ahead, and the gap they left. */
async function takeOutOfTurn(client: Queryable, event: BookingEventMessage): Promise<TakenEvent> {
  const { bookingId } = event;
  const booking = await lockBooking(client, bookingId);
  if (booking === undefined) {
    throw new RejectedMessageError(`there is no booking ${bookingId}`);
  }
  if (event.sequence <= booking.lastSequence) {
    return { duplicate: true, finished: undefined };
  }
  const kept = await takeEarlyEvents(client, bookingId);
  const waiting = kept
    .filter((early) => early.sequence !== event.sequence)
    .map((early) => bookingEvents.parse({ ...early, bookingId }));
  const finished: ChangedBooking[] = [];
  let next = booking.lastSequence + 1;
  let ahead = 0;
  for (const current of [event, ...waiting].sort((a, b) => a.sequence - b.sequence)) {
    if (current.sequence === next) {
      const applied = await applyNextEvent(client, withChange(current), { withEarlyEvents: true });
      finished.push(...[finishedBy(current, applied)].filter((changed) => changed !== undefined));
      next += 1;
    } else {
      await keepEarlyEvent(client, bookingId, current);
      ahead += 1;
    }
  }
  await setEarlyEvents(client, bookingId, ahead);
  return { duplicate: false, finished: finished.at(-1) };
}

/** The booking, when it was this event that made it final. */
function finishedBy(
  event: BookingEventMessage,
  applied: ChangedBooking | undefined,
): ChangedBooking | undefined {
  return applied?.status === changeBy(event).status ? applied : undefined;
}

function withChange(event: BookingEventMessage): AppliedEvent {
  return { ...event, change: changeBy(event) };
}

function changeBy(event: BookingEventMessage): BookingChange {
  const { seats, amount, ticketNumbers, reason } = event.data;
  const details = {
    ...(seats === undefined ? {} : { seats }),
    ...(amount === undefined ? {} : { amount }),
    ...(ticketNumbers === undefined ? {} : { ticketNumbers }),
  };
  const nothingLeft = { seats: [], ticketNumbers: [] };
  switch (event.type) {
    case 'SEATS_HELD':
    case 'PAYMENT_REQUESTED':
    case 'PAYMENT_APPROVED':
    case 'PAYMENT_DECLINED':
    case 'TICKET_ISSUED':
      return details;
    case 'CONFIRMED':
      return { ...details, status: 'CONFIRMED', from: ['PENDING'] };
    case 'REJECTED':
      return {
        ...nothingLeft,
        ...(reason === undefined ? {} : { reason }),
        status: 'REJECTED',
        from: ['PENDING'],
      };
    case 'CANCELLED':
      // A cancellation that the engine took before the confirmation's answer wins over it.
      return { ...nothingLeft, status: 'CANCELLED', from: ['PENDING', 'CONFIRMED'] };
  }
}
