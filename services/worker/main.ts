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
  createMetricsRegistry,
  createWorkerHost,
  readEnvironment,
  runAsMain,
  outboxMetrics,
  workerMetrics,
  type EngineClient,
  type OutboxMetrics,
  type StartService,
  type WorkerMetrics,
} from '../../runtime/index.js';
import type { JsonObject, Logger } from '../../runtime/v1.js';
import { backlogPerConsumer } from '../backlog.js';
import { openBus, type MessageBus } from '../bus/index.js';
import { closeOnFailure, createClosing } from '../closing.js';
import { createListener, migrate, openPool } from '../database/index.js';
import { publishToEngine } from '../engine-messages.js';
import { backgroundVariables, busUrlOf, operateUrl } from '../environment.js';
import { startMetricsLog } from '../metrics-log.js';
import { createRelay, eachMessage, startOutboxMeter, type Route } from '../outbox/index.js';
import { bookingEvents, paymentRequests, paymentResults } from '../queues.js';
import { serveHealth } from '../serve-health.js';
import { toQueue } from '../to-queue.js';
import { createHandlers } from './handlers/index.js';
import { takePaymentResult } from './payment-results.js';
import { watchPayments } from './payment-watch.js';
import { rollSchedule } from './schedule/roll.js';
import { startSweeper } from './sweeper.js';
import { topics } from './tell.js';

const variables = z.object({ ...backgroundVariables, OPERATE_URL: operateUrl });

/**
 * Starts the worker service: the handlers of the process `ticket-booking`, the inventory behind them,
 * the relay of its outbox and the consumer of payment results.
 */
export const start: StartService = async (environment) => {
  const env = readEnvironment(variables, environment);
  const logger = createLogger({
    name: 'worker',
    level: env.LOG_LEVEL,
    operateUrl: env.OPERATE_URL,
  });
  const closing = createClosing(logger);
  return closeOnFailure(closing, async () => {
    const url = env.DATABASE_URL;
    if (env.MIGRATE) {
      await migrate({
        url,
        schema: 'inventory',
        migrations: new URL('./migrations/', import.meta.url),
        logger,
      });
    }
    const pool = openPool({ url, name: 'worker', logger, max: 20 });
    closing.later(() => pool.end());
    const { added } = await rollSchedule(pool);
    logger.info({ added }, 'schedule is up to date');
    const listener = closing.add(await createListener({ url, name: 'worker listener', logger }));
    const bus = closing.add(
      await openBus({ busUrl: busUrlOf(env), databaseUrl: url, name: 'worker', logger }),
    );
    const engine = closing.add(await connectEngine(environment));
    const diagnosis = new AbortController();
    closing.later(() => {
      diagnosis.abort();
      return undefined;
    });
    void logConnectionFaults(environment, { logger, signal: diagnosis.signal });
    closing.add(startSweeper(pool, logger));
    const { registry, outbox, jobs: metrics } = createMetrics();
    closing.add(startOutboxMeter({ pool, schema: 'inventory', metrics: outbox, logger }));
    if (env.METRICS_NAMESPACE !== undefined) {
      const measure = async (): Promise<Record<string, number>> => ({
        BacklogPerConsumer: await backlogPerConsumer(bus, paymentResults),
      });
      const namespace = env.METRICS_NAMESPACE;
      closing.add(startMetricsLog({ namespace, registry, measure, service: 'worker' }));
    }
    closing.add(
      createRelay({
        pool,
        listener,
        schema: 'inventory',
        logger,
        routes: routesTo(bus, engine),
        onResult: ({ sent }) => {
          (sent ? outbox.outboxRelayed : outbox.outboxFailures).inc({ outbox: 'inventory' });
        },
      }),
    );
    closing.add(
      await bus.consume(paymentResults, {
        handle: async (message) => {
          await takePaymentResult(pool, message);
        },
        onDeadLetter: () => {
          outbox.busDeadLetters.inc({ queue: paymentResults.name });
        },
      }),
    );
    const payments = watchPayments(pool, listener);
    closing.later(() => {
      payments.close();
      return undefined;
    });
    const handlers = createHandlers({ pool, payments, logger });
    startHost({ engine, logger, closing, metrics, handlers });
    closing.add(await serveHealth({ port: env.HEALTH_PORT, pool, registry, logger }));
    return { name: 'worker', close: () => closing.close() };
  });
};

function createMetrics(): {
  readonly registry: ReturnType<typeof createMetricsRegistry>;
  readonly outbox: OutboxMetrics;
  readonly jobs: WorkerMetrics;
} {
  const registry = createMetricsRegistry({ service: 'worker' });
  return { registry, outbox: outboxMetrics(registry), jobs: workerMetrics(registry) };
}

function startHost(parts: {
  readonly engine: EngineClient;
  readonly logger: Logger;
  readonly closing: ReturnType<typeof createClosing>;
  readonly handlers: ReturnType<typeof createHandlers>;
  readonly metrics: WorkerMetrics;
}): void {
  const host = createWorkerHost({
    client: parts.engine,
    jobs: ticketBookingJobs,
    process: ticketBookingProcess,
    handlers: parts.handlers,
    metrics: parts.metrics,
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
