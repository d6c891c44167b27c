import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appArguments, createDataDirectory, freePort, startApp, type App } from './app.js';
import { BookingClient, bookingBody } from './booking-client.js';
import { findViolations } from '../chaos/invariants.js';
import { countTraces } from './traces-left.js';
import { malformedBodies } from './malformed.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the booking system, as npm start runs it', () => {
  let data: Awaited<ReturnType<typeof createDataDirectory>>;
  let app: App;
  let client: BookingClient;

  beforeAll(async () => {
    data = await createDataDirectory();
    app = await startApp({
      dataDirectory: data.path,
      port: await freePort(),
      environment: { PAYMENT_TIMEOUT: 'PT2S' },
    });
    client = new BookingClient(app.url);
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await data.remove();
  }, 60_000);

  async function bookUntilFinal(body: object) {
    const answer = await client.book(body);
    expect(answer).toMatchObject({ status: 202, body: { status: 'PENDING' } });
    expect(answer.headers.get('location')).toBe(`/bookings/${answer.body.bookingId}`);
    return client.untilFinal(answer.body.bookingId);
  }

  test('a booking ends CONFIRMED with a seat, a price and a ticket number', async () => {
    const booking = await bookUntilFinal(bookingBody());

    expect(booking).toMatchObject({ status: 'CONFIRMED', reason: null });
    expect(booking.seats).toHaveLength(1);
    expect(booking.ticketNumbers).toEqual([expect.stringMatching(/^\d{13}$/)]);
    expect(booking.amount?.value).toBeGreaterThan(0);
    expect(await findViolations(app.addresses.database, [booking])).toEqual([]);
  });

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
      expect(await findViolations(app.addresses.database, [booking])).toEqual([]);
    },
  );

  test('a customer who cancels while the payment is silent ends CANCELLED, everything undone', async () => {
    const answer = await client.book(bookingBody({ simulate: 'payment-silent' }));
    const { bookingId } = answer.body;

    expect((await client.cancel(bookingId)).status).toBe(202);
    const booking = await client.untilFinal(bookingId);

    expect(booking.status).toBe('CANCELLED');
    expect(await findViolations(app.addresses.database, [booking])).toEqual([]);
    expect(await client.cancel(bookingId)).toMatchObject({
      status: 409,
      body: { code: 'BOOKING_FINAL' },
    });
  });

  test('one key books once, however often it is sent; with another body it is refused', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => client.book(bookingBody(), key)),
    );
    const ids = new Set(answers.map((answer) => answer.body.bookingId).filter(Boolean));

    expect(ids.size).toBe(1);
    expect(answers.every((answer) => [202, 409].includes(answer.status))).toBe(true);
    expect(await client.book(bookingBody({ payment: { token: 'tok_other' } }), key)).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    await client.untilFinal([...ids][0] ?? '');
  });

  test('two customers who want one seat: one flies, the other is told', async () => {
    const body = bookingBody({ flightId: 'JW204-WED', seats: ['25D'] });
    const answers = await Promise.all([client.book(body), client.book(body), client.book(body)]);
    const accepted = answers.filter((answer) => answer.status === 202);
    const bookings = await Promise.all(
      accepted.map((answer) => client.untilFinal(answer.body.bookingId)),
    );

    expect(bookings.filter((booking) => booking.status === 'CONFIRMED')).toHaveLength(1);
    expect(
      bookings.filter((booking) => booking.reason === 'SEATS_UNAVAILABLE').length +
        answers.filter((answer) => answer.status === 409).length,
    ).toBe(2);
    expect(await findViolations(app.addresses.database, bookings)).toEqual([]);
    expect(await client.book(body)).toMatchObject({ status: 409, body: { code: 'SEAT_TAKEN' } });
  });

  describe('refuses', () => {
    async function expectRefused(
      request: () => Promise<{
        readonly status: number;
        readonly headers: Headers;
        readonly body: object;
      }>,
      expected: { readonly status: number; readonly code: string },
    ): Promise<void> {
      const before = await countTraces(app.addresses);
      const answer = await request();

      const { status, code } = expected;

      expect(answer).toMatchObject({ status, body: { status, code } });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await countTraces(app.addresses)).toEqual(before);
    }

    test.each(malformedBodies)('$name: $code, and leaves nothing behind', async (malformed) => {
      await expectRefused(
        () =>
          client.send('/bookings', {
            method: 'POST',
            headers: {
              'content-type': malformed.contentType ?? 'application/json',
              'idempotency-key': randomUUID(),
            },
            body: malformed.body,
          }),
        malformed,
      );
    });

    test.each([
      ['no idempotency key', bookingBody(), {}, 400, 'IDEMPOTENCY_KEY_MISSING'],
      ['an empty key', bookingBody(), { 'idempotency-key': '' }, 400, 'IDEMPOTENCY_KEY_MISSING'],
      [
        'a flight that does not exist',
        bookingBody({ flightId: 'JW999-TUE' }),
        { 'idempotency-key': 'k1' },
        404,
        'FLIGHT_NOT_FOUND',
      ],
      [
        'a seat that the aircraft lacks',
        bookingBody({ seats: ['99F'] }),
        { 'idempotency-key': 'k2' },
        422,
        'SEAT_UNKNOWN',
      ],
    ])('%s', async (_name, body, headers, status, code) => {
      await expectRefused(
        () =>
          client.send('/bookings', {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body),
          }),
        { status, code },
      );
    });

    test('unknown bookings, routes and methods', async () => {
      await expectRefused(() => client.get(randomUUID()), {
        status: 404,
        code: 'BOOKING_NOT_FOUND',
      });
      await expectRefused(() => client.send('/nowhere'), { status: 404, code: 'NOT_FOUND' });
      await expectRefused(() => client.send('/bookings', { method: 'PATCH' }), {
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
      });
    });
  });

  test('every request example of openapi.json works when it is posted as it stands', async () => {
    const document = JSON.parse(readFileSync(join(root, 'generated', 'openapi.json'), 'utf8')) as {
      readonly paths: Record<string, Record<string, OperationWithBody>>;
    };
    let posted = 0;
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const media = operation.requestBody?.content['application/json'];
        const examples = [
          ...(media?.example === undefined ? [] : [media.example]),
          ...Object.values(media?.examples ?? {}).map((example) => example.value),
        ];
        for (const example of examples) {
          const answer = await client.send(path, {
            method: method.toUpperCase(),
            headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
            body: JSON.stringify(example),
          });
          expect({ path, example, status: answer.status }).toEqual({ path, example, status: 202 });
          posted += 1;
        }
      }
    }
    expect(posted).toBeGreaterThan(0);
  });

  test('the stream of a booking tells its story in order and ends', async () => {
    const answer = await client.book(bookingBody());
    const response = await fetch(`${app.url}/bookings/${answer.body.bookingId}/events`, {
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const types = [...text.matchAll(/^event: ?(.+)$/gm)].map((match) => match[1]);

    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(types[0]).toBe('ACCEPTED');
    expect(types.at(-1)).toBe('CONFIRMED');
    expect(types).toEqual(
      expect.arrayContaining(['SEATS_HELD', 'PAYMENT_APPROVED', 'TICKET_ISSUED']),
    );
  });

  test.each([
    ['the data folder is in use', () => ({ DATA_DIR: data.path }), /already runs a PostgreSQL/],
    [
      'the port is in use',
      () => ({ DATABASE_URL: app.addresses.database, PORT: new URL(app.url).port }),
      /address already in use/,
    ],
    ['PORT is no port', () => ({ PORT: 'abc' }), /'NaN' is not a whole number/],
  ])(
    'a second system says what to do when %s',
    async (_name, environment, reason) => {
      const other = await createDataDirectory();
      try {
        const ended = spawnSync(process.execPath, [...appArguments], {
          cwd: root,
          encoding: 'utf8',
          env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: other.path, ...environment() },
          timeout: 60_000,
        });

        expect(ended.stderr).toMatch(reason);
        expect(ended.stderr).toMatch(/\n {2}fix: /);
        expect(ended.stderr).not.toContain('crashed');
        expect(ended.status).toBe(2);
      } finally {
        await other.remove();
      }
    },
    90_000,
  );

  test('health, metrics and documents answer', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/openapi.json',
      '/docs/',
      '/',
    ]) {
      expect({ path, status: (await client.send(path)).status }).toEqual({ path, status: 200 });
    }
    const flights = await client.send<{ flights: unknown[] }>('/flights');
    expect(JSON.stringify(flights.body)).toContain('JW204-TUE');
  });
});

interface OperationWithBody {
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json'?: {
        readonly example?: object;
        readonly examples?: Record<string, { readonly value: object }>;
      };
    };
  };
}
