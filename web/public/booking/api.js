import { request } from '../shared/request.js';

/** Flights on sale. */
export const listFlights = async () => (await request('/flights')).flights;

/** The seats of a flight. */
export const listSeats = async (flightId) =>
  (await request(`/flights/${encodeURIComponent(flightId)}/seats`)).seats;

/** Asks for a booking. The same key and body may be sent again: it books once. */
export const createBooking = (body, idempotencyKey) =>
  request('/bookings', { method: 'POST', headers: { 'idempotency-key': idempotencyKey }, body });

/** A booking as it stands. */
export const getBooking = (bookingId) => request(bookingPath(bookingId));

/** Asks to cancel a booking. */
export const cancelBooking = (bookingId) => request(bookingPath(bookingId), { method: 'DELETE' });

/** Where the events of a booking stream from. */
export const bookingEventsPath = (bookingId) => `${bookingPath(bookingId)}/events`;

/** Whether processes can be looked at in Camunda's Operate. */
export async function hasOperate() {
  try {
    return typeof (await request('/inspector-config.json')).operateUrl === 'string';
  } catch {
    return false;
  }
}

/** Leads to the process of a booking in Operate. */
export const operatePath = (bookingId) => `/operate${bookingPath(bookingId)}`;

function bookingPath(bookingId) {
  return `/bookings/${encodeURIComponent(bookingId)}`;
}

/** A random version 4 UUID, also where the page is not a secure context. */
export function randomId() {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
