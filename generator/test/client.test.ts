import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createApiClient as createDerived } from './golden/api-derived/client.gen.js';
import {
  createApiClient,
  isApiError,
  type ApiClient,
  type ApiError,
  type Fetch,
} from './golden/parcel/client.gen.js';

const PARCEL_ID = 'p/1 ü';

interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** A client whose calls are kept and answered from here. */
function scripted(
  status: number,
  body: string | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): { readonly client: ApiClient; readonly calls: Call[] } {
  const calls: Call[] = [];
  const answer: Fetch = (url, { signal: _signal, ...init }) => {
    calls.push({ url, ...init });
    return Promise.resolve(new Response(body, { status, headers }));
  };
  return {
    client: createApiClient({
      baseUrl: 'http://parcels.example/v1/',
      headers: { Authorization: 'Bearer x', 'X-From': 'client' },
      fetch: answer,
    }),
    calls,
  };
}

async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const failure: unknown = await call.catch((error: unknown) => error);
  if (!isApiError(failure)) {
    throw new Error(`not an ApiError: ${String(failure)}`);
  }
  return failure;
}

describe('a call', () => {
  test('puts parameters into the path and the query, each escaped, lists repeated', async () => {
    const { client, calls } = scripted(200, '{"parcelId":"1"}');
    const answer = await client.getParcel({
      params: { parcelId: PARCEL_ID },
      query: { fields: ['weight', 'route'] },
    });
    expect(calls).toEqual([
      {
        url: 'http://parcels.example/v1/parcels/p%2F1%20%C3%BC?fields=weight&fields=route',
        method: 'GET',
        headers: { authorization: 'Bearer x', 'x-from': 'client' },
      },
    ]);
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { parcelId: '1' },
    });
  });

  test('leaves out a query of which nothing is said', async () => {
    const { client, calls } = scripted(200, '{}');
    await client.getParcel({ params: { parcelId: '1' }, query: {} });
    await client.getParcel({ params: { parcelId: '1' } });
    expect(calls.map(({ url }) => url)).toEqual(
      Array.from({ length: 2 }, () => 'http://parcels.example/v1/parcels/1'),
    );
  });

  test('sends its body as JSON with the key, its own headers before those of the client', async () => {
    const { client, calls } = scripted(202, '{"id":"1"}');
    await client.handInParcel(
      {
        body: {
          parcelId: '1',
          goods: [],
          receiver: { postcode: '1', country: 'NL' },
        },
      },
      { idempotencyKey: 'k-1', headers: { 'x-from': 'call' } },
    );
    expect(calls[0]).toMatchObject({
      method: 'POST',
      headers: {
        authorization: 'Bearer x',
        'content-type': 'application/json',
        'idempotency-key': 'k-1',
        'x-from': 'call',
      },
      body: '{"parcelId":"1","goods":[],"receiver":{"postcode":"1","country":"NL"}}',
    });
  });

  test('tells answers apart by their status', async () => {
    const { client } = scripted(304, null, {});
    const answer = await client.getParcel({ params: { parcelId: '1' } });
    expect(answer).toEqual({ status: 304, headers: {}, body: undefined });
  });
});

