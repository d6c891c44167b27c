import { randomUUID } from 'node:crypto';
import type { TicketBookingHandlers } from '../../../generated/ticket-booking/contract.gen.js';
import { silentLogger } from '../../../runtime/index.js';
import { BpmnError, type Job, type JobContext } from '../../../runtime/v1.js';
import { createListener, openPool, type Listener, type Pool } from '../../database/index.js';
import { createHandlers } from '../handlers/index.js';
import { watchPayments, type PaymentWatch } from '../payment-watch.js';
import type { WorkerPorts } from '../ports.js';
import { rollSchedule } from '../schedule/roll.js';

type JobType = keyof TicketBookingHandlers;
type InputOf<Type extends JobType> = Parameters<TicketBookingHandlers[Type]>[0]['variables'];
type OutputOf<Type extends JobType> = Awaited<ReturnType<TicketBookingHandlers[Type]>>;

/** A worker on a database of its own, without an engine: the tests hand it jobs. */
export interface WorkerUnderTest {
  readonly pool: Pool;
  readonly listener: Listener;
  readonly ports: WorkerPorts;
  /** Runs one handler as the engine would; `instance` is the process instance's key. */
  run<Type extends JobType>(
    type: Type,
    variables: InputOf<Type>,
    instance?: string,
  ): Promise<OutputOf<Type>>;
  /** Bodies of the messages in the outbox of a topic, oldest first. */
  outbox(topic: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a worker on `url` with its schedule on sale. */
export async function openWorker(
  url: string,
  options: Partial<Pick<WorkerPorts, 'holdSeconds' | 'refundWaitMs'>> = {},
): Promise<WorkerUnderTest> {
  const pool = openPool({ url, name: 'worker test', logger: silentLogger, max: 20 });
  const listener = await createListener({ url, name: 'worker test', logger: silentLogger });
  const payments: PaymentWatch = watchPayments(pool, listener);
  const ports: WorkerPorts = {
    pool,
    payments,
    logger: silentLogger,
    refundWaitMs: 100,
    ...options,
  };
  await rollSchedule(pool);
  const handlers = createHandlers(ports);
  return {
    pool,
    listener,
    ports,
    run: (type, variables, instance = '1') => {
      // Each handler takes the variables of its own type; the map's union of them does not say so.
      const handler = handlers[type] as unknown as (
        job: Job<unknown>,
        context: JobContext<string>,
      ) => Promise<never>;
      return handler(jobOf(type, variables, instance), context);
    },
    outbox: async (topic) => {
      const { rows } = await pool.query<{ body: Record<string, unknown> }>(
        `SELECT body FROM inventory.outbox WHERE topic = $1 ORDER BY id`,
        [topic],
      );
      return rows.map((row) => row.body);
    },
    close: async () => {
      payments.close();
      await listener.close();
      await pool.end();
    },
  };
}

const context: JobContext<string> = {
  signal: new AbortController().signal,
  logger: silentLogger,
  shuttingDown: false,
  error: (code, message, variables) => new BpmnError(code, message, variables),
};

function jobOf(type: string, variables: unknown, instance: string): Job<unknown> {
  return {
    key: randomUUID(),
    type,
    processInstanceKey: instance,
    processDefinitionKey: '1',
    processId: 'ticket-booking',
    processVersion: 1,
    elementId: type,
    elementInstanceKey: randomUUID(),
    retries: 20,
    deadline: Date.now() + 60_000,
    variables,
    headers: {},
  };
}

/** Variables of `reserve-seats` for any seats of a flight. */
export function anySeats(
  bookingId: string,
  seatCount = 1,
  flightId = 'JW204-TUE',
): InputOf<'reserve-seats'> {
  return { bookingId, flightId, requestedSeats: [], seatCount, simulate: null };
}

/** Variables of `retrieve-payment`. */
export function payment(bookingId: string): InputOf<'retrieve-payment'> {
  return { bookingId, amount: 12_000, currency: 'EUR', paymentToken: 'tok_visa', simulate: null };
}

/** Variables of `issue-ticket` for these seats. */
export function tickets(bookingId: string, seats: readonly string[]): InputOf<'issue-ticket'> {
  return {
    bookingId,
    flightId: 'JW204-TUE',
    seats,
    passengers: seats.map((seat) => ({ givenName: 'Ada', familyName: seat })),
    simulate: null,
  };
}
