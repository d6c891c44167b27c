import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { once } from 'node:events';

import { GrpcError, grpcStatus } from './grpc-status.js';
import { isAcceptedEncoding, openMessage } from './message-frame.js';
import { readBody, RequestBudget } from './request-body.js';
import { ServerCall, type Serialize } from './server-call.js';

/** One rpc with one request. */
export interface WireMethod {
  /** `/package.Service/Method`. */
  readonly path: string;
  /** Throws for bytes that are no such message. */
  readonly deserialize: (bytes: Buffer) => object;
  readonly serialize: Serialize;
  /** Answers the call; must not throw. */
  readonly serve: (request: object, call: ServerCall) => void;
}

/** Options of `startWireServer`. */
export interface WireServerOptions {
  readonly methods: readonly WireMethod[];
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Largest request, in bytes, compressed or not. */
  readonly maxMessageBytes: number;
  /** Told of defects of the server itself. */
  readonly onError: (error: unknown) => void;
}

/** A running server. */
export interface WireServer {
  readonly port: number;
  /** Takes no new calls, lets running ones end for `graceMs`, then cuts them off. */
  close(graceMs: number): Promise<void>;
}

/** Most calls of one connection at a time. */
const maxStreams = 10_000;
/** Bytes of all requests that may be under way at once. */
const maxUnderWay = 256 * 1024 * 1024;
/** A connection is asked for a sign of life this often, and cut when it gives none for as long. */
const keepAliveMs = 30_000;

/**
 * Serves gRPC over HTTP/2 without TLS, for calls with one request message. It does what the protocol
 * asks of a server and no more: bare HTTP/2 takes half of the CPU that a general gRPC server takes.
 * Rejects when the port cannot be bound.
 */
export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const methods = new Map(options.methods.map((method) => [method.path, method]));
  const budget = new RequestBudget(maxUnderWay);
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({
    // In MB; counts what waits to be sent to a caller that does not read.
    maxSessionMemory: 64,
    settings: { maxConcurrentStreams: maxStreams, enablePush: false },
  });
  server.on('session', (session) => {
    sessions.add(session);
    watchSession(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    // A caller that goes away in the middle of a call is no defect.
    stream.on('error', () => undefined);
    try {
      accept(stream, headers, { methods, budget, maxBytes: options.maxMessageBytes });
    } catch (error) {
      options.onError(error);
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    }
  });
  server.on('sessionError', () => undefined);
  const port = await listen(server, options);
  server.on('error', options.onError);
  return { port, close: (graceMs) => close(server, sessions, graceMs) };
}

async function listen(server: Http2Server, options: WireServerOptions): Promise<number> {
  server.listen({ host: options.host, port: options.port });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : options.port;
}

/** Keeps a connection from outliving its caller: job streams would be pushed into the void. */
function watchSession(session: ServerHttp2Session): void {
  session.on('error', () => undefined);
  let isAnswered = true;
  const timer = setInterval(() => {
    if (!isAnswered) {
      session.destroy();
      return;
    }
    isAnswered = false;
    session.ping(() => {
      isAnswered = true;
    });
  }, keepAliveMs);
  timer.unref();
  session.on('close', () => {
    clearInterval(timer);
  });
}

function accept(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  server: {
    readonly methods: ReadonlyMap<string, WireMethod>;
    readonly budget: RequestBudget;
    readonly maxBytes: number;
  },
): void {
  if (headers[':method'] !== 'POST') {
    stream.respond({ ':status': 405 }, { endStream: true });
    return;
  }
  if (headers['content-type']?.startsWith('application/grpc') !== true) {
    stream.respond({ ':status': 415 }, { endStream: true });
    return;
  }
  const path = headers[':path'] ?? '';
  const method = server.methods.get(path);
  const call = new ServerCall(stream, headers, method?.serialize ?? nothing);
  const { 'grpc-encoding': given = 'identity' } = headers;
  const encoding = String(given);
  if (method === undefined) {
    const name = path.replace(/^\//, '').slice(0, 200);
    call.fail(new GrpcError(grpcStatus.UNIMPLEMENTED, `Method not found: ${name}`));
    return;
  }
  if (!isAcceptedEncoding(encoding)) {
    const text = `Can't find decompressor for ${encoding.slice(0, 100)}`;
    call.fail(new GrpcError(grpcStatus.UNIMPLEMENTED, text));
    return;
  }
  const { maxBytes, budget } = server;
  const fail = (error: unknown): void => {
    call.fail(
      error instanceof GrpcError ? error : new GrpcError(grpcStatus.INTERNAL, 'unreadable request'),
    );
  };
  const use = (message: Buffer): void => {
    if (!call.isOver) {
      serve(method, message, call);
    }
  };
  readBody(stream, {
    maxBytes,
    budget,
    fail,
    done: (frame) => {
      try {
        openMessage(frame, { encoding, maxBytes }, { use, fail });
      } catch (error) {
        fail(error);
      }
    },
  });
}

function serve(method: WireMethod, message: Buffer, call: ServerCall): void {
  let request: object;
  try {
    request = method.deserialize(message);
  } catch {
    const text = 'the request is no message of this call: invalid protobuf';
    call.fail(new GrpcError(grpcStatus.INTERNAL, text));
    return;
  }
  method.serve(request, call);
}

function nothing(): Uint8Array {
  return new Uint8Array();
}

function close(
  server: Http2Server,
  sessions: ReadonlySet<ServerHttp2Session>,
  graceMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const session of sessions) {
        session.destroy();
      }
    }, graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    for (const session of sessions) {
      // GOAWAY: no new calls; closes by itself once the running ones have ended.
      session.close();
    }
  });
}
