import { z } from 'zod';
import {
  createLogger,
  createMetricsRegistry,
  readEnvironment,
  runAsMain,
  type StartService,
} from '../../runtime/index.js';
import { openBus } from '../bus/index.js';
import { closeOnFailure, createClosing } from '../closing.js';
import { createListener, migrate, openPool } from '../database/index.js';
import { backgroundVariables, busUrlOf } from '../environment.js';
import { createRelay } from '../outbox/index.js';
import { paymentRequests, paymentResults } from '../queues.js';
import { serveHealth } from '../serve-health.js';
import { toQueue } from '../to-queue.js';
import { carryOut, resultsTopic } from './provider.js';

const variables = z.object(backgroundVariables);

/** Starts the stand-in for the payment provider: it is reached over the bus alone. */
export const start: StartService = async (environment) => {
  const env = readEnvironment(variables, environment);
  const logger = createLogger({ name: 'payments', level: env.LOG_LEVEL });
  const closing = createClosing(logger);
  return closeOnFailure(closing, async () => {
    const url = env.DATABASE_URL;
    if (env.MIGRATE) {
      await migrate({
        url,
        schema: 'payments',
        migrations: new URL('./migrations/', import.meta.url),
        logger,
      });
    }
    const pool = openPool({ url, name: 'payments', logger, max: 10 });
    closing.later(() => pool.end());
    const listener = closing.add(await createListener({ url, name: 'payments listener', logger }));
    const bus = closing.add(
      await openBus({ busUrl: busUrlOf(env), databaseUrl: url, name: 'payments', logger }),
    );
    closing.add(
      createRelay({
        pool,
        listener,
        schema: 'payments',
        logger,
        routes: { [resultsTopic]: toQueue(bus, paymentResults) },
      }),
    );
    closing.add(await bus.consume(paymentRequests, { handle: ({ body }) => carryOut(pool, body) }));
    const registry = createMetricsRegistry({ service: 'payments' });
    closing.add(await serveHealth({ port: env.HEALTH_PORT, pool, registry, logger }));
    return { name: 'payments', close: () => closing.close() };
  });
};

await runAsMain(import.meta, start);
