import type { JobDispatcher, Operations } from '../gateway/index.js';
import { activateJobs, streamJobs } from './job-calls.js';
import type { Requests } from './messages.js';
import { loadGatewayService } from './protocol.js';
import { toGrpcError } from './status.js';
import { topologyMessage } from './topology.js';
import { unaryCalls } from './unary-calls.js';
import { grpcStatus } from './wire/grpc-status.js';
import { startWireServer, type WireMethod } from './wire/wire-server.js';

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
  const { host, port, onError, maxMessageBytes = 16 * 1024 * 1024 } = options;
  const address = { host, port };
  const serving = implementation(options, address);
  const methods = Object.entries(await loadGatewayService()).flatMap(([name, definition]) => {
    const serve = serving.get(name);
    const { path, requestDeserialize, responseSerialize } = definition;
    // Messages of this protocol are objects.
    const deserialize = requestDeserialize as (bytes: Buffer) => object;
    return serve === undefined ? [] : [{ path, deserialize, serialize: responseSerialize, serve }];
  });
  const server = await startWireServer({ methods, host, port, maxMessageBytes, onError });
  address.port = server.port;
  return { port: server.port, close: (graceMs = 5000) => server.close(graceMs) };
}

type Serve = WireMethod['serve'];

function implementation(
  { dispatcher, operations, onError }: GrpcGatewayOptions,
  address: { readonly host: string; readonly port: number },
): ReadonlyMap<string, Serve> {
  return new Map<string, Serve>([
    ...Object.entries(unaryCalls(operations)).map(([name, serve]): [string, Serve] =>
      // Each function is registered under the name its request type belongs to.
      [name, answer(serve as (request: object) => Promise<object>, onError)],
    ),
    [
      'Topology',
      answer(() => Promise.resolve(topologyMessage(address, operations.version)), onError),
    ],
    [
      'ActivateJobs',
      (request, call) => {
        void activateJobs(request as Requests['ActivateJobs'], call, dispatcher);
      },
    ],
    [
      'StreamActivatedJobs',
      (request, call) => {
        streamJobs(request as Requests['StreamActivatedJobs'], call, dispatcher);
      },
    ],
  ]);
}

function answer(
  serve: (request: object) => Promise<object>,
  onError: (error: unknown) => void,
): Serve {
  return (request, call) => {
    const fail = (error: unknown): void => {
      const grpcError = toGrpcError(error);
      if (grpcError.code === grpcStatus.INTERNAL) {
        onError(error);
      }
      call.fail(grpcError);
    };
    try {
      serve(request)
        .then((response) => {
          call.end(response);
        })
        .catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}
