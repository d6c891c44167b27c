import { byId, element, say } from '../shared/element.js';
import { formatDay, formatDeparture, formatMoney } from '../shared/format.js';
import { listFlights } from './api.js';
import { wordsFor } from './problem-words.js';

/** The flights on sale, to choose one of. Calls `onChoose` with the flight, once it is chosen. */
export class FlightList {
  #flights = [];
  #chosenId;
  #onChoose;
  #list = byId('flight-list');
  #status = byId('flights-status');
  #filters = {
    from: byId('filter-from'),
    to: byId('filter-to'),
    date: byId('filter-date'),
  };

  constructor(onChoose) {
    this.#onChoose = onChoose;
    for (const filter of Object.values(this.#filters)) {
      filter.addEventListener('change', () => {
        this.#show();
      });
    }
    this.#list.addEventListener('change', (event) => {
      this.#chosenId = event.target.value;
      this.#onChoose(this.chosen);
    });
  }

  /** The chosen flight, or undefined. */
  get chosen() {
    return this.#flights.find((flight) => flight.flightId === this.#chosenId);
  }

  /** Reads the flights. A failure is shown with a way to try again. */
  async load() {
    say(this.#status, 'Loading flights…');
    try {
      this.#flights = await listFlights();
    } catch (failure) {
      say(this.#status, wordsFor(failure));
      const retry = element('button', { type: 'button' }, 'Try again');
      retry.addEventListener('click', () => {
        void this.load();
      });
      this.#list.replaceChildren(retry);
      return;
    }
    const days = new Map(
      this.#flights.map((flight) => [flight.departsAt.slice(0, 10), formatDay(flight.departsAt)]),
    );
    fillOptions(this.#filters.from, namesOf(this.#flights, 'from'));
    fillOptions(this.#filters.to, namesOf(this.#flights, 'to'));
    fillOptions(this.#filters.date, [...days].sort());
    this.#show();
  }

  #show() {
    const { from, to, date } = this.#filters;
    const shown = this.#flights.filter(
      (flight) =>
        (from.value === '' || flight.from === from.value) &&
        (to.value === '' || flight.to === to.value) &&
        (date.value === '' || flight.departsAt.startsWith(date.value)),
    );
    say(this.#status, countOf(shown.length));
    this.#list.replaceChildren(
      ...shown.map((flight) => flightChoice(flight, flight.flightId === this.#chosenId)),
    );
  }
}

function flightChoice(flight, isChosen) {
  const free = flight.cabins.reduce((sum, cabin) => sum + cabin.seatsFree, 0);
  const prices = flight.cabins.map((cabin) => cabin.baseFare);
  const from = prices.length === 0 ? undefined : Math.min(...prices);
  return element(
    'label',
    { class: 'flight', 'data-testid': `flight-${flight.flightId}` },
    element('input', {
      type: 'radio',
      name: 'flight',
      value: flight.flightId,
      required: true,
      checked: isChosen,
    }),
    element('span', { class: 'flight-id' }, flight.flightId),
    element(
      'span',
      {},
      element('span', { class: 'route' }, `${flight.from} → ${flight.to}`),
      ' ',
      element('span', { class: 'when' }, formatDeparture(flight.departsAt)),
    ),
    element(
      'span',
      { class: 'free' },
      `${String(free)} free${from === undefined ? '' : `, from ${formatMoney({ value: from, currency: flight.currency })}`}`,
    ),
  );
}

function countOf(count) {
  if (count === 0) {
    return 'No flights: choose another airport or day.';
  }
  return count === 1 ? '1 flight' : `${String(count)} flights`;
}

const namesOf = (flights, member) =>
  [...new Set(flights.map((flight) => flight[member]))].sort().map((name) => [name, name]);

function fillOptions(select, options) {
  const [any] = select.options;
  const before = select.value;
  select.replaceChildren(
    any,
    ...options.map(([value, label]) => element('option', { value }, label)),
  );
  select.value = options.some(([value]) => value === before) ? before : '';
}
