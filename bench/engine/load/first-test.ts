/**
 * The first test of the reference model in a new process: makes an engine, deploys the model with its
 * decision table, runs a booking to its end and looks at its path. What a runner loads is not counted.
 */
import { fileURLToPath } from 'node:url';

import { createTestEngine } from '../../../engine/testing.js';
import { report } from './options.js';

const [, , root = ''] = process.argv;
const files = ['ticket-booking.bpmn', 'fare.dmn'].map((name) =>
  fileURLToPath(new URL(`bpmn/${name}`, root)),
);
const request = {
  bookingId: 'b-1',
  flightId: 'JW204-TUE',
  requestedSeats: [],
  passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
  paymentToken: 'tok_visa',
  paymentTimeout: 'PT30S',
  simulate: null,
};
const hold = {
  seats: ['12A'],
  cabin: 'economy',
  daysToDeparture: 40,
  baseFare: 10_000,
  currency: 'EUR',
  holdExpiresAt: '2026-01-01T00:15:00Z',
};

async function test(): Promise<{ readonly deployed: number; readonly all: number }> {
  const start = performance.now();
  const engine = await createTestEngine();
  await engine.deploy(...files);
  const deployed = performance.now() - start;
  engine.handleAll({
    'reserve-seats': () => Promise.resolve(hold),
    'retrieve-payment': () => Promise.resolve({ paymentRequestId: 'pay-b-1' }),
    'issue-ticket': () => Promise.resolve({ ticketNumbers: ['1'] }),
    'confirm-booking': () => Promise.resolve({}),
  });
  const [booking] = await engine.publishMessage({
    name: 'booking-requested',
    correlationKey: 'b-1',
    variables: request,
  });
  await engine.waitForIdle();
  await engine.publishMessage({
    name: 'payment-result',
    correlationKey: 'pay-b-1',
    variables: { paymentStatus: 'APPROVED', paymentReference: 'ref-1' },
  });
  await engine.waitForIdle();
  booking?.assertPassed('BookingConfirmed');
  await engine.close();
  return { deployed, all: performance.now() - start };
}

const first = await test();
const second = await test();
report({ first, second });
process.exit(0);
