import { byId, element, say } from '../shared/element.js';
import { formatMoney } from '../shared/format.js';
import { listSeats } from './api.js';
import { wordsFor } from './problem-words.js';

const LETTERS = ['A', 'B', 'C', 'aisle', 'D', 'E', 'F'];
const STEPS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * The seats of a flight as toggle buttons, at most one for each passenger and all in one cabin.
 * One Tab stop; the arrow keys move between seats.
 */
export class SeatMap {
  #map = byId('seat-map');
  #hint = byId('seat-hint');
  #onChange;
  #flight;
  #seats = [];
  #chosen = [];
  #limit = 1;
  #loading = 0;

  constructor(onChange) {
    this.#onChange = onChange;
    this.#map.addEventListener('click', (event) => {
      const button = event.target.closest('button[data-seat]');
      if (button !== null) {
        this.#toggle(button.dataset.seat);
      }
    });
    this.#map.addEventListener('keydown', (event) => {
      this.#move(event);
    });
    byId('refresh-seats').addEventListener('click', () => {
      void this.load(this.#flight);
    });
  }

  /** The chosen seats, in the order of choice. */
  get chosen() {
    return [...this.#chosen];
  }

  /** The cabin of the chosen seats, or undefined. */
  get cabin() {
    return this.#seats.find((seat) => seat.seat === this.#chosen[0])?.cabin;
  }

  /** How many seats may be chosen; surplus ones are given back. */
  set limit(count) {
    this.#limit = count;
    this.#chosen = this.#chosen.slice(0, count);
    this.#mark();
  }

  /** Reads and shows the seats of a flight. Chosen seats that are still free stay chosen. */
  async load(flight) {
    const turn = ++this.#loading;
    const isOther = flight?.flightId !== this.#flight?.flightId;
    this.#flight = flight;
    if (isOther) {
      this.#chosen = [];
      this.#seats = [];
      this.#map.replaceChildren();
    }
    if (flight === undefined) {
      this.#mark();
      return;
    }
    say(this.#hint, 'Loading seats…');
    try {
      const seats = await listSeats(flight.flightId);
      // A slow answer for a flight that was left meanwhile must not be drawn.
      if (turn === this.#loading) {
        this.#draw(seats);
      }
    } catch (failure) {
      if (turn === this.#loading) {
        say(this.#hint, wordsFor(failure));
      }
    }
  }

  #draw(seats) {
    this.#seats = seats.map((seat) => ({
      ...seat,
      row: Number.parseInt(seat.seat, 10),
      letter: seat.seat.slice(-1),
    }));
    const free = new Set(this.#seats.filter((seat) => seat.available).map((seat) => seat.seat));
    this.#chosen = this.#chosen.filter((seat) => free.has(seat));
    const rows = groupByRow(this.#seats);
    const drawn = [];
    let cabin;
    for (const [number, row] of [...rows].sort(([a], [b]) => a - b)) {
      if (row[0].cabin !== cabin) {
        cabin = row[0].cabin;
        drawn.push(element('h3', {}, this.#headingOf(cabin)));
      }
      drawn.push(drawRow(number, row));
    }
    this.#map.replaceChildren(...drawn);
    this.#map.querySelector('button[data-seat]')?.setAttribute('tabindex', '0');
    this.#mark();
  }

  #headingOf(cabin) {
    const name = `${cabin.charAt(0).toUpperCase()}${cabin.slice(1)}`;
    const offer = this.#flight?.cabins.find((other) => other.cabin === cabin);
    return offer === undefined
      ? name
      : `${name}, ${formatMoney({ value: offer.baseFare, currency: this.#flight.currency })}`;
  }

  #toggle(name) {
    const seat = this.#seats.find((other) => other.seat === name);
    if (seat === undefined) {
      return;
    }
    if (this.#chosen.includes(name)) {
      this.#chosen = this.#chosen.filter((other) => other !== name);
    } else if (!seat.available) {
      say(this.#hint, `Seat ${name} is taken.`);
      return;
    } else if (this.cabin !== undefined && seat.cabin !== this.cabin && this.#limit > 1) {
      say(this.#hint, `Choose all seats in one cabin: you began in ${this.cabin}.`);
      return;
    } else {
      // With all seats chosen, the next choice moves the oldest one.
      this.#chosen = [...this.#chosen, name].slice(-this.#limit);
    }
    this.#mark();
    this.#onChange();
  }

  #move(event) {
    const step = STEPS[event.key];
    const from = this.#seats.find((seat) => seat.seat === event.target.dataset?.seat);
    if (step === undefined || from === undefined) {
      return;
    }
    event.preventDefault();
    const to = neighbour(this.#seats, from, step);
    if (to !== undefined) {
      event.target.setAttribute('tabindex', '-1');
      const button = this.#map.querySelector(`button[data-seat="${CSS.escape(to.seat)}"]`);
      button.setAttribute('tabindex', '0');
      button.focus();
    }
  }

  #mark() {
    for (const button of this.#map.querySelectorAll('button[data-seat]')) {
      button.setAttribute('aria-pressed', String(this.#chosen.includes(button.dataset.seat)));
    }
    if (this.#flight === undefined) {
      say(this.#hint, 'Choose a flight first.');
      return;
    }
    const names = this.#chosen.length === 0 ? 'none yet' : this.#chosen.join(', ');
    say(
      this.#hint,
      `Choose ${String(this.#limit)} ${this.#limit === 1 ? 'seat' : 'seats'}. Chosen: ${names}.`,
    );
  }
}

function drawRow(number, row) {
  const byLetter = new Map(row.map((seat) => [seat.letter, seat]));
  return element(
    'div',
    { class: 'row', role: 'group', 'aria-label': `Row ${String(number)}` },
    ...LETTERS.map((letter) => {
      if (letter === 'aisle') {
        return element('span', { class: 'row-number', 'aria-hidden': 'true' }, String(number));
      }
      const seat = byLetter.get(letter);
      return seat === undefined ? element('span') : drawSeat(seat);
    }),
  );
}

function drawSeat({ seat, letter, cabin, available }) {
  return element(
    'button',
    {
      type: 'button',
      class: 'seat',
      tabindex: '-1',
      'data-seat': seat,
      'data-testid': `seat-${seat}`,
      'aria-label': `${seat}, ${cabin}, ${available ? 'free' : 'taken'}`,
      'aria-pressed': 'false',
      'aria-disabled': available ? undefined : 'true',
    },
    available ? letter : '×',
  );
}

/** The nearest seat that lies in the direction of the step, straight on before aside. */
function neighbour(seats, from, [rowStep, letterStep]) {
  const distance = (seat) => {
    const rows = seat.row - from.row;
    const letters = seat.letter.charCodeAt(0) - from.letter.charCodeAt(0);
    const [ahead, aside] = rowStep === 0 ? [letters * letterStep, rows] : [rows * rowStep, letters];
    return ahead <= 0 ? Infinity : ahead + Math.abs(aside) * 100;
  };
  const nearest = seats.reduce((best, seat) => (distance(seat) < distance(best) ? seat : best));
  return distance(nearest) === Infinity ? undefined : nearest;
}

function groupByRow(seats) {
  const rows = new Map();
  for (const seat of seats) {
    rows.set(seat.row, [...(rows.get(seat.row) ?? []), seat]);
  }
  return rows;
}
