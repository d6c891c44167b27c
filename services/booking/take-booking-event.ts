import { RejectedMessageError } from '../bus/index.js';
import { inTransaction, type Pool, type Queryable } from '../database/index.js';
import type { BookingEventMessage } from '../queues.js';
import { bookingEvents } from '../queues.js';
import { lockBooking, updateBooking, type BookingChange, type BookingRow } from './sql/booking.js';
import { insertEvent, keepEarlyEvent, takeEarlyEvents } from './sql/event.js';

/** A booking that has just become final, for metrics. */
export interface FinishedBooking {
  readonly status: BookingRow['status'];
  readonly createdAt: Date;
}

/** What taking in an event came to. */
export interface TakenEvent {
  readonly duplicate: boolean;
  readonly finished: FinishedBooking | undefined;
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
  const { bookingId } = event;
  return inTransaction(pool, async (client) => {
    const booking = await lockBooking(client, bookingId);
    if (booking === undefined) {
      throw new RejectedMessageError(`there is no booking ${bookingId}`);
    }
    if (event.sequence <= booking.lastSequence) {
      return { duplicate: true, finished: undefined };
    }
    if (event.sequence > booking.lastSequence + 1) {
      await keepEarlyEvent(client, bookingId, event);
      return { duplicate: false, finished: undefined };
    }
    const status = await applyAll(client, booking, event);
    const finished =
      status === booking.status ? undefined : { status, createdAt: booking.createdAt };
    return { duplicate: false, finished };
  });
}

/** Applies the event and those kept ones that follow it without a gap; answers the status then. */
async function applyAll(
  client: Queryable,
  booking: BookingRow,
  event: BookingEventMessage,
): Promise<BookingRow['status']> {
  const { bookingId } = booking;
  const kept = await takeEarlyEvents(client, bookingId);
  const waiting = kept.map((early) => bookingEvents.parse({ ...early, bookingId }));
  let { status } = booking;
  let next = event.sequence;
  for (const current of [event, ...waiting]) {
    if (current.sequence === next) {
      const change = changeBy(current, status);
      await updateBooking(client, current, change);
      await insertEvent(client, bookingId, current);
      status = change.status ?? status;
      next += 1;
    } else if (current.sequence > next) {
      await keepEarlyEvent(client, bookingId, current);
    }
  }
  return status;
}

function changeBy(event: BookingEventMessage, status: BookingRow['status']): BookingChange {
  const { seats, amount, ticketNumbers, reason } = event.data;
  const details = {
    ...(seats === undefined ? {} : { seats }),
    ...(amount === undefined ? {} : { amount }),
    ...(ticketNumbers === undefined ? {} : { ticketNumbers }),
  };
  switch (event.type) {
    case 'SEATS_HELD':
    case 'PAYMENT_REQUESTED':
    case 'PAYMENT_APPROVED':
    case 'PAYMENT_DECLINED':
    case 'TICKET_ISSUED':
      return details;
    case 'CONFIRMED':
      return { ...details, ...(status === 'PENDING' ? { status: 'CONFIRMED' } : {}) };
    case 'REJECTED':
      return {
        seats: [],
        ticketNumbers: [],
        ...(reason === undefined ? {} : { reason }),
        ...(status === 'PENDING' ? { status: 'REJECTED' } : {}),
      };
    case 'CANCELLED':
      return {
        seats: [],
        ticketNumbers: [],
        // A cancellation that the engine took before the confirmation's answer wins over it.
        ...(status === 'REJECTED' ? {} : { status: 'CANCELLED' }),
      };
  }
}
