import { Router } from 'express';
import { z } from 'zod';
import { apiOperations } from '../../generated/api.gen.js';
import openApi from '../../generated/openapi.json' with { type: 'json' };
import {
  apiMetrics,
  bookingMetrics,
  connectEngine,
  logConnectionFaults,
  createApi,
  createHealth,
  createLogger,
  createMetricsRegistry,
  metricsHandler,
  outboxMetrics,
  readEnvironment,
  runAsMain,
  serveHttp,
  type BookingMetrics,
  type OutboxMetrics,
  type StartService,
} from '../../runtime/index.js';
import type { Logger } from '../../runtime/v1.js';
import { openBus, type MessageBus } from '../bus/index.js';
import { closeOnFailure, createClosing, type Closing } from '../closing.js';
import {
  createListener,
  migrate,
  openPool,
  watchChannel,
  type Listener,
  type Pool,
} from '../database/index.js';
import { busUrlOf, commonVariables, duration, operateUrl, port } from '../environment.js';
import { startMetricsLog } from '../metrics-log.js';
import { createRelay, startOutboxMeter } from '../outbox/index.js';
import { bookingEvents } from '../queues.js';
import { engineRoutes } from './engine-routes.js';
import { createApiHandlers } from './handlers/index.js';
import { startKeySweeper } from './key-sweeper.js';
import { operateLinks } from './operate-links.js';
import { pages } from './pages.js';
import { problems } from './problems.js';
import type { ChangedBooking } from './sql/booking.js';
import { takeBookingEvent } from './take-booking-event.js';

const variables = z.object({
  ...commonVariables,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3_000),
  PAYMENT_TIMEOUT: duration.default('PT30S'),
  ALLOW_SIMULATION: z.stringbool('expected true or false').default(false),
  OPERATE_URL: operateUrl,
  ZEEBE_REST_ADDRESS: z.url('expected an http(s) URL').optional(),
});

type Variables = z.output<typeof variables>;

interface Parts {
  readonly env: Variables;
  readonly logger: Logger;
  readonly closing: Closing;
  readonly pool: Pool;
  readonly listener: Listener;
  readonly bus: MessageBus;
  readonly metrics: ReturnType<typeof createMetrics>;
}

/**
 * Starts the booking service: its API, the web pages, the relay that starts and cancels processes,
 * and the consumer of the worker's events. It needs its database alone: engine, worker and bus may be away.
 */
export const start: StartService = async (environment) => {
  const env = readEnvironment(variables, environment);
  const logger = createLogger({
    name: 'booking',
    level: env.LOG_LEVEL,
    operateUrl: env.OPERATE_URL,
  });
  const closing = createClosing(logger);
  return closeOnFailure(closing, async () => {
    const url = env.DATABASE_URL;
    if (env.MIGRATE) {
      await migrate({
        url,
        schema: 'booking',
        migrations: new URL('./migrations/', import.meta.url),
        logger,
      });
    }
    const pool = openPool({ url, name: 'booking', logger, max: 20 });
    closing.later(() => pool.end());
    const listener = closing.add(await createListener({ url, name: 'booking listener', logger }));
    const bus = closing.add(
      await openBus({ busUrl: busUrlOf(env), databaseUrl: url, name: 'booking', logger }),
    );
    const parts: Parts = { env, logger, closing, pool, listener, bus, metrics: createMetrics() };
    if (env.METRICS_NAMESPACE !== undefined) {
      const { registry } = parts.metrics;
      closing.add(
        startMetricsLog({ namespace: env.METRICS_NAMESPACE, registry, service: 'booking' }),
      );
    }
    const engine = closing.add(await connectEngine(environment));
    const diagnosis = new AbortController();
    closing.later(() => {
      diagnosis.abort();
      return undefined;
    });
    void logConnectionFaults(environment, { logger, signal: diagnosis.signal });
    closing.add(startKeySweeper(pool, logger));
    const { outbox } = parts.metrics;
    closing.add(startOutboxMeter({ pool, schema: 'booking', metrics: outbox, logger }));
    closing.add(
      createRelay({
        pool,
        listener,
        schema: 'booking',
        logger,
        routes: engineRoutes(engine),
        onResult: ({ sent }) => {
          (sent ? outbox.outboxRelayed : outbox.outboxFailures).inc({ outbox: 'booking' });
        },
      }),
    );
    await consumeEvents(parts);
    const address = await serve(parts);
    return { name: 'booking', address, close: () => closing.close() };
  });
};