describe('a failure', () => {
  test('is thrown with the whole problem', async () => {
    const problem = {
      type: '/problems#NO_PARCEL',
      title: 'There is no such parcel',
      status: 404,
      code: 'NO_PARCEL',
      detail: 'There is no parcel 1.',
      instance: '/parcels/1',
      errors: [{ pointer: '/x', detail: 'is wrong' }],
    };
    const { client } = scripted(404, JSON.stringify(problem), {
      'content-type': 'application/problem+json',
      'Retry-After': '3',
    });
    const failure = await failureOf(client.getParcel({ params: { parcelId: '1' } }));
    expect(failure).toMatchObject({
      name: 'ApiError',
      message: 'NO_PARCEL: There is no parcel 1.',
      status: 404,
      code: 'NO_PARCEL',
      problem,
      headers: { 'retry-after': '3' },
    });
  });

  test.each([
    ['text/html', '<p>Bad gateway</p>', '<p>Bad gateway</p>'],
    ['application/json', '{"message":"no"}', '{"message":"no"}'],
    ['application/json', '{broken', '{broken'],
    ['text/plain', '', 'The server answered 502.'],
  ])('that is no problem document (%s) is told by its status', async (type, body, detail) => {
    const { client } = scripted(502, body, { 'content-type': type });
    const failure = await failureOf(client.getParcel({ params: { parcelId: '1' } }));
    expect(failure).toMatchObject({
      status: 502,
      code: 'HTTP_502',
      problem: { type: 'about:blank', detail, instance: '' },
    });
  });

  test('is a success that the document does not declare', async () => {
    const { client } = scripted(201, '{}');
    expect((await failureOf(client.getParcel({ params: { parcelId: '1' } }))).code).toBe(
      'HTTP_201',
    );
  });

  test('of the connection passes through, and others are no ApiError', async () => {
    const client = createApiClient({
      baseUrl: 'http://x',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    await expect(client.streamEvents()).rejects.toThrow('fetch failed');
    expect(isApiError(new Error('x'))).toBe(false);
    expect(isApiError(undefined)).toBe(false);
  });
});

describe('against a server', () => {
  let server: Server;
  let address: string;
  let answer: (respond: ServerResponse) => void;
  let gone: Promise<void>;

  beforeEach(async () => {
    server = createServer((_request, response) => {
      gone = new Promise((resolve) => {
        response.once('close', resolve);
      });
      answer(response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    // A server on a port has an address of this kind.
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  test('a call that takes too long ends with a TimeoutError', async () => {
    answer = () => undefined;
    const client = createApiClient({ baseUrl: address, timeoutMs: 50 });
    await expect(client.getParcel({ params: { parcelId: '1' } })).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'no answer within 50 ms',
    });
    const slow = createApiClient({ baseUrl: address, timeoutMs: 60_000 });
    await expect(slow.getParcel({ params: { parcelId: '1' } }, { timeoutMs: 40 })).rejects.toThrow(
      'no answer within 40 ms',
    );
  });

  test('a call ends with the reason of its signal', async () => {
    answer = () => undefined;
    const client = createApiClient({ baseUrl: address });
    const leaving = new AbortController();
    const call = client.getParcel({ params: { parcelId: '1' } }, { signal: leaving.signal });
    leaving.abort(new Error('never mind'));
    await expect(call).rejects.toThrow('never mind');
    await expect(
      client.getParcel({ params: { parcelId: '1' } }, { signal: leaving.signal }),
    ).rejects.toThrow('never mind');
  });

  test('events come one by one, whatever pieces the connection makes of them', async () => {
    const text =
      'retry: 1000\r\n\r\n:\n\nid: 1\nevent: weighed\ndata: {"grams":7}\n\ndata: "two"\r\rid\ndata:[1,\ndata: 2]\n\ndata: "ü"\n\ndata: "cut off"\n';
    const bytes = Buffer.from(text);
    answer = (response) => {
      response.setHeader('content-type', 'text/event-stream');
      void (async () => {
        for (const byte of bytes) {
          response.write(Buffer.of(byte));
          await new Promise((resolve) => setImmediate(resolve));
        }
        response.end();
      })();
    };
    const client = createApiClient({ baseUrl: address });
    const { status, body } = await client.streamEvents();
    expect(status).toBe(200);
    const seen: unknown[] = [];
    for await (const event of body) {
      seen.push(event);
    }
    expect(seen).toEqual([
      { id: '1', event: 'weighed', data: { grams: 7 } },
      { data: 'two' },
      { id: '', data: [1, 2] },
      { data: 'ü' },
    ]);
  });

  test('an event stream outlives the timeout, and leaving it closes the connection', async () => {
    answer = (response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
      setTimeout(() => response.write('data: 2\n\n'), 120);
    };
    const client = createApiClient({ baseUrl: address, timeoutMs: 60 });
    const { body } = await client.streamEvents();
    const seen: unknown[] = [];
    for await (const { data } of body) {
      seen.push(data);
      if (data === 2) {
        break;
      }
    }
    expect(seen).toEqual([1, 2]);
    await gone;
  });

  test('a signal ends an event stream', async () => {
    answer = (response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
    };
    const leaving = new AbortController();
    const { body } = await createApiClient({ baseUrl: address }).streamEvents({
      signal: leaving.signal,
    });
    const read = async (): Promise<void> => {
      for await (const event of body) {
        expect(event).toEqual({ data: 1 });
        leaving.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    await gone;
  });

  test('an answer without a body is nothing, and numbers go into the path', async () => {
    const paths: (string | undefined)[] = [];
    server.on('request', (request) => paths.push(request.url));
    answer = (response) => {
      response.statusCode = 204;
      response.end();
    };
    const client = createDerived({ baseUrl: address });
    const params = { processInstanceKey: '7' };
    expect(await client.cancelOrder({ params })).toMatchObject({ status: 204, body: undefined });
    expect(paths).toEqual(['/order/7']);
  });
});
