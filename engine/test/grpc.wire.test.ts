import { connect, constants, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { gzipSync } from 'node:zlib';

import { encodeStatusText } from '../grpc/wire/grpc-status.js';
import { readGrpcTimeout } from '../grpc/wire/grpc-timeout.js';
import type { ServerCall } from '../grpc/wire/server-call.js';
import { startWireServer, type WireServer } from '../grpc/wire/wire-server.js';

const maxMessageBytes = 64 * 1024;
const errors: unknown[] = [];
/** Calls of `/test.Wire/Open`, which are left open. */
const open: ServerCall[] = [];
let server: WireServer;
let session: ClientHttp2Session;

interface TestMessage {
  readonly text: string;
}

beforeEach(async () => {
  const method = {
    deserialize: (bytes: Buffer): TestMessage => {
      if (bytes.includes('broken')) {
        throw new Error('no such message');
      }
      return { text: bytes.toString() };
    },
    serialize: (message: object) => Buffer.from((message as TestMessage).text),
  };
  server = await startWireServer({
    host: '127.0.0.1',
    port: 0,
    maxMessageBytes,
    onError: (error) => errors.push(error),
    methods: [
      {
        ...method,
        path: '/test.Wire/Echo',
        serve: (request, call) => {
          call.end(request);
        },
      },
      {
        ...method,
        path: '/test.Wire/Open',
        serve: (_request, call) => {
          call.sendHeaders();
          open.push(call);
        },
      },
    ],
  });
  session = connect(`http://127.0.0.1:${String(server.port)}`);
  session.on('error', () => undefined);
});
afterEach(async () => {
  session.destroy();
  open.length = 0;
  await server.close(0);
  expect(errors.splice(0)).toEqual([]);
});

function frame(payload: Buffer | string, flag = 0): Buffer {
  const bytes = Buffer.from(payload);
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

interface Answer {
  readonly httpStatus: number;
  readonly status: string | undefined;
  readonly text: string | undefined;
  readonly message: string | undefined;
}

async function call(
  body: readonly Buffer[],
  headers: OutgoingHttpHeaders = {},
  path = '/test.Wire/Echo',
): Promise<Answer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const seen: Record<string, string | number | undefined> = {};
  const chunks: Buffer[] = [];
  stream.on('response', (found) => {
    Object.assign(seen, found);
  });
  stream.on('trailers', (found) => {
    Object.assign(seen, found);
  });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => undefined);
  for (const chunk of body) {
    stream.write(chunk);
    // Each in a DATA frame of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  stream.end();
  await once(stream, 'end');
  stream.close();
  const bytes = Buffer.concat(chunks);
  const text = seen['grpc-message'];
  return {
    httpStatus: Number(seen[':status']),
    status: seen['grpc-status'] === undefined ? undefined : String(seen['grpc-status']),
    text: text === undefined ? undefined : decodeURIComponent(String(text)),
    message: bytes.length === 0 ? undefined : bytes.subarray(5).toString(),
  };
}

describe('the gRPC server', () => {
  test('answers a message with a message and a status in the trailers', async () => {
    expect(await call([frame('hello')])).toEqual({
      httpStatus: 200,
      status: '0',
      text: undefined,
      message: 'hello',
    });
  });

  test('takes a message in pieces of one byte, its prefix too', async () => {
    const pieces = [...frame('pieces')].map((byte) => Buffer.from([byte]));
    expect(await call(pieces)).toMatchObject({ status: '0', message: 'pieces' });
  });

  test.each(['gzip', 'identity'])('takes a message with encoding %s', async (encoding) => {
    const body = encoding === 'gzip' ? frame(gzipSync('packed'), 1) : frame('packed');
    const answer = await call([body], { 'grpc-encoding': encoding });
    expect(answer).toMatchObject({ status: '0', message: 'packed' });
  });

  test('takes a large compressed message', async () => {
    const text = Array.from({ length: 4_000 }, (_, place) => String(Math.sin(place)))
      .join('')
      .slice(0, maxMessageBytes);
    const packed = gzipSync(text);
    expect(packed.length).toBeGreaterThan(16 * 1024);
    const answer = await call([frame(packed, 1)], { 'grpc-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: '0', message: text });
  });

  const huge = Buffer.alloc(maxMessageBytes + 1, 'x');
  test.each([
    ['no message', [], {}, '13'],
    ['half a message', [frame('hello').subarray(0, 7)], {}, '13'],
    ['less than a prefix', [Buffer.from([0, 0])], {}, '13'],
    ['two messages', [frame('one'), frame('two')], {}, '13'],
    ['a message longer than its prefix says', [Buffer.concat([frame('one'), huge])], {}, '13'],
    ['a message over the limit', [frame(huge)], {}, '8'],
    ['a message that promises to be over the limit', [Buffer.from([0, 0x7f, 0, 0, 0])], {}, '8'],
    ['a bomb', [frame(gzipSync(huge), 1)], { 'grpc-encoding': 'gzip' }, '8'],
    ['garbage for gzip', [frame('garbage', 1)], { 'grpc-encoding': 'gzip' }, '13'],
    ['a flag without an encoding', [frame('packed', 1)], {}, '13'],
    ['another flag', [frame('packed', 7)], { 'grpc-encoding': 'gzip' }, '13'],
    ['another encoding', [frame('packed', 1)], { 'grpc-encoding': 'zstd' }, '12'],
    ['bytes that are no such message', [frame('broken')], {}, '13'],
  ])('refuses %s with a status and goes on', async (_what, body, headers, status) => {
    expect(await call(body, headers)).toMatchObject({ httpStatus: 200, status });
    expect(await call([frame('after')])).toMatchObject({ status: '0', message: 'after' });
  });

  test('refuses an unknown method, one that is no POST, and one that is no gRPC', async () => {
    const unknown = await call([frame('')], {}, '/test.Wire/Nope');
    expect(unknown).toMatchObject({ status: '12', text: 'Method not found: test.Wire/Nope' });
    expect(await call([], { ':method': 'GET' })).toMatchObject({ httpStatus: 405 });
    const json = { 'content-type': 'application/json' };
    expect(await call([frame('{}')], json)).toMatchObject({ httpStatus: 415 });
  });

  test('ends a call at the deadline that its caller names', async () => {
    const answer = await call([frame('x')], { 'grpc-timeout': '50m' }, '/test.Wire/Open');
    expect(answer).toMatchObject({ status: '4' });
    expect(open[0]?.isOver).toBe(true);
  });

  test('says that a call is over when its caller cancels it, or is gone', async () => {
    for (const leave of ['cancel', 'disconnect']) {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/test.Wire/Open',
        'content-type': 'application/grpc',
      });
      stream.on('error', () => undefined);
      stream.end(frame('x'));
      await once(stream, 'response');
      const over = new Promise<void>((resolve) => open.at(-1)?.whenOver(resolve));
      if (leave === 'cancel') {
        stream.close(constants.NGHTTP2_CANCEL);
      } else {
        session.destroy();
      }
      await over;
      expect(open.at(-1)?.write({ text: 'into the void' })).toBe(false);
      open.at(-1)?.end();
    }
  });

  test('says when a caller does not read, and when it reads again', async () => {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/test.Wire/Open',
      'content-type': 'application/grpc',
    });
    stream.on('error', () => undefined);
    stream.end(frame('x'));
    await once(stream, 'response');
    const text = 'y'.repeat(60_000);
    let sent = 1;
    while (open[0]?.write({ text }) === true) {
      sent += 1;
      expect(sent).toBeLessThan(1_000);
    }
    const drained = new Promise<void>((resolve) => open[0]?.onDrain(resolve));
    let read = 0;
    stream.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    await drained;
    open[0]?.end();
    await once(stream, 'end');
    expect(read).toBe(sent * (text.length + 5));
  });

  test('lets running calls end before it closes, takes no new ones, cuts off after the grace', async () => {
    const running = call([frame('x')], {}, '/test.Wire/Open');
    while (open.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const closed = server.close(10_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    open[0]?.end({ text: 'done' });
    expect(await running).toMatchObject({ status: '0', message: 'done' });
    await closed;
  });

  test('survives bytes that are no HTTP/2', async () => {
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\n\r\n\0\0\0garbage');
    await once(socket, 'close');
    expect(await call([frame('after')])).toMatchObject({ status: '0', message: 'after' });
  });
});

test.each([
  ['1S', 1_000],
  ['250m', 250],
  ['1500u', 2],
  ['99999999H', 2 ** 31 - 1],
  ['123456789S', undefined],
  ['-1S', undefined],
  ['1X', undefined],
  [undefined, undefined],
])('reads the timeout %s as %s ms', (header, expected) => {
  expect(readGrpcTimeout(header)).toBe(expected);
});

test('a text of a status is one line of printable ASCII, and bounded', () => {
  expect(encodeStatusText('50 %\nfür 5 €')).toBe('50 %25%0Af%C3%BCr 5 %E2%82%AC');
  expect(encodeStatusText('x'.repeat(100_000)).length).toBeLessThan(5_000);
});
