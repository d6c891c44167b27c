import { element } from '../shared/element.js';

/** What a problem code means to someone who books a flight. Other codes show the server's own words. */
const WORDS = {
  UNREACHABLE: 'The booking service cannot be reached. Nothing was charged; you can try again.',
  UNREADABLE: 'The booking service gave an answer that this page does not understand.',
  REQUEST_INVALID: 'Something in the form is not right.',
  IDEMPOTENCY_KEY_REUSED: 'The form changed since it was sent. Please book again.',
  FLIGHT_NOT_FOUND: 'This flight is no longer on sale.',
  FLIGHT_DEPARTED: 'This flight has departed.',
  FLIGHT_FULL: 'This flight has not enough free seats together in one cabin.',
  SEAT_UNKNOWN: 'This aircraft has no such seat.',
  SEAT_TAKEN: 'Someone else was faster: a seat you chose is taken. Choose another.',
  SEATS_MIXED_CABIN: 'Your seats are in different cabins. Choose them in one cabin.',
  SEATS_PASSENGERS_MISMATCH: 'Choose one seat for each passenger.',
  SIMULATION_DISABLED: 'Failures cannot be acted out here.',
  BOOKING_NOT_FOUND: 'There is no such booking.',
  BOOKING_FINAL: 'It is too late to cancel: the booking is final.',
  OVERLOADED: 'There is too much to do at the moment. Try again in a few seconds.',
  INTERNAL: 'The booking service failed. You can try again: you will not be charged twice.',
};

/** The words for a failure. */
export const wordsFor = (failure) => WORDS[failure.code] ?? failure.message;

/** Shows a failure in a live region, or clears it when there is none. */
export function showFailure(region, failure) {
  if (failure === undefined) {
    region.replaceChildren();
    return;
  }
  const words = wordsFor(failure);
  const faults = failure.errors
    .filter((fault) => typeof fault?.detail === 'string')
    .map((fault) => element('li', {}, `${nameOf(String(fault.pointer ?? ''))}${fault.detail}`));
  region.replaceChildren(
    element(
      'div',
      { class: 'notice bad', 'data-code': failure.code },
      element('p', {}, words),
      ['', words].includes(failure.message)
        ? undefined
        : element('p', { class: 'quiet' }, failure.message),
      faults.length === 0 ? undefined : element('ul', {}, ...faults),
      failure.requestId === undefined
        ? undefined
        : element('p', { class: 'quiet' }, `Request ${failure.requestId}`),
    ),
  );
}

const FIELDS = {
  givenName: 'given name',
  familyName: 'family name',
  flightId: 'flight',
  seats: 'seats',
  payment: 'payment',
};

/** `/passengers/0/givenName` becomes `Passenger 1, given name: `. */
function nameOf(pointer) {
  const [, first, index, field] = pointer.split('/');
  if (first === 'passengers' && index !== undefined) {
    return `Passenger ${String(Number(index) + 1)}${field === undefined ? '' : `, ${FIELDS[field] ?? field}`}: `;
  }
  return first === undefined || first === '' ? '' : `${FIELDS[first] ?? first}: `;
}
