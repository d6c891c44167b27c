import { fileURLToPath } from 'node:url';
import { createTestEngine, type TestEngine } from 'jobwright/testing';

import type { TicketBookingHandlers } from '../../generated/ticket-booking/contract.gen.js';

// Made from bpmn/ticket-booking.bpmn by `jobwright scaffold tests`, once: this file is yours to change.

/** What jobs answer where a test asks for nothing else. */
const answers: TicketBookingHandlers = {
  'cancel-booking': () => Promise.resolve({}),
  'confirm-booking': () => Promise.resolve({}),
  'issue-ticket': () => Promise.resolve({ ticketNumbers: ['example'] }),
  'refund-payment': () => Promise.resolve({}),
  'reject-booking': () => Promise.resolve({}),
  'release-seats': () => Promise.resolve({}),
  'reserve-seats': () =>
    Promise.resolve({
      seats: ['example'],
      cabin: 'economy',
      daysToDeparture: 0,
      baseFare: 0,
      currency: 'example',
      holdExpiresAt: '2030-01-01T00:00:00Z',
    }),
  'retrieve-payment': () => Promise.resolve({ paymentRequestId: 'example' }),
  'void-ticket': () => Promise.resolve({}),
};

const files = ['../../bpmn/ticket-booking.bpmn', '../../bpmn/fare.dmn'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

let engine: TestEngine;
beforeEach(async () => {
  engine = await createTestEngine({ start: Date.parse('2030-01-01T00:00:00.000Z') });
  await engine.deploy(...files);
});
afterEach(async () => {
  await engine.close();
});

/** What most tests begin with. */
async function start(): Promise<void> {
  await engine.publishMessage({
    name: 'booking-requested',
    correlationKey: 'example',
    variables: {
      bookingId: '00000000-0000-4000-8000-000000000001',
      flightId: 'example',
      requestedSeats: ['example'],
      passengers: [
        {
          givenName: 'example',
          familyName: 'example',
        },
      ],
      paymentToken: 'example',
      paymentTimeout: 'PT1H',
      simulate: 'seats',
    },
  });
}

test('Payment approved? Yes: ends at Booking confirmed', async () => {
  engine.handleAll(answers);
  await start();
  await engine.publishMessage({
    name: 'payment-result',
    correlationKey: 'example',
    variables: {
      paymentStatus: 'APPROVED',
      paymentReference: 'example',
    },
  });

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPath(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'AwaitPayment',
      'PaymentApproved',
      'IssueTicket',
      'ConfirmBooking',
      'BookingConfirmed',
    );
});

test('Seats unavailable: ends at Booking rejected', async () => {
  const handlers: TicketBookingHandlers = {
    ...answers,
    'reserve-seats': (_job, context) =>
      Promise.reject(context.error('SEATS_UNAVAILABLE', 'as this path has it')),
  };
  engine.handleAll(handlers);
  await start();

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPassed(
      'BookingRequested',
      'SeatsUnavailable',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
    )
    .assertPassedOnly(
      'BookingRequested',
      'SeatsUnavailable',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
      'SeatsHeld',
      'PaymentRequested',
      'TicketIssued',
      'ReleaseSeats',
      'RefundPayment',
      'VoidTicket',
    );
});

test('Duplicate instance: ends at Duplicate ended', async () => {
  const handlers: TicketBookingHandlers = {
    ...answers,
    'reserve-seats': (_job, context) =>
      Promise.reject(context.error('DUPLICATE_INSTANCE', 'as this path has it')),
  };
  engine.handleAll(handlers);
  await start();

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPath('BookingRequested', 'DuplicateInstance', 'DuplicateEnded');
});

test('Customer cancellation: ends at Booking cancelled', async () => {
  engine.handleAll(answers);
  engine.hold('ReserveSeats');
  await start();
  await engine.publishMessage({
    name: 'cancel-requested',
    correlationKey: '00000000-0000-4000-8000-000000000001',
    variables: {},
  });

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPassed('BookingRequested')
    .assertPassed(
      'CancellationRequested',
      'UndoCancelledBooking',
      'CancelBooking',
      'BookingCancelled',
      'CustomerCancellation',
    )
    .assertPassedOnly(
      'BookingRequested',
      'CancellationRequested',
      'UndoCancelledBooking',
      'CancelBooking',
      'BookingCancelled',
      'CustomerCancellation',
      'SeatsHeld',
      'PaymentRequested',
      'TicketIssued',
      'ReleaseSeats',
      'RefundPayment',
      'VoidTicket',
    );
});

test('Payment silent: ends at Booking rejected', async () => {
  engine.handleAll(answers);
  await start();
  await engine.advance(3_600_000);

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPassed(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'PaymentSilent',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
    )
    .assertPassedOnly(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'PaymentSilent',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
      'SeatsHeld',
      'PaymentRequested',
      'TicketIssued',
      'ReleaseSeats',
      'RefundPayment',
      'VoidTicket',
    );
});

test('Payment approved? No: ends at Booking rejected', async () => {
  engine.handleAll(answers);
  await start();
  await engine.publishMessage({
    name: 'payment-result',
    correlationKey: 'example',
    variables: {
      paymentStatus: 'DECLINED',
      paymentReference: 'example',
    },
  });

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPassed(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'AwaitPayment',
      'PaymentApproved',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
    )
    .assertPassedOnly(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'AwaitPayment',
      'PaymentApproved',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
      'SeatsHeld',
      'PaymentRequested',
      'TicketIssued',
      'ReleaseSeats',
      'RefundPayment',
      'VoidTicket',
    );
});

test('Payment approved? Yes, Ticketing failed: ends at Booking rejected', async () => {
  const handlers: TicketBookingHandlers = {
    ...answers,
    'issue-ticket': (_job, context) =>
      Promise.reject(context.error('TICKETING_FAILED', 'as this path has it')),
  };
  engine.handleAll(handlers);
  await start();
  await engine.publishMessage({
    name: 'payment-result',
    correlationKey: 'example',
    variables: {
      paymentStatus: 'APPROVED',
      paymentReference: 'example',
    },
  });

  engine
    .lastInstance('ticket-booking')
    .assertNoIncident()
    .assertState('COMPLETED')
    .assertPassed(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'AwaitPayment',
      'PaymentApproved',
      'TicketingFailed',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
    )
    .assertPassedOnly(
      'BookingRequested',
      'ReserveSeats',
      'DetermineFare',
      'RetrievePayment',
      'AwaitPayment',
      'PaymentApproved',
      'TicketingFailed',
      'BookingFailed',
      'UndoBooking',
      'RejectBooking',
      'BookingRejected',
      'SeatsHeld',
      'PaymentRequested',
      'TicketIssued',
      'ReleaseSeats',
      'RefundPayment',
      'VoidTicket',
    );
});
