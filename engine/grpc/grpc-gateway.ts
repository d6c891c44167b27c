import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

import type { JobDispatcher, Operations } from '../gateway/index.js';
import { activateJobs, streamJobs } from './job-calls.js';
import type { Requests } from './messages.js';
import { loadGatewayService } from './protocol.js';
import { toServiceError } from './status.js';
import { topologyMessage } from './topology.js';
import { unaryCalls } from './unary-calls.js';

/** What `startGrpcGateway` needs. */
export interface GrpcGatewayOptions {
  readonly operations: Operations;
  readonly dispatcher: JobDispatcher;
  /** Address to listen on, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Largest request taken, in bytes; larger ones get RESOURCE_EXHAUSTED. @default 16 MiB */
  readonly maxMessageBytes?: number;
  /** Told of defects: what a caller sees as INTERNAL. */
  readonly onError: (error: unknown) => void;
}

/** A running gRPC gateway. */
export interface GrpcGateway {
  readonly port: number;
  /** Takes no new calls, lets running ones end for `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Starts the gateway protocol of Camunda 8 (8.6) on the engine, without TLS. Rejects when the port
 * cannot be bound.
 */
export async function startGrpcGateway(options: GrpcGatewayOptions): Promise<GrpcGateway> {
  const maxBytes = options.maxMessageBytes ?? 16 * 1024 * 1024;
  const server = new Server({
    'grpc.max_receive_message_length': maxBytes,
    'grpc.max_send_message_length': maxBytes,
  });
  const address: { port: number } = { port: options.port };
  server.addService(await loadGatewayService(), implementation(options, address));
  address.port = await bind(server, options);
  return {
    port: address.port,
    close: (graceMs = 5000) => shutDown(server, graceMs),
  };
}

function implementation(
  options: GrpcGatewayOptions,
  address: { readonly port: number },
): UntypedServiceImplementation {
  const { dispatcher, operations, onError } = options;
  const unary = Object.entries(unaryCalls(operations)).map(
    ([name, serve]) =>
      // Each function is registered under the name its request type belongs to.
      [name, answer(serve as (request: object) => Promise<object>, onError)] as const,
  );
  return {
    ...Object.fromEntries(unary),
    Topology: answer(
      () => Promise.resolve(topologyMessage({ host: options.host, port: address.port })),
      onError,
    ),
    ActivateJobs: (call: ServerWritableStream<Requests['ActivateJobs'], object>) => {
      void activateJobs(call, dispatcher);
    },
    StreamActivatedJobs: (call: ServerWritableStream<Requests['StreamActivatedJobs'], object>) => {
      streamJobs(call, dispatcher);
    },
  };
}

function answer(
  serve: (request: object) => Promise<object>,
  onError: (error: unknown) => void,
): handleUnaryCall<object, object> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => serve(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          const serviceError = toServiceError(error);
          if (serviceError.code === status.INTERNAL) {
            onError(error);
          }
          callback(serviceError);
        },
      );
  };
}

function bind(server: Server, options: GrpcGatewayOptions): Promise<number> {
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return new Promise((resolve, reject) => {
    server.bindAsync(
      `${host}:${options.port}`,
      ServerCredentials.createInsecure(),
      (error, port) => {
        if (error === null) {
          resolve(port);
        } else {
          reject(error);
        }
      },
    );
  });
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
