/**
 * Booking latency on the whole system as `npm start` runs it: from the 202 answer to CONFIRMED, one
 * booking at a time. Its peer in the same run is one accepted POST (an HTTP round trip and a commit):
 * the ratio says how many of those a whole booking costs, and does not depend on the machine.
 */
import { parseArgs } from 'node:util';
import { BookingClient, bookingBody } from '../test/system/booking-client.js';
import { createDataDirectory, freePort, startApp } from '../test/system/app.js';
import { startRealStack } from './real-stack.js';

const { values } = parseArgs({
  options: {
    bookings: { type: 'string', default: '200' },
    warmup: { type: 'string', default: '20' },
    stack: { type: 'boolean', default: false },
    data: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'usage: npm run bench:booking -- [--bookings 200] [--warmup 20] [--stack | --data FOLDER]\n' +
      '  --stack: also on real Camunda, RabbitMQ and PostgreSQL, started for it; --data: on the stack that runs there',
  );
  process.exit(0);
}
const bookings = Number(values.bookings);
const warmup = Number(values.warmup);
/** How many bookings are under way while throughput is measured. */
const CONCURRENT = 20;

interface Sample {
  readonly acceptedMs: number;
  readonly confirmedMs: number;
}

/** Books and asks again each `everyMs` until the booking is confirmed. */
async function bookOnce(
  client: BookingClient,
  { number, everyMs }: { readonly number: number; readonly everyMs: number },
): Promise<Sample> {
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
    await new Promise((resolve) => setTimeout(resolve, everyMs));
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

interface Figures {
  readonly accepted: readonly number[];
  readonly confirmed: readonly number[];
  /** Bookings confirmed in a second, `CONCURRENT` of them under way. */
  readonly throughput: number;
}

/** Latency of one booking at a time, then throughput of many at once. */
async function measure(url: string): Promise<Figures> {
  const client = new BookingClient(url);
  const samples: Sample[] = [];
  for (let number = 0; number < warmup + bookings; number += 1) {
    const sample = await bookOnce(client, { number, everyMs: 2 });
    if (number >= warmup) {
      samples.push(sample);
    }
  }
  let begun = 0;
  const next = async (): Promise<void> => {
    while (begun < bookings) {
      begun += 1;
      // Seldom, so that asking is not what is measured.
      await bookOnce(client, { number: begun, everyMs: 100 });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONCURRENT }, next));
  return {
    accepted: samples.map((sample) => sample.acceptedMs),
    confirmed: samples.map((sample) => sample.confirmedMs),
    throughput: (bookings / (performance.now() - startedAt)) * 1_000,
  };
}

function print(name: string, { accepted, confirmed, throughput }: Figures): void {
  console.log(`${name}: ${bookings} bookings, one at a time`);
  console.log(`${'ms'.padEnd(28)}${['p50', 'p90', 'p99'].map((q) => q.padStart(8)).join('')}`);
  console.log(line('POST to 202', accepted));
  console.log(line('202 to CONFIRMED', confirmed));
  const ratio = quantile(confirmed, 0.5) / quantile(accepted, 0.5);
  console.log(`CONFIRMED costs ${ratio.toFixed(1)} times an accepted POST`);
  console.log(`${CONCURRENT} at a time: ${throughput.toFixed(0)} bookings/s`);
}

async function measureEmbedded(): Promise<Figures> {
  const data = await createDataDirectory();
  try {
    const first = await startApp({ dataDirectory: data.path, port: await freePort() });
    await first.stop();
    const app = await startApp({ dataDirectory: data.path, port: await freePort() });
    try {
      const figures = await measure(app.url);
      print('embedded', figures);
      console.log(
        `npm start to ready: first ${(first.readyAfterMs / 1000).toFixed(2)} s, second ${(app.readyAfterMs / 1000).toFixed(2)} s`,
      );
      return figures;
    } finally {
      await app.stop();
    }
  } finally {
    await data.remove();
  }
}

const embedded = await measureEmbedded();
if (values.stack || values.data !== undefined) {
  const stack = await startRealStack(values.data);
  try {
    const real = await measure(stack.url);
    print('\nreal Camunda 8.6, RabbitMQ, PostgreSQL', real);
    const row = (name: string, pick: (figures: Figures) => number): void => {
      const [left, right] = [pick(embedded), pick(real)];
      console.log(
        `${name.padEnd(28)}${left.toFixed(1).padStart(10)}${right.toFixed(1).padStart(10)}${(right / left).toFixed(2).padStart(8)}`,
      );
    };
    console.log(
      `\n${'side by side'.padEnd(28)}${['embedded', 'real'].map((name) => name.padStart(10)).join('')}${'ratio'.padStart(8)}`,
    );
    row('POST to 202, p50 ms', ({ accepted }) => quantile(accepted, 0.5));
    row('202 to CONFIRMED, p50 ms', ({ confirmed }) => quantile(confirmed, 0.5));
    row('202 to CONFIRMED, p99 ms', ({ confirmed }) => quantile(confirmed, 0.99));
    row('bookings/s', ({ throughput }) => throughput);
  } finally {
    await stack.close();
  }
}
