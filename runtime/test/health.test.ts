import express from 'express';
import {
  createHealth,
  createMetricsRegistry,
  metricsHandler,
  serveHttp,
  silentLogger,
  workerMetrics,
} from '../index.js';
import type { HealthOptions, HttpServer } from '../index.js';

let server: HttpServer | undefined;

async function start(options: Partial<HealthOptions>): Promise<{
  readonly get: (path: string) => Promise<Response>;
  readonly drain: () => void;
}> {
  const health = createHealth({ checks: {}, logger: silentLogger, ...options });
  const registry = createMetricsRegistry({ service: 'test' });
  workerMetrics(registry).jobsFinished.inc({ type: 'pack', outcome: 'completed' });
  const app = express();
  app
    .get('/live', health.live)
    .get('/ready', health.ready)
    .get('/metrics', metricsHandler(registry));
  const running = await serveHttp(app, { port: 0 });
  server = running;
  return {
    get: (path) => fetch(`${running.address}${path}`),
    drain: () => {
      health.drain();
    },
  };
}

afterEach(async () => {
  await server?.close({ graceMs: 100 });
});

describe('health', () => {
  test('ready names the failed checks and keeps their reasons to itself', async () => {
    const { get } = await start({
      checks: {
        database: () => Promise.reject(new Error('password wrong for user admin')),
        other: () => Promise.resolve(),
      },
    });

    const response = await get('/ready');

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'down', failed: ['database'] });
    expect((await get('/live')).status).toBe(200);
  });

  test('many probes at once cost one check, and a new one after the cache time', async () => {
    let checks = 0;
    const { get } = await start({
      cacheMs: 100,
      checks: {
        database: async () => {
          checks += 1;
          await new Promise((resolve) => setTimeout(resolve, 20));
        },
      },
    });

    await Promise.all(Array.from({ length: 10 }, () => get('/ready')));
    expect(checks).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 150));

    expect((await get('/ready')).status).toBe(200);
    expect(checks).toBe(2);
  });

  test('a check that hangs has failed', async () => {
    const { get } = await start({
      timeoutMs: 20,
      checks: { database: () => new Promise(() => undefined) },
    });

    expect((await get('/ready')).status).toBe(503);
  });

  test('a draining service is not ready and still alive', async () => {
    const { get, drain } = await start({});
    expect((await get('/ready')).status).toBe(200);

    drain();

    expect(await (await get('/ready')).json()).toEqual({ status: 'down', failed: ['draining'] });
    expect((await get('/live')).status).toBe(200);
  });

  test('metrics are served as text, with the service as a label', async () => {
    const { get } = await start({});

    const text = await (await get('/metrics')).text();

    expect(text).toContain(
      'jobwright_jobs_finished_total{type="pack",outcome="completed",service="test"} 1',
    );
  });
});
