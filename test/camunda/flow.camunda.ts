import { findViolations } from '../chaos/invariants.js';
import { bookingBody, type BookingView } from '../system/booking-client.js';
import { openStack, type StackUnderTest } from './stack-under-test.js';

/**
 * What carries the calls to the engine: an HTTP/2 connection of our own that asks for jobs, and the SDK,
 * whose connection streams them.
 */
describe.each(['grpc', 'sdk'])(
  'bookings on real Camunda, RabbitMQ and PostgreSQL, by %s',
  (transport) => {
    let stack: StackUnderTest;

    beforeAll(async () => {
      stack = await openStack({ PAYMENT_TIMEOUT: 'PT5S', JOBWRIGHT_TRANSPORT: transport });
    }, 120_000);

    async function bookUntilFinal(body: object): Promise<BookingView> {
      const answer = await stack.client.book(body);
      expect(answer).toMatchObject({ status: 202, body: { status: 'PENDING' } });
      return stack.client.untilFinal(answer.body.bookingId, 60_000);
    }

    test('a booking ends CONFIRMED with a seat, a price and a ticket number', async () => {
      const booking = await bookUntilFinal(bookingBody());

      expect(booking).toMatchObject({ status: 'CONFIRMED', reason: null });
      expect(booking.ticketNumbers).toEqual([expect.stringMatching(/^\d{13}$/)]);
      expect(await findViolations(stack.databaseUrl, [booking])).toEqual([]);
    }, 90_000);

    test.each([
      ['seats', 'SEATS_UNAVAILABLE'],
      ['payment-declined', 'PAYMENT_DECLINED'],
      ['payment-silent', 'PAYMENT_TIMEOUT'],
      ['ticket', 'TICKETING_FAILED'],
    ])(
      'failure path %s ends REJECTED with nothing held and nothing charged',
      async (simulate, reason) => {
        const booking = await bookUntilFinal(bookingBody({ simulate }));

        expect(booking).toMatchObject({ status: 'REJECTED', reason, ticketNumbers: [] });
        expect(await findViolations(stack.databaseUrl, [booking])).toEqual([]);
      },
      90_000,
    );

    test('a customer who cancels while the payment is silent ends CANCELLED, everything undone', async () => {
      const answer = await stack.client.book(bookingBody({ simulate: 'payment-silent' }));
      expect((await stack.client.cancel(answer.body.bookingId)).status).toBe(202);
      const booking = await stack.client.untilFinal(answer.body.bookingId, 60_000);

      expect(booking.status).toBe('CANCELLED');
      expect(await findViolations(stack.databaseUrl, [booking])).toEqual([]);
    }, 90_000);

    test('two customers who want one seat: one flies, the other is told', async () => {
      const seat = transport === 'grpc' ? '26D' : '26E';
      const body = bookingBody({ flightId: 'JW204-WED', seats: [seat] });
      const answers = await Promise.all([stack.client.book(body), stack.client.book(body)]);
      const bookings = await Promise.all(
        answers
          .filter(({ status }) => status === 202)
          .map((answer) => stack.client.untilFinal(answer.body.bookingId, 60_000)),
      );

      expect(bookings.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(1);
      expect(await findViolations(stack.databaseUrl, bookings)).toEqual([]);
    }, 90_000);
  },
);
