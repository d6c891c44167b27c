import express from 'express';
import type { Registry } from 'prom-client';
import { createHealth, metricsHandler, serveHttp } from '../runtime/index.js';
import type { Logger } from '../runtime/v1.js';
import type { Pool } from './database/index.js';

/**
 * Serves `/health/live`, `/health/ready` and `/metrics` on 127.0.0.1 for a service without an API, so
 * that whoever runs its container can look. Nothing is served without a port.
 */
export async function serveHealth(options: {
  readonly port: number | undefined;
  readonly pool: Pool;
  readonly registry: Registry;
  readonly logger: Logger;
}): Promise<{ close(): Promise<void> }> {
  const { port, pool, registry, logger } = options;
  if (port === undefined) {
    return { close: () => Promise.resolve() };
  }
  const health = createHealth({ logger, checks: { database: () => pool.query('SELECT 1') } });
  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', health.live);
  app.get('/health/ready', health.ready);
  app.get('/metrics', metricsHandler(registry));
  const server = await serveHttp(app, { port });
  logger.info({ address: server.address }, 'health is served');
  return {
    close: async () => {
      health.drain();
      await server.close();
    },
  };
}
