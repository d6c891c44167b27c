import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import { pause } from './backoff.js';
import type { Logger } from './v1.js';

/** One thing the service needs to do its work. Rejects when it is not there. */
export type HealthCheck = () => Promise<unknown>;

/** Options of `createHealth`. Times in milliseconds. */
export interface HealthOptions {
  /** By name. Do not check what the service can do without, such as a bus behind an outbox. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly logger: Logger;
  /** How long an outcome is good for, so that many probes cost one check. @default 1000 */
  readonly cacheMs?: number;
  /** A check that takes longer has failed. @default 2000 */
  readonly timeoutMs?: number;
}

/** Health as express handlers. The answers name checks but never say why they failed: that is logged. */
export interface Health {
  /** 200 as long as the event loop runs. */
  readonly live: RequestHandler;
  /** 200 when every check passes, 503 otherwise and while draining. */
  readonly ready: RequestHandler;
  /** Makes `ready` say 503 from now on, so that a load balancer sends no more requests. */
  drain(): void;
}

interface Outcome {
  readonly at: number;
  readonly failed: readonly string[];
}

/** Makes the health handlers of a service. */
export function createHealth(options: HealthOptions): Health {
  const cacheMs = options.cacheMs ?? 1_000;
  const timeoutMs = options.timeoutMs ?? 2_000;
  let draining = false;
  let current: Promise<Outcome> | undefined;
  let known: Outcome | undefined;

  const runChecks = async (): Promise<Outcome> => {
    const failed: string[] = [];
    await Promise.all(
      Object.entries(options.checks).map(async ([name, check]) => {
        try {
          await within(check(), timeoutMs);
        } catch (error) {
          failed.push(name);
          options.logger.warn({ err: error, check: name }, 'health check failed');
        }
      }),
    );
    known = { at: performance.now(), failed: failed.sort() };
    current = undefined;
    return known;
  };
  const outcome = async (): Promise<Outcome> => {
    if (known !== undefined && performance.now() - known.at < cacheMs) {
      return known;
    }
    current ??= runChecks();
    return current;
  };

  return {
    live: (_request, response) => {
      response.set('Cache-Control', 'no-store').json({ status: 'up' });
    },
    ready: async (_request, response) => {
      const failed = draining ? ['draining'] : (await outcome()).failed;
      response
        .status(failed.length === 0 ? 200 : 503)
        .set('Cache-Control', 'no-store')
        .json(failed.length === 0 ? { status: 'up' } : { status: 'down', failed });
    },
    drain: () => {
      draining = true;
    },
  };
}

/** Serves a registry in the text format of Prometheus. */
export function metricsHandler(registry: Registry): RequestHandler {
  return async (_request, response) => {
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };
}

async function within(check: Promise<unknown>, ms: number): Promise<void> {
  const stop = new AbortController();
  const late = pause(ms, stop.signal).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  late.catch(() => undefined); // the race below may be over before it
  try {
    await Promise.race([check, late]);
  } finally {
    stop.abort();
  }
}
