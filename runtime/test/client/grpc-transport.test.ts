import { once } from 'node:events';
import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';

import type { EngineTransport } from '../../client/engine-client.js';
import { createGrpcTransport } from '../../client/grpc-transport.js';
import { readSdkSettings } from '../../client/sdk-settings.js';
import { isEngineError } from '../../errors.js';

type Serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** A gateway that does what a test tells it: what a transport must bear cannot be asked of a real one. */
class OddGateway {
  serve: Serve = () => undefined;
  readonly sessions = new Set<ServerHttp2Session>();
  readonly #server: Http2Server = createServer();

  async listen(port = 0): Promise<number> {
    this.#server.on('session', (session) => {
      this.sessions.add(session);
      session.on('close', () => this.sessions.delete(session));
      session.on('error', () => undefined);
    });
    this.#server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      stream.resume();
      this.serve(stream, headers);
    });
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    for (const session of this.sessions) {
      session.destroy();
    }
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}

/** Answers with an empty message and OK. */
const answerEmpty: Serve = (stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': 0 });
  });
  stream.end(Buffer.alloc(5));
};

let gateway: OddGateway;
let port: number;
let transport: EngineTransport;
const timeoutMs = 300;

const connectTo = (address: number, more: Readonly<Record<string, string>> = {}) =>
  createGrpcTransport(
    readSdkSettings({ ZEEBE_GRPC_ADDRESS: `127.0.0.1:${String(address)}`, ...more }),
    { timeoutMs },
  );

beforeEach(async () => {
  gateway = new OddGateway();
  port = await gateway.listen();
  transport = await connectTo(port);
});
afterEach(async () => {
  await transport.close();
  await gateway.close();
});

const complete = (jobs = transport) => jobs.completeJob({ jobKey: '1', variables: {} });