function createMetrics(): {
  readonly registry: ReturnType<typeof createMetricsRegistry>;
  readonly api: ReturnType<typeof apiMetrics>;
  readonly outbox: OutboxMetrics;
  readonly booking: BookingMetrics;
} {
  const registry = createMetricsRegistry({ service: 'booking', processMetrics: true });
  return {
    registry,
    api: apiMetrics(registry),
    outbox: outboxMetrics(registry),
    booking: bookingMetrics(registry),
  };
}

async function consumeEvents({ pool, bus, closing, metrics }: Parts): Promise<void> {
  const queue = { queue: bookingEvents.name };
  closing.add(
    await bus.consume(bookingEvents, {
      concurrency: 15,
      handle: async ({ body }) => {
        const { duplicate, finished } = await takeBookingEvent(pool, body);
        const { inboxDuplicates, inboxHandled } = metrics.outbox;
        (duplicate ? inboxDuplicates : inboxHandled).inc(queue);
        if (finished !== undefined) {
          countFinished(metrics.booking, finished);
        }
      },
      onDeadLetter: () => {
        metrics.outbox.busDeadLetters.inc(queue);
      },
    }),
  );
}

function countFinished(metrics: BookingMetrics, booking: ChangedBooking): void {
  const { status, reason, amount, currency, createdAt } = booking;
  metrics.bookingsFinished.inc({ status });
  metrics.bookingDuration.observe(
    { status },
    Math.max(0, (Date.now() - createdAt.getTime()) / 1_000),
  );
  if (status === 'REJECTED') {
    metrics.bookingsRejected.inc({ reason: reason ?? 'UNKNOWN' });
  }
  if (status === 'CONFIRMED' && currency !== null) {
    metrics.bookingRevenue.inc({ currency }, Number(amount));
  }
}

async function serve({ env, logger, closing, pool, listener, metrics }: Parts): Promise<string> {
  const health = createHealth({
    logger,
    checks: {
      database: () => pool.query('SELECT 1'),
      inventory: () => pool.query('SELECT flight_id FROM inventory.flight_view LIMIT 1'),
    },
  });
  const events = watchChannel(listener, 'booking_event');
  const routes = Router();
  routes.get('/health/live', health.live);
  routes.get('/health/ready', health.ready);
  routes.get('/metrics', metricsHandler(metrics.registry));
  routes.use(pages({ engineRestAddress: env.ZEEBE_REST_ADDRESS, operateUrl: env.OPERATE_URL }));
  if (env.OPERATE_URL !== undefined) {
    routes.use(operateLinks({ pool, operateUrl: env.OPERATE_URL }));
  }
  const api = createApi({
    operations: apiOperations,
    document: openApi,
    handlers: createApiHandlers({
      pool,
      events,
      paymentTimeout: env.PAYMENT_TIMEOUT,
      allowSimulation: env.ALLOW_SIMULATION,
      linksToOperate: env.OPERATE_URL !== undefined,
    }),
    logger,
    problems,
    routes,
    metrics: metrics.api,
  });
  const server = await serveHttp(api.app, { host: env.HOST, port: env.PORT });
  closing.later(async () => {
    health.drain();
    api.close();
    await server.close();
    events.close();
  });
  return server.address;
}

await runAsMain(import.meta, start);
