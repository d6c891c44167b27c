import type { ApiHandlers } from '../../../generated/api.gen.js';
import type { BookingPorts } from '../ports.js';
import { cancelBooking } from './cancel-booking.js';
import { createBooking } from './create-booking.js';
import { getBooking } from './get-booking.js';
import { listFlights } from './list-flights.js';
import { listSeats } from './list-seats.js';
import { streamBookingEvents } from './stream-booking-events.js';

/** One handler for each operation of the API; the compiler names what is missing. */
export function createApiHandlers(ports: BookingPorts): ApiHandlers {
  return {
    cancelBooking: cancelBooking(ports),
    createBooking: createBooking(ports),
    getBooking: getBooking(ports),
    listFlights: listFlights(ports),
    listSeats: listSeats(ports),
    streamBookingEvents: streamBookingEvents(ports),
  };
}
