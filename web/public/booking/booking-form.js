import { byId, say } from '../shared/element.js';
import { formatMoney } from '../shared/format.js';
import { RequestFailure } from '../shared/request.js';
import { createBooking, randomId } from './api.js';
import { FlightList } from './flight-list.js';
import { PassengerList } from './passenger-list.js';
import { showFailure } from './problem-words.js';
import { SeatMap } from './seat-map.js';

/** Codes after which the seat map is no longer true. */
const STALE_SEATS = ['SEAT_TAKEN', 'SEAT_UNKNOWN', 'FLIGHT_FULL'];

/** The form. Calls `onAccepted` with what the server answered and the request that it answered. */
export class BookingForm {
  #form = byId('booking-form');
  #problem = byId('form-problem');
  #submit = byId('book');
  #flights = new FlightList(() => {
    this.#flightChosen();
  });
  #passengers = new PassengerList(() => {
    this.#seats.limit = this.#passengers.count;
    this.#showPrice();
  });
  #seats = new SeatMap(() => {
    showFailure(this.#problem, undefined);
    this.#showPrice();
  });
  #onAccepted;
  /** The last attempt whose outcome is unknown: sent again with the same key while it is the same. */
  #attempt;

  constructor(onAccepted) {
    this.#onAccepted = onAccepted;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    for (const id of ['seat-mode-any', 'seat-mode-choose']) {
      byId(id).addEventListener('change', () => {
        this.#seatModeChosen();
      });
    }
  }

  /** Shows the form with fresh flights and seats. */
  async open() {
    this.#form.hidden = false;
    await this.#flights.load();
    this.#seatModeChosen();
  }

  close() {
    this.#form.hidden = true;
  }

  get #choosesSeats() {
    return byId('seat-mode-choose').checked;
  }

  #flightChosen() {
    showFailure(this.#problem, undefined);
    this.#seatModeChosen();
    this.#showPrice();
  }

  #seatModeChosen() {
    byId('seat-choice').hidden = !this.#choosesSeats;
    if (this.#choosesSeats) {
      void this.#seats.load(this.#flights.chosen);
    }
    this.#showPrice();
  }

  #showPrice() {
    const flight = this.#flights.chosen;
    const cabin = this.#choosesSeats ? this.#seats.cabin : undefined;
    const offers = flight?.cabins.filter((offer) => cabin === undefined || offer.cabin === cabin);
    if (offers === undefined || offers.length === 0) {
      say(byId('price'), '');
      return;
    }
    const value = Math.min(...offers.map((offer) => offer.baseFare)) * this.#passengers.count;
    const words = formatMoney({ value, currency: flight.currency });
    say(
      byId('price'),
      `Base price ${cabin === undefined ? 'from ' : ''}${words}. The fare class, by days to departure, lowers or raises it.`,
    );
  }

  #body() {
    const simulate = byId('simulate').value;
    return {
      flightId: this.#flights.chosen?.flightId ?? '',
      ...(this.#choosesSeats ? { seats: this.#seats.chosen } : {}),
      passengers: this.#passengers.passengers,
      payment: { token: byId('payment-token').value },
      ...(simulate === '' ? {} : { simulate }),
    };
  }

  async #send() {
    if (this.#submit.disabled) {
      return;
    }
    if (this.#choosesSeats && this.#seats.chosen.length !== this.#passengers.count) {
      this.#fail(new RequestFailure({ code: 'SEATS_PASSENGERS_MISMATCH', detail: '' }));
      return;
    }
    const body = this.#body();
    const text = JSON.stringify(body);
    if (this.#attempt?.text !== text) {
      this.#attempt = { text, key: randomId() };
    }
    this.#submit.disabled = true;
    showFailure(this.#problem, undefined);
    this.#passengers.markFaults([]);
    try {
      const accepted = await createBooking(body, this.#attempt.key);
      this.#attempt = undefined;
      this.#onAccepted(accepted, body);
    } catch (failure) {
      this.#fail(failure);
    } finally {
      this.#submit.disabled = false;
    }
  }

  #fail(failure) {
    // Only a refusal is certain; after silence or a server fault the same key must be sent again.
    if (failure.status >= 400 && failure.status < 500) {
      this.#attempt = undefined;
    }
    showFailure(this.#problem, failure);
    this.#passengers.markFaults(failure.errors);
    this.#problem.focus();
    if (STALE_SEATS.includes(failure.code) && this.#choosesSeats) {
      void this.#seats.load(this.#flights.chosen);
    }
  }
}
