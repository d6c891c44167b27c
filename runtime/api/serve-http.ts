import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { RuntimeError } from '../errors.js';

/** Options of `serveHttp`. Times in milliseconds. */
export interface ServeOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly port: number;
  /**
   * How long an idle connection is kept. It must be longer than that of the load balancer in front
   * (usually 60 s), or requests meet closed connections. @default 65000
   */
  readonly keepAliveMs?: number;
  /** How long a request may take to arrive in full. @default 30000 */
  readonly requestMs?: number;
}

/** A listening HTTP server. */
export interface HttpServer {
  /** `http://127.0.0.1:3000` */
  readonly address: string;
  readonly port: number;
  /** Takes no new connections, lets running requests end for `graceMs` (default 5000), then cuts them. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

const CLOSE_CHECK_MS = 50;

/**
 * Listens, and resolves once it does.
 * @throws RuntimeError HTTP_LISTEN_FAILED when the port is taken or not allowed
 */
export async function serveHttp(
  listener: RequestListener,
  options: ServeOptions,
): Promise<HttpServer> {
  const host = options.host ?? '127.0.0.1';
  const requestTimeout = options.requestMs ?? 30_000;
  const server = createServer(
    {
      keepAliveTimeout: options.keepAliveMs ?? 65_000,
      // Counted from the first byte of a request, so it does not cut kept connections.
      headersTimeout: requestTimeout,
      requestTimeout,
    },
    listener,
  );
  await listen(server, host, options.port);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  let closed: Promise<void> | undefined;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: ({ graceMs = 5_000 } = {}) => {
      closed ??= closeServer(server, graceMs);
      return closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new RuntimeError(
          'HTTP_LISTEN_FAILED',
          `Cannot listen on ${host}:${port}: ${error.message}.`,
          'Stop what uses the port, or set PORT to another one.',
          error,
        ),
      );
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Connections that become idle while others are busy are not closed by Node itself.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, CLOSE_CHECK_MS);
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
