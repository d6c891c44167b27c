/**
 * Booking latency on the whole system as `npm start` runs it: from the 202 answer to CONFIRMED, one
 * booking at a time. Its peer in the same run is one accepted POST (an HTTP round trip and a commit):
 * the ratio says how many of those a whole booking costs, and does not depend on the machine.
 */
import { parseArgs } from 'node:util';
import { BookingClient, bookingBody } from '../test/system/booking-client.js';
import { createDataDirectory, freePort, startApp } from '../test/system/app.js';

const { values } = parseArgs({
  options: {
    bookings: { type: 'string', default: '200' },
    warmup: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('usage: npm run bench:booking -- [--bookings 200] [--warmup 20]');
  process.exit(0);
}
const bookings = Number(values.bookings);
const warmup = Number(values.warmup);

interface Sample {
  readonly acceptedMs: number;
  readonly confirmedMs: number;
}

async function bookOnce(client: BookingClient, number: number): Promise<Sample> {
  const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
  const sentAt = performance.now();
  const answer = await client.book(
    bookingBody({ flightId: `JW204-${days[number % days.length] ?? 'TUE'}` }),
  );
  const acceptedAt = performance.now();
  if (answer.status !== 202) {
    throw new Error(`POST /bookings answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  for (;;) {
    const { body } = await client.get(answer.body.bookingId);
    if (body.status === 'CONFIRMED') {
      return { acceptedMs: acceptedAt - sentAt, confirmedMs: performance.now() - acceptedAt };
    }
    if (body.status !== 'PENDING') {
      throw new Error(`booking ${body.bookingId} ended ${body.status}: ${String(body.reason)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function line(name: string, samples: readonly number[]): string {
  const figures = [0.5, 0.9, 0.99].map((share) => quantile(samples, share).toFixed(1).padStart(8));
  return `${name.padEnd(28)}${figures.join('')}`;
}

const data = await createDataDirectory();
try {
  const first = await startApp({ dataDirectory: data.path, port: await freePort() });
  await first.stop();
  const app = await startApp({ dataDirectory: data.path, port: await freePort() });
  try {
    const client = new BookingClient(app.url);
    const samples: Sample[] = [];
    for (let number = 0; number < warmup + bookings; number += 1) {
      const sample = await bookOnce(client, number);
      if (number >= warmup) {
        samples.push(sample);
      }
    }
    const accepted = samples.map((sample) => sample.acceptedMs);
    const confirmed = samples.map((sample) => sample.confirmedMs);
    console.log(`${bookings} bookings, one at a time`);
    console.log(`${'ms'.padEnd(28)}${['p50', 'p90', 'p99'].map((q) => q.padStart(8)).join('')}`);
    console.log(line('POST to 202', accepted));
    console.log(line('202 to CONFIRMED', confirmed));
    const ratio = quantile(confirmed, 0.5) / quantile(accepted, 0.5);
    console.log(`CONFIRMED costs ${ratio.toFixed(1)} times an accepted POST`);
    console.log(
      `npm start to ready: first ${(first.readyAfterMs / 1000).toFixed(2)} s, second ${(app.readyAfterMs / 1000).toFixed(2)} s`,
    );
  } finally {
    await app.stop();
  }
} finally {
  await data.remove();
}
