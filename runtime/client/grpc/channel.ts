import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type SecureClientSessionOptions,
} from 'node:http2';

import { backoffDelay, type Backoff } from '../../backoff.js';
import { CallFailure, clientStatus } from './call-failure.js';
import { exchange, frameRequest } from './exchange.js';
import type { RpcDefinition } from './gateway-protocol.js';

/** How a channel reaches the gateway. */
export interface ChannelOptions {
  /** `http://host:port`, or `https://host:port` for TLS. */
  readonly url: string;
  readonly tls: SecureClientSessionOptions;
  /** Headers that say who calls; asked before each call. */
  readonly credentials: () => Promise<Readonly<Record<string, string>>> | undefined;
}

/** Bounds of one call. */
export interface CallBounds {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits between attempts to connect. */
const reconnect: Backoff = { initialMs: 100, maxMs: 2_000, factor: 2, jitter: 0.2 };
/** How often a connection with calls under way is asked for a sign of life; gateways allow one in 30 s. */
const keepAliveMs = 45_000;
/** How long a sign of life may take. */
const pingMs = 5_000;

/**
 * One HTTP/2 connection to a gateway, made when it is needed and made again after it was lost. While the
 * gateway is away calls fail at once with UNAVAILABLE. Messages are not compressed. An idle channel does
 * not keep the process alive.
 */
export class Channel {
  readonly #options: ChannelOptions;
  /** Calls under way on each connection. */
  readonly #calls = new WeakMap<ClientHttp2Session, number>();
  #session: ClientHttp2Session | undefined;
  #failures = 0;
  #retryAt = 0;
  #lastError: unknown;
  #isClosed = false;

  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  /** Calls an rpc with one answer. Rejects with `CallFailure`. */
  async unary(rpc: RpcDefinition, request: object, bounds: CallBounds): Promise<object> {
    let answer: object | undefined;
    await this.stream(rpc, request, {
      ...bounds,
      onMessage: (message) => {
        answer = message;
      },
    });
    if (answer === undefined) {
      throw new CallFailure(clientStatus.INTERNAL, 'the gateway answered without a message');
    }
    return answer;
  }

  /** Calls an rpc with any number of answers; resolves at their end. Rejects with `CallFailure`. */
  async stream(
    rpc: RpcDefinition,
    request: object,
    bounds: CallBounds & { readonly onMessage: (message: object) => void },
  ): Promise<void> {
    const { timeoutMs, signal, onMessage } = bounds;
    const frame = frameRequest(rpc.requestSerialize(request));
    // Most channels need none, and a promise would cost every call a turn.
    const asked = this.#options.credentials();
    const credentials = asked === undefined ? undefined : await asked;
    const session = this.#connected();
    this.#hold(session);
    try {
      await exchange(openStream(session, { path: rpc.path, timeoutMs, credentials }), frame, {
        timeoutMs,
        signal,
        onMessage: (bytes) => {
          onMessage(rpc.responseDeserialize(bytes));
        },
        onSilence: () => {
          ping(session);
        },
      });
    } finally {
      this.#release(session);
    }
  }

  /** Ends every call under way and frees the connection. */
  close(): void {
    this.#isClosed = true;
    this.#session?.destroy();
    this.#session = undefined;
  }

  #connected(): ClientHttp2Session {
    if (this.#isClosed) {
      throw new CallFailure(clientStatus.CANCELLED, 'the connection is closed');
    }
    const known = this.#session;
    if (known !== undefined && !known.closed && !known.destroyed) {
      return known;
    }
    if (Date.now() < this.#retryAt) {
      const why = this.#lastError instanceof Error ? `: ${this.#lastError.message}` : '';
      throw new CallFailure(clientStatus.UNAVAILABLE, `the gateway is away${why}`);
    }
    return this.#connect();
  }

  #connect(): ClientHttp2Session {
    const session = connect(this.#options.url, {
      ...this.#options.tls,
      settings: { enablePush: false },
    });
    this.#session = session;
    let isUp = false;
    let error: unknown;
    const timer = setInterval(() => {
      ping(session);
    }, keepAliveMs);
    timer.unref();
    session.on('connect', () => {
      isUp = true;
      this.#failures = 0;
    });
    session.on('error', (found) => {
      error = found;
    });
    session.on('goaway', () => {
      // Calls under way go on there; new ones go elsewhere.
      this.#forget(session);
    });
    session.on('close', () => {
      clearInterval(timer);
      this.#forget(session);
      if (!isUp) {
        this.#failures += 1;
        this.#lastError = error;
        this.#retryAt = Date.now() + backoffDelay(reconnect, this.#failures);
      }
    });
    session.unref();
    return session;
  }

  /** A connection keeps the process alive while it has calls under way. */
  #hold(session: ClientHttp2Session): void {
    const calls = this.#calls.get(session) ?? 0;
    this.#calls.set(session, calls + 1);
    if (calls === 0) {
      session.ref();
    }
  }

  #release(session: ClientHttp2Session): void {
    const calls = (this.#calls.get(session) ?? 1) - 1;
    this.#calls.set(session, calls);
    if (calls === 0) {
      session.unref();
    }
  }

  #forget(session: ClientHttp2Session): void {
    if (this.#session === session) {
      this.#session = undefined;
    }
  }
}

function openStream(
  session: ClientHttp2Session,
  call: {
    readonly path: string;
    readonly timeoutMs: number;
    readonly credentials: Readonly<Record<string, string>> | undefined;
  },
): ClientHttp2Stream {
  try {
    return session.request({
      ':method': 'POST',
      ':path': call.path,
      'content-type': 'application/grpc+proto',
      te: 'trailers',
      'grpc-accept-encoding': 'identity',
      'grpc-timeout': timeoutHeader(call.timeoutMs),
      'user-agent': 'jobwright',
      ...call.credentials,
    });
  } catch (error) {
    // It was closing already: nothing was sent.
    const why = error instanceof Error ? error.message : String(error);
    throw new CallFailure(clientStatus.UNAVAILABLE, why, error);
  }
}

/** Cuts a connection that gives no sign of life: its calls fail and the next one connects anew. */
function ping(session: ClientHttp2Session): void {
  if (session.destroyed || session.connecting) {
    return;
  }
  const timer = setTimeout(() => {
    session.destroy();
  }, pingMs);
  timer.unref();
  session.ping(() => {
    clearTimeout(timer);
  });
}

/** A timeout as the header takes it: at most eight digits. */
function timeoutHeader(ms: number): string {
  return ms < 100_000_000 ? `${Math.ceil(ms)}m` : `${Math.ceil(ms / 1000)}S`;
}
