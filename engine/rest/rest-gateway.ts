import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { History } from '../exporters/history.js';
import type { JobDispatcher, Operations } from '../gateway/index.js';
import type { PinnableClock } from '../loop/pinnable-clock.js';
import type { EngineQueries } from '../queries/engine-queries.js';
import { isAllowedCaller } from './allowed-caller.js';
import { batchRoutes } from './batch-routes.js';
import { clusterRoutes } from './cluster-routes.js';
import { decisionRoutes } from './decision-routes.js';
import { deploymentRoutes } from './deployment-routes.js';
import { eventRoutes } from './event-routes.js';
import { instanceRoutes } from './instance-routes.js';
import { jobRoutes } from './job-routes.js';
import { HttpFault, toProblem } from './problem.js';
import { readJson } from './request-body.js';
import { readRoutes } from './read-routes.js';
import { Router, type RestResponse } from './route.js';
import { userTaskRoutes } from './user-task-routes.js';
import { withoutNulls } from './without-nulls.js';

/** What `startRestGateway` needs. */
export interface RestGatewayOptions {
  readonly operations: Operations;
  readonly dispatcher: JobDispatcher;
  readonly history: History;
  readonly queries: EngineQueries;
  readonly clock: PinnableClock;
  /**
   * Whether fields without a value are left out, as Camunda does up to 8.8, or sent as null, as from
   * 8.9 on. Clients of either kind may refuse the other when they validate strictly. @default 'omit'
   */
  readonly nulls?: 'omit' | 'send';
  /** Address to listen on, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Origins of web pages that may call, e.g. `http://127.0.0.1:8080`. @default none */
  readonly allowedOrigins?: readonly string[];
  /** Told of defects: what a caller sees as 500. */
  readonly onError: (error: unknown) => void;
}

/** A running REST gateway. */
export interface RestGateway {
  readonly port: number;
  /** Takes no new requests, lets running ones end for `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Starts the part of Camunda 8's REST API v2 that the engine can serve, below `/v2`; other paths get
 * a 404 problem. Web pages of foreign origins are refused. Rejects when the port cannot be bound.
 */
export async function startRestGateway(options: RestGatewayOptions): Promise<RestGateway> {
  const { operations, dispatcher, history, queries, clock, host } = options;
  const address: { port: number } = { port: options.port };
  const router = new Router([
    ...clusterRoutes(clock, { host, port: () => address.port, version: operations.version }),
    ...deploymentRoutes(operations),
    ...instanceRoutes(operations),
    ...eventRoutes(operations),
    ...decisionRoutes(operations),
    ...userTaskRoutes(operations),
    ...jobRoutes(operations, dispatcher),
    ...readRoutes({ history, queries }),
    ...batchRoutes(operations, history),
  ]);
  // Who sends a request byte by byte is cut off; answering may take as long as it likes.
  const limits = { keepAliveTimeout: 75_000, headersTimeout: 20_000, requestTimeout: 120_000 };
  const server = createServer(limits, (message, response) => {
    void serve(message, { response, router, options });
  });
  address.port = await listen(server, options);
  return {
    port: address.port,
    close: (graceMs = 5000) => shutDown(server, graceMs),
  };
}

async function serve(
  message: IncomingMessage,
  context: {
    readonly response: ServerResponse;
    readonly router: Router;
    readonly options: RestGatewayOptions;
  },
): Promise<void> {
  const { response, options } = context;
  const path = (message.url ?? '/').split('?', 1)[0] ?? '/';
  try {
    allowOrigin(message, response, options);
    if (message.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const answered = await answer(message, { path, response, router: context.router });
    send(response, answered, options.nulls ?? 'omit');
  } catch (error) {
    const problem = toProblem(error, path);
    if (problem.status === 500) {
      options.onError(error);
    }
    const headers = error instanceof HttpFault ? error.headers : {};
    // What is left of a body that was refused half-way must not be read as the next request.
    const close = message.complete ? {} : { connection: 'close' };
    response.writeHead(problem.status, {
      'content-type': 'application/problem+json',
      ...headers,
      ...close,
    });
    response.end(JSON.stringify(problem));
  }
}

function allowOrigin(
  message: IncomingMessage,
  response: ServerResponse,
  options: RestGatewayOptions,
): void {
  const { origin, host } = message.headers;
  const allowedOrigins = options.allowedOrigins ?? [];
  if (!isAllowedCaller({ origin, host, boundTo: options.host, allowedOrigins })) {
    throw new HttpFault(403, 'Calls from this web page are not allowed.');
  }
  if (origin !== undefined) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
    response.setHeader('access-control-allow-headers', 'content-type');
    response.setHeader('vary', 'origin');
  }
}

async function answer(
  message: IncomingMessage,
  context: { readonly path: string; readonly response: ServerResponse; readonly router: Router },
): Promise<RestResponse> {
  const { path, response, router } = context;
  const prefix = '/v2/';
  const below = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  const { route: found, params } = router.find(message.method ?? 'GET', below);
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  return found.serve({
    params,
    message,
    json: () => readJson(message, { optional: false }),
    optionalJson: () => readJson(message, { optional: true }),
    signal: gone.signal,
  });
}

function send(response: ServerResponse, answered: RestResponse, nulls: 'omit' | 'send'): void {
  const { body, contentType } = answered;
  if (body === undefined) {
    response.writeHead(204).end();
    return;
  }
  response.setHeader('content-type', contentType ?? 'application/json');
  // With a content type of its own the body is text; see `RestResponse`.
  const text = nulls === 'omit' ? withoutNulls(body) : body;
  response.writeHead(200).end(contentType === undefined ? JSON.stringify(text) : (body as string));
}

function listen(server: Server, options: RestGatewayOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      // A server that listens on TCP has an address with a port.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
