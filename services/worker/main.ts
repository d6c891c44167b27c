import { z } from 'zod';
import {
  publishPaymentResult,
  type PaymentResultMessage,
} from '../../generated/ticket-booking/messages.gen.js';
import {
  ticketBookingJobs,
  ticketBookingProcess,
} from '../../generated/ticket-booking/jobs.gen.js';
import {
  connectEngine,
  logConnectionFaults,
  createLogger,
  createWorkerHost,
  readEnvironment,
  runAsMain,
  type EngineClient,
  type StartService,
} from '../../runtime/index.js';
import type { JsonObject, Logger } from '../../runtime/v1.js';
import { openBus, type MessageBus } from '../bus/index.js';
import { closeOnFailure, createClosing } from '../closing.js';
import { createListener, migrate, openPool } from '../database/index.js';
import { publishToEngine } from '../engine-messages.js';
import { commonVariables } from '../environment.js';
import { createRelay, eachMessage, type Route } from '../outbox/index.js';
import { bookingEvents, paymentRequests, paymentResults } from '../queues.js';
import { toQueue } from '../to-queue.js';
import { createHandlers } from './handlers/index.js';
import { takePaymentResult } from './payment-results.js';
import { watchPayments } from './payment-watch.js';
import { rollSchedule } from './schedule/roll.js';
import { startSweeper } from './sweeper.js';
import { topics } from './tell.js';

const variables = z.object(commonVariables);

/**
 * Starts the worker service: the handlers of the process `ticket-booking`, the inventory behind them,
 * the relay of its outbox and the consumer of payment results.
 */
export const start: StartService = async (environment) => {
  const env = readEnvironment(variables, environment);
  const logger = createLogger({ name: 'worker', level: env.LOG_LEVEL });
  const closing = createClosing(logger);
  return closeOnFailure(closing, async () => {
    const url = env.DATABASE_URL;
    await migrate({
      url,
      schema: 'inventory',
      migrations: new URL('./migrations/', import.meta.url),
      logger,
    });
    const pool = openPool({ url, name: 'worker', logger, max: 20 });
    closing.later(() => pool.end());
    const { added } = await rollSchedule(pool);
    logger.info({ added }, 'schedule is up to date');
    const listener = closing.add(await createListener({ url, name: 'worker listener', logger }));
    const bus = closing.add(
      await openBus({ busUrl: env.BUS_URL, databaseUrl: url, name: 'worker', logger }),
    );
    const engine = closing.add(await connectEngine(environment));
    const diagnosis = new AbortController();
    closing.later(() => {
      diagnosis.abort();
      return undefined;
    });
    void logConnectionFaults(environment, { logger, signal: diagnosis.signal });
    closing.add(startSweeper(pool, logger));
    closing.add(
      createRelay({ pool, listener, schema: 'inventory', logger, routes: routesTo(bus, engine) }),
    );
    closing.add(
      await bus.consume(paymentResults, {
        handle: async (message) => {
          await takePaymentResult(pool, message);
        },
      }),
    );
    const payments = watchPayments(pool, listener);
    closing.later(() => {
      payments.close();
      return undefined;
    });
    startHost({ engine, logger, closing, handlers: createHandlers({ pool, payments, logger }) });
    return { name: 'worker', close: () => closing.close() };
  });
};

function startHost(parts: {
  readonly engine: EngineClient;
  readonly logger: Logger;
  readonly closing: ReturnType<typeof createClosing>;
  readonly handlers: ReturnType<typeof createHandlers>;
}): void {
  const host = createWorkerHost({
    client: parts.engine,
    jobs: ticketBookingJobs,
    process: ticketBookingProcess,
    handlers: parts.handlers,
    name: 'booking-worker',
    logger: parts.logger,
    // A handler takes milliseconds, the ones that wait for a refund two seconds. What is left is how
    // long a booking stands still when this process is killed in the middle of a job.
    timeoutMs: 15_000,
  });
  host.run();
  parts.closing.later(() => host.shutdown());
}

/** Where the messages of the worker's outbox go. */
function routesTo(bus: MessageBus, engine: EngineClient): Readonly<Record<string, Route>> {
  return {
    [topics.bookingEvents]: toQueue(bus, bookingEvents),
    [topics.paymentRequests]: toQueue(bus, paymentRequests),
    [topics.paymentResult]: eachMessage((message) =>
      publishToEngine(() => publishPaymentResult(engine, paymentResultOf(message.body))),
    ),
  };
}

const storedResult = z.object({
  paymentRequestId: z.string(),
  paymentStatus: z.enum(['APPROVED', 'DECLINED']),
  paymentReference: z.string().nullable(),
});

function paymentResultOf(body: JsonObject): PaymentResultMessage {
  const { paymentRequestId, ...result } = storedResult.parse(body);
  return { paymentRequestId, variables: result };
}

await runAsMain(import.meta, start);
