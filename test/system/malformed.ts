import { bookingBody } from './booking-client.js';

/** A request body that must be refused, and the problem it must be refused with. */
export interface MalformedBody {
  readonly name: string;
  readonly body: string;
  readonly contentType?: string;
  readonly status: number;
  readonly code: string;
}

const json = (value: unknown): string => JSON.stringify(value);
const passenger = { givenName: 'Ada', familyName: 'Lovelace' };

/** More than ten ways to get a booking request wrong. */
export const malformedBodies: readonly MalformedBody[] = [
  { name: 'nothing', body: '', status: 400, code: 'REQUEST_INVALID' },
  { name: 'half a JSON text', body: '{"flightId":', status: 400, code: 'BODY_NOT_JSON' },
  { name: 'an array', body: '[]', status: 400, code: 'REQUEST_INVALID' },
  { name: 'null', body: 'null', status: 400, code: 'REQUEST_INVALID' },
  { name: 'a string', body: '"JW204-TUE"', status: 400, code: 'REQUEST_INVALID' },
  { name: 'no member at all', body: '{}', status: 400, code: 'REQUEST_INVALID' },
  {
    name: 'an unknown member',
    body: json(bookingBody({ discount: 100 })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a flight id that is a number',
    body: json(bookingBody({ flightId: 204 })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a flight id with SQL in it',
    body: json(bookingBody({ flightId: "JW204-TUE'; drop table booking.booking; --" })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'no passenger',
    body: json(bookingBody({ passengers: [] })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'ten passengers',
    body: json(bookingBody({ passengers: Array.from({ length: 10 }, () => passenger) })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a passenger with an empty name',
    body: json(bookingBody({ passengers: [{ givenName: '', familyName: 'X' }] })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a seat that is not one',
    body: json(bookingBody({ seats: ['0Z'] })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'one seat asked for twice',
    body: json(bookingBody({ seats: ['20A', '20A'], passengers: [passenger, passenger] })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'two seats for one passenger',
    body: json(bookingBody({ seats: ['20A', '20B'] })),
    status: 422,
    code: 'SEATS_PASSENGERS_MISMATCH',
  },
  {
    name: 'an unknown simulation',
    body: json(bookingBody({ simulate: 'everything' })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a payment without a token',
    body: json(bookingBody({ payment: {} })),
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'deep nesting',
    body: `${'['.repeat(5000)}${']'.repeat(5000)}`,
    status: 400,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'one MiB',
    body: json(bookingBody({ padding: 'x'.repeat(1024 * 1024) })),
    status: 413,
    code: 'BODY_TOO_LARGE',
  },
  {
    name: 'a form',
    body: 'flightId=JW204-TUE',
    contentType: 'application/x-www-form-urlencoded',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
];
