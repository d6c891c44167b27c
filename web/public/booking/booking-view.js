import { byId, element, fillFacts, say } from '../shared/element.js';
import { formatClock, formatMoney } from '../shared/format.js';
import { cancelBooking, getBooking, hasOperate, operatePath } from './api.js';
import { followBooking } from './event-stream.js';
import { showFailure } from './problem-words.js';
import { statusWords, timelineOf } from './timeline.js';

const MARKS = { done: '✓', current: '…', waiting: '', failed: '✕', skipped: '–' };
const SPOKEN = {
  done: 'done',
  current: 'in progress',
  waiting: 'not yet',
  failed: 'failed',
  skipped: 'not reached',
};

const AMOUNT_TERMS = { PENDING: 'Amount', CONFIRMED: 'Paid' };

/** How often to ask while the stream is away, in milliseconds. */
const POLL_MS = 3_000;

/** Shows one booking and follows it until it is final. */
export class BookingView {
  #section = byId('booking');
  #problem = byId('booking-problem');
  #cancel = byId('cancel-booking');
  #stream;
  #poll;
  #booking;
  #events = [];
  #isCancelling = false;
  #hasOperate = false;

  constructor() {
    this.#cancel.addEventListener('click', () => {
      void this.#requestCancellation();
    });
    void hasOperate().then((there) => {
      this.#hasOperate = there;
    });
  }

  /** Shows the booking with this id and follows it. `known` is shown until the server answers. */
  async open(bookingId, known) {
    this.close();
    this.#booking = { bookingId, status: 'PENDING', ...known };
    this.#events = [];
    this.#isCancelling = false;
    showFailure(this.#problem, undefined);
    this.#section.hidden = false;
    this.#draw();
    byId('booking-title').focus();
    this.#stream = followBooking(bookingId, {
      onEvent: (event) => {
        this.#take(bookingId, event);
      },
      onConnection: (isConnected) => {
        this.#connection(bookingId, isConnected);
      },
    });
    await this.#refresh(bookingId);
  }

  /** Stops following and hides the booking. */
  close() {
    this.#stream?.close();
    this.#stream = undefined;
    clearInterval(this.#poll);
    this.#poll = undefined;
    this.#section.hidden = true;
  }

  #take(bookingId, event) {
    if (this.#booking?.bookingId !== bookingId) {
      return;
    }
    this.#events.push(event);
    this.#isCancelling ||= event.type === 'CANCELLATION_REQUESTED';
    this.#draw();
    void this.#refresh(bookingId);
  }

  #connection(bookingId, isConnected) {
    if (this.#booking?.bookingId !== bookingId) {
      return;
    }
    say(byId('connection'), isConnected ? '' : 'The connection was lost; trying again.');
    clearInterval(this.#poll);
    this.#poll = isConnected
      ? undefined
      : setInterval(() => {
          void this.#refresh(bookingId);
        }, POLL_MS);
  }

  async #refresh(bookingId) {
    try {
      const booking = await getBooking(bookingId);
      // An answer that was overtaken by a newer one, or by another booking, is dropped.
      if (this.#booking?.bookingId !== bookingId || isOlder(booking, this.#booking)) {
        return;
      }
      this.#booking = booking;
      showFailure(this.#problem, undefined);
      if (booking.status !== 'PENDING') {
        clearInterval(this.#poll);
        say(byId('connection'), '');
      }
      this.#draw();
    } catch (failure) {
      if (failure.status === 404 && this.#booking?.bookingId === bookingId) {
        this.#stream?.close();
        showFailure(this.#problem, failure);
      }
    }
  }

  async #requestCancellation() {
    const { bookingId } = this.#booking;
    this.#isCancelling = true;
    this.#draw();
    try {
      await cancelBooking(bookingId);
      showFailure(this.#problem, undefined);
    } catch (failure) {
      this.#isCancelling = false;
      showFailure(this.#problem, failure);
      this.#draw();
      await this.#refresh(bookingId);
    }
  }

  #draw() {
    const booking = this.#booking;
    const status = byId('booking-status');
    status.dataset.status = booking.status;
    say(status, statusWords(booking, this.#isCancelling));
    byId('timeline').replaceChildren(...timelineOf(this.#events, booking).map(drawStep));
    fillFacts(byId('booking-facts'), [
      ...factsOf(booking),
      ['Process', this.#hasOperate ? operateLink(booking.bookingId) : undefined],
    ]);
    this.#cancel.hidden = booking.status !== 'PENDING';
    this.#cancel.disabled = this.#isCancelling;
    byId('new-booking').hidden = booking.status === 'PENDING' && !this.#isCancelling;
  }
}

function drawStep({ type, label, state, at }) {
  return element(
    'li',
    { 'data-state': state, 'data-testid': `step-${type}` },
    element('span', { class: 'mark', role: 'img', 'aria-label': SPOKEN[state] }, MARKS[state]),
    element('span', { class: 'what' }, label),
    element('span', { class: 'at' }, at === undefined ? '' : formatClock(at)),
  );
}

function operateLink(bookingId) {
  return element('a', { href: operatePath(bookingId), rel: 'noreferrer' }, 'in Operate');
}

function factsOf(booking) {
  const { status, reference, flightId, seats, passengers, amount, ticketNumbers, bookingId } =
    booking;
  return [
    ['Reference', reference],
    ['Flight', flightId],
    ['Passengers', passengers?.map((one) => `${one.givenName} ${one.familyName}`).join(', ')],
    ['Seats', seats?.join(', ')],
    [
      AMOUNT_TERMS[status] ?? 'Amount, not charged',
      amount === undefined || amount === null ? undefined : formatMoney(amount),
    ],
    [ticketNumbers?.length === 1 ? 'Ticket' : 'Tickets', ticketNumbers?.join(', ')],
    ['Booking id', bookingId],
  ];
}

function isOlder(booking, known) {
  return (
    known.updatedAt !== undefined && Date.parse(booking.updatedAt) < Date.parse(known.updatedAt)
  );
}
