import { once } from 'node:events';
import { createSecureServer, createServer, type Http2Server } from 'node:http2';
import type { Certificate } from './certificate.js';

/** What a gateway that is not ours answers to Topology. */
export interface TopologyAnswer {
  readonly version?: string;
  readonly brokers?: number;
  /** A gRPC status in place of an answer. */
  readonly status?: { readonly code: number; readonly text: string };
  /** Never answers. */
  readonly silent?: boolean;
}

/** A listening stand-in. */
export interface StandIn {
  readonly port: number;
  /** Headers of the last call. */
  readonly lastHeaders: () => Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/**
 * Stands in for gateways of other versions, with TLS or with refusals: what a diagnosis must tell apart
 * and no embedded engine does.
 */
export async function startStandIn(answer: TopologyAnswer, tls?: Certificate): Promise<StandIn> {
  let headers: Readonly<Record<string, unknown>> = {};
  const server: Http2Server = tls === undefined ? createServer() : createSecureServer(tls);
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.on('close', () => sessions.delete(session));
  });
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, given) => {
    headers = given;
    stream.on('error', () => undefined);
    stream.resume();
    if (answer.silent === true) {
      return;
    }
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => {
      const { code = 0, text = '' } = answer.status ?? {};
      stream.sendTrailers({ 'grpc-status': code, 'grpc-message': text });
    });
    if (answer.status === undefined) {
      stream.end(framed(topology(answer)));
    } else {
      stream.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    lastHeaders: () => headers,
    close: async () => {
      for (const session of sessions) {
        session.destroy();
      }
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** TopologyResponse of the gateway protocol: brokers = 1, partitionsCount = 3, gatewayVersion = 5. */
function topology({ version = '8.6.0', brokers = 1 }: TopologyAnswer): Buffer {
  const broker = field(2, Buffer.from('127.0.0.1'));
  return Buffer.concat([
    ...Array.from({ length: brokers }, () => field(1, broker)),
    Buffer.from([0x18, brokers === 0 ? 0 : 1]),
    field(5, Buffer.from(version)),
  ]);
}

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
