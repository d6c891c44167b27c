import type { ApiHandlers } from '../../../generated/api.gen.js';
import { operatePath } from '../operate-links.js';
import type { BookingPorts } from '../ports.js';
import { bookingNotFound } from '../problems.js';
import { showBooking } from '../show-booking.js';
import { readBooking } from '../sql/booking.js';

/** Shows a booking as it stands, and where its process can be looked at. */
export function getBooking(ports: BookingPorts): ApiHandlers['getBooking'] {
  return async ({ params }) => {
    const booking = await readBooking(ports.pool, params.bookingId);
    if (booking === undefined) {
      throw bookingNotFound(params.bookingId);
    }
    const link = { Link: `<${operatePath(booking.bookingId)}>; rel="monitor"` };
    return {
      status: 200,
      body: showBooking(booking),
      ...(ports.linksToOperate ? { headers: link } : {}),
    };
  };
}
