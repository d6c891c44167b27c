const STEPS = [
  ['ACCEPTED', 'Booking accepted'],
  ['SEATS_HELD', 'Seats held'],
  ['PAYMENT_REQUESTED', 'Payment requested'],
  ['PAYMENT_APPROVED', 'Payment approved'],
  ['TICKET_ISSUED', 'Ticket issued'],
];

const REASONS = {
  SEATS_UNAVAILABLE: { step: 'SEATS_HELD', label: 'Seats unavailable' },
  PAYMENT_DECLINED: { step: 'PAYMENT_APPROVED', label: 'Payment declined' },
  PAYMENT_TIMEOUT: { step: 'PAYMENT_APPROVED', label: 'No word from the payment provider in time' },
  TICKETING_FAILED: { step: 'TICKET_ISSUED', label: 'The ticket could not be issued' },
};

const ENDS = {
  PENDING: 'Booking confirmed',
  CONFIRMED: 'Booking confirmed',
  REJECTED: 'Booking rejected, everything undone',
  CANCELLED: 'Booking cancelled, everything undone',
};

/** Event types that make a booking final. */
export const FINAL_TYPES = ['CONFIRMED', 'REJECTED', 'CANCELLED'];

/** Every event type that a booking can tell. */
export const EVENT_TYPES = [
  ...STEPS.map(([type]) => type),
  'PAYMENT_DECLINED',
  'CANCELLATION_REQUESTED',
  ...FINAL_TYPES,
];

/**
 * The steps of a booking as a timeline: `{ type, label, state, at }` with `state` one of `done`,
 * `current`, `waiting`, `failed`, `skipped`. Takes the events known so far in any order and the
 * booking as it stands; what the events do not tell, its status does.
 */
export function timelineOf(events, booking) {
  const byType = new Map(events.map((event) => [event.type, event]));
  const final = FINAL_TYPES.find((type) => byType.has(type)) ?? booking.status;
  const reason =
    booking.reason ??
    byType.get('REJECTED')?.data?.reason ??
    (byType.has('PAYMENT_DECLINED') ? 'PAYMENT_DECLINED' : undefined);
  const failure = REASONS[reason];
  const reached = reachedStep(byType, final);
  const steps = STEPS.map(([type, label], index) => {
    if (failure?.step === type) {
      const at = byType.get('PAYMENT_DECLINED')?.at;
      return { type, label: failure.label, state: 'failed', at };
    }
    return { type, label, state: stateOf(index, reached, final), at: byType.get(type)?.at };
  });
  if (byType.has('CANCELLATION_REQUESTED')) {
    const at = byType.get('CANCELLATION_REQUESTED').at;
    steps.push({ type: 'CANCELLATION_REQUESTED', label: 'Cancellation asked', state: 'done', at });
  }
  steps.push({
    type: final === 'PENDING' ? 'CONFIRMED' : final,
    label: ENDS[final],
    state: endState(final, reached, failure),
    at: byType.get(final)?.at,
  });
  return steps;
}

function reachedStep(byType, final) {
  if (final === 'CONFIRMED') {
    return STEPS.length - 1;
  }
  return STEPS.findLastIndex(([type]) => byType.has(type));
}

function stateOf(index, reached, final) {
  if (index <= reached) {
    return 'done';
  }
  if (final !== 'PENDING') {
    return 'skipped';
  }
  return index === reached + 1 ? 'current' : 'waiting';
}

function endState(final, reached, failure) {
  if (final === 'PENDING') {
    return reached === STEPS.length - 1 && failure === undefined ? 'current' : 'waiting';
  }
  return final === 'CONFIRMED' ? 'done' : 'failed';
}

/** One sentence that says how a booking stands. */
export function statusWords(booking, isCancelling) {
  switch (booking.status) {
    case 'CONFIRMED':
      return 'Confirmed. Have a good flight.';
    case 'REJECTED':
      return `Rejected: ${(REASONS[booking.reason]?.label ?? 'the booking could not be made').toLowerCase()}. Nothing is charged and no seat is held.`;
    case 'CANCELLED':
      return 'Cancelled. Nothing is charged and no seat is held.';
    default:
      return isCancelling ? 'Cancelling…' : 'We are working on your booking…';
  }
}
