import { byId } from '../shared/element.js';
import { startTheme } from '../shared/theme.js';
import { BookingForm } from './booking-form.js';
import { BookingView } from './booking-view.js';

const BOOKING = /^#\/bookings\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const view = new BookingView();
/** What was sent and answered for the booking that is about to be shown. */
let known;
const form = new BookingForm((accepted, request) => {
  known = { ...request, ...accepted, seats: [] };
  location.hash = `#/bookings/${accepted.bookingId}`;
});

/** The address says what is shown, so that a reload or a bookmark shows the same booking. */
function show() {
  const bookingId = BOOKING.exec(location.hash)?.[1];
  if (bookingId === undefined) {
    view.close();
    void form.open();
    return;
  }
  form.close();
  void view.open(bookingId, known?.bookingId === bookingId ? known : undefined);
}

byId('new-booking').addEventListener('click', () => {
  location.hash = '';
});
addEventListener('hashchange', show);
startTheme();
show();