/** The code of the error that a call fails with. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return isEngineError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
}

const poll = { type: 't', worker: 'w', maxJobs: 1, timeoutMs: 1_000, longPollMs: 60_000 };

describe('the gRPC transport', () => {
  test('sends one uncompressed message with its deadline, and no more than it must', async () => {
    const asked = new Promise<IncomingHttpHeaders>((resolve) => {
      gateway.serve = (stream, headers) => {
        resolve(headers);
        answerEmpty(stream, headers);
      };
    });
    await complete();
    expect(await asked).toMatchObject({
      ':path': '/gateway_protocol.Gateway/CompleteJob',
      'content-type': 'application/grpc+proto',
      'grpc-timeout': '300m',
      'grpc-accept-encoding': 'identity',
    });
    expect((await asked)['grpc-encoding']).toBeUndefined();
    expect((await asked).authorization).toBeUndefined();
  });

  test.each([
    [
      'BASIC',
      { CAMUNDA_BASIC_AUTH_USERNAME: 'demo', CAMUNDA_BASIC_AUTH_PASSWORD: 'pass' },
      'Basic ZGVtbzpwYXNz',
    ],
    ['BEARER', { CAMUNDA_OAUTH_TOKEN: 'abc' }, 'Bearer abc'],
  ])('says who calls by %s', async (strategy, settings, expected) => {
    const seen: unknown[] = [];
    gateway.serve = (stream, headers) => {
      seen.push(headers.authorization);
      answerEmpty(stream, headers);
    };
    const known = await connectTo(port, { CAMUNDA_AUTH_STRATEGY: strategy, ...settings });
    await complete(known);
    await known.close();
    expect(seen).toEqual([expected]);
  });

  test.each([
    [5, 'NOT_FOUND'],
    [8, 'RESOURCE_EXHAUSTED'],
    [9, 'FAILED_PRECONDITION'],
    [16, 'UNAUTHENTICATED'],
    [99, 'INTERNAL'],
  ])('fails with the status %s as %s, its text decoded', async (status, code) => {
    gateway.serve = (stream) => {
      const headers = { ':status': 200, 'grpc-status': status, 'grpc-message': 'f%C3%BCr 5%25' };
      stream.respond(headers, { endStream: true });
    };
    expect(await codeOf(complete())).toMatch(new RegExp(`^${code}: .*für 5%`, 'u'));
  });

  test.each([
    ['HTTP 503', 503, 'UNAVAILABLE'],
    ['HTTP 401', 401, 'UNAUTHENTICATED'],
    ['HTTP 404', 404, 'UNIMPLEMENTED'],
  ])('fails with %s as a proxy answers it', async (_what, status, code) => {
    gateway.serve = (stream) => {
      stream.respond({ ':status': status });
      stream.end('<html>');
    };
    expect(await codeOf(complete())).toMatch(new RegExp(`^${code}`, 'u'));
  });

  test.each([
    ['a message that is cut off', Buffer.from([0, 0, 0, 0, 9, 1]), 0],
    ['a message that is compressed', Buffer.from([1, 0, 0, 0, 1, 1]), 0],
    ['a message beyond all bounds', Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), 0],
    ['no message at all', Buffer.alloc(0), 0],
  ])('does not take %s for an answer', async (_what, bytes, status) => {
    gateway.serve = (stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ 'grpc-status': status });
      });
      stream.end(bytes);
    };
    expect(await codeOf(transport.topology())).toMatch(/^(INTERNAL|RESOURCE_EXHAUSTED)/u);
  });

  test('gives up at the deadline and tells the gateway', async () => {
    const reset = new Promise<number | undefined>((resolve) => {
      gateway.serve = (stream) =>
        stream.on('close', () => {
          resolve(stream.rstCode);
        });
    });
    expect(await codeOf(complete())).toMatch(/^DEADLINE_EXCEEDED/u);
    expect(await reset).toBe(8);
  });

  test('an aborted poll resolves with nothing at once and is cancelled', async () => {
    const stop = new AbortController();
    const reset = new Promise<number | undefined>((resolve) => {
      gateway.serve = (stream) => {
        stream.on('close', () => {
          resolve(stream.rstCode);
        });
        stop.abort();
      };
    });
    expect(await transport.activateJobs(poll, { signal: stop.signal })).toEqual([]);
    expect(await reset).toBe(8);
    expect(await transport.activateJobs(poll, { signal: stop.signal })).toEqual([]);
  });

  test('fails with UNAVAILABLE while the gateway is away and works when it is back', async () => {
    gateway.serve = answerEmpty;
    await complete();
    await gateway.close();
    expect(await codeOf(complete())).toMatch(/^UNAVAILABLE/u);
    const before = performance.now();
    expect(await codeOf(complete())).toMatch(/^UNAVAILABLE/u);
    gateway = new OddGateway();
    await gateway.listen(port);
    gateway.serve = answerEmpty;
    let answer = '';
    while (answer !== 'no error') {
      answer = await codeOf(complete());
      expect(performance.now() - before).toBeLessThan(20_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  test('calls under way end after the gateway said it goes away; new ones go elsewhere', async () => {
    let finish: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      gateway.serve = (stream, headers) => {
        finish = () => {
          answerEmpty(stream, headers);
        };
        resolve();
      };
    });
    const running = complete();
    await arrived;
    for (const session of gateway.sessions) {
      session.goaway();
    }
    gateway.serve = answerEmpty;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await complete();
    expect(gateway.sessions.size).toBe(2);
    finish();
    await running;
  });

  test('ends calls under way when it is closed, and takes none after', async () => {
    const arrived = new Promise<void>((resolve) => {
      gateway.serve = () => {
        resolve();
      };
    });
    const running = codeOf(complete());
    await arrived;
    await transport.close();
    expect(await running).toMatch(/^(UNAVAILABLE|CANCELLED)/u);
    expect(await codeOf(complete())).toMatch(/^CANCELLED/u);
  });
});
