import express from 'express';
import { ApiProblem, createApi, runtimeProblems, serveHttp, silentLogger } from '../../index.js';
import type { Api, ApiHandlersOf, ApiOptions, HttpServer } from '../../index.js';
import type { ApiContext, ServerSentEvent } from '../../v1.js';
import { deferred } from '../deferred.js';
import { document, operations, thingId } from './document.js';

type Handlers = ApiHandlersOf<typeof operations>;

const thing = { thingId, name: 'cup' };
const seen: unknown[] = [];
const handlers = {
  listThings: (request: unknown) => {
    seen.push(request);
    return Promise.resolve({ status: 200, body: [thing] });
  },
  createThing: (request: unknown) => {
    seen.push(request);
    return Promise.resolve({
      status: 202,
      headers: { Location: `/things/${thingId}` },
      body: thing,
    });
  },
  getThing: () => Promise.resolve({ status: 200, body: thing }),
  streamThing: () => Promise.resolve({ status: 200, body: events([]) }),
} satisfies Handlers;

async function* events(list: readonly ServerSentEvent[]): AsyncGenerator<ServerSentEvent> {
  await Promise.resolve();
  yield* list;
}

const open: { api: Api; server: HttpServer }[] = [];

async function start(more: Partial<ApiOptions<typeof operations>> = {}): Promise<string> {
  const api = createApi({ operations, document, handlers, logger: silentLogger, ...more });
  const server = await serveHttp(api.app, { port: 0 });
  open.push({ api, server });
  return server.address;
}

beforeEach(() => {
  seen.length = 0;
});

afterEach(async () => {
  for (const { api, server } of open.splice(0)) {
    api.close();
    await server.close({ graceMs: 200 });
  }
});

const post = (body: string | Buffer, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1', ...headers },
});

async function problem(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const body = (await response.json()) as Record<string, unknown>;
  expect(body.status).toBe(response.status);
  expect(body.type).toBe(`/problems#${String(body.code)}`);
  expect(body.requestId).toBe(response.headers.get('x-request-id'));
  return body;
}

describe('requests', () => {
  test('a request that fits reaches its handler with converted values', async () => {
    const address = await start();

    const response = await fetch(`${address}/things?limit=7&tag=a&tag=b`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([thing]);
    expect(seen).toEqual([
      { params: {}, query: { limit: 7, tag: ['a', 'b'] }, headers: {}, body: undefined },
    ]);
  });

  test('a single value of a repeatable parameter arrives as a list', async () => {
    const address = await start();

    await fetch(`${address}/things?tag=a`);

    expect(seen).toMatchObject([{ query: { tag: ['a'] } }]);
  });

  test('every fault is reported at once, each with a pointer and its part', async () => {
    const address = await start();

    const response = await fetch(`${address}/things?limit=0&color=red`);

    const body = await problem(response);
    expect(body.code).toBe('REQUEST_INVALID');
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/limit', detail: 'must be >= 1', in: 'query' },
        { pointer: '/color', detail: 'is not known here', in: 'query' },
      ]),
    );
    expect(seen).toEqual([]);
  });

  test('a body fault names the member by JSON pointer, slashes escaped', async () => {
    const address = await start();

    const response = await fetch(
      `${address}/things`,
      post(JSON.stringify({ name: 'cup', parts: [{}, { 'a/b': 'x' }], extra: 1 })),
    );

    expect((await problem(response)).errors).toEqual(
      expect.arrayContaining([
        { pointer: '/parts/1/a~1b', detail: 'must be integer' },
        { pointer: '/extra', detail: 'is not known here' },
      ]),
    );
  });

  test('a __proto__ member is an unknown member, not a prototype', async () => {
    const address = await start();

    const response = await fetch(
      `${address}/things`,
      post('{"name":"cup","__proto__":{"polluted":true}}'),
    );

    expect((await problem(response)).errors).toEqual([
      { pointer: '/__proto__', detail: 'is not known here' },
    ]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each([
    ['malformed JSON', '{"name":', {}, 400, 'BODY_NOT_JSON'],
    ['no body', '', {}, 400, 'REQUEST_INVALID'],
    [
      'a body of another type',
      'name=cup',
      { 'content-type': 'text/plain' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a compressed body', '{}', { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'no idempotency key',
      '{"name":"cup"}',
      { 'idempotency-key': '' },
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ],
    [
      'a malformed idempotency key',
      '{"name":"cup"}',
      { 'idempotency-key': '"a b"' },
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
    ['a body over 16 KiB', `{"name":"${'x'.repeat(16_384)}"}`, {}, 413, 'BODY_TOO_LARGE'],
  ])('%s is refused with its own code', async (_what, body, headers, status, code) => {
    const address = await start();

    const response = await fetch(`${address}/things`, post(body, headers));

    expect(response.status).toBe(status);
    expect((await problem(response)).code).toBe(code);
    expect(seen).toEqual([]);
  });

  test('a chunked body over the limit is refused too', async () => {
    const address = await start();
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"name":"'));
        controller.enqueue(new TextEncoder().encode('x'.repeat(20_000)));
        controller.enqueue(new TextEncoder().encode('"}'));
        controller.close();
      },
    });

    const response = await fetch(`${address}/things`, {
      method: 'POST',
      body: chunks,
      duplex: 'half',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    });

    expect(response.status).toBe(413);
  });

  test('a quoted idempotency key reaches the handler without its quotes', async () => {
    const address = await start();

    const response = await fetch(
      `${address}/things`,
      post('{"name":"cup"}', { 'idempotency-key': '"8e03978e-40d5"' }),
    );

    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/things/${thingId}`);
    expect(seen).toMatchObject([
      { body: { name: 'cup' }, headers: { 'idempotency-key': '8e03978e-40d5' } },
    ]);
  });

  test('parameters declared on the path item are checked', async () => {
    const address = await start();

    expect((await fetch(`${address}/things/${thingId}`)).status).toBe(200);
    expect(await problem(await fetch(`${address}/things/7`))).toMatchObject({
      code: 'REQUEST_INVALID',
      errors: [{ pointer: '/thingId', in: 'path' }],
    });
  });

  test('a malformed percent-encoding is the caller’s fault', async () => {
    const address = await start();

    const response = await fetch(`${address}/things/%E0%A4%A`);

    expect(response.status).toBe(400);
    expect((await problem(response)).code).toBe('REQUEST_INVALID');
  });

  test('an unknown address is 404 and a known one with another method 405 with Allow', async () => {
    const address = await start();

    const lost = await fetch(`${address}/nowhere/%3Cscript%3E`);
    expect(lost.status).toBe(404);
    expect((await problem(lost)).code).toBe('NOT_FOUND');

    const wrong = await fetch(`${address}/things`, { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    expect((await problem(wrong)).code).toBe('METHOD_NOT_ALLOWED');

    const options = await fetch(`${address}/things`, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect((await fetch(`${address}/things`, { method: 'HEAD' })).status).toBe(200);
  });

  test('a request id is taken over when harmless and replaced when not', async () => {
    const address = await start();

    const kept = await fetch(`${address}/things`, { headers: { 'x-request-id': 'trace-1' } });
    const replaced = await fetch(`${address}/things`, {
      headers: { 'x-request-id': 'a"; drop <b>' },
    });

    expect(kept.headers.get('x-request-id')).toBe('trace-1');
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('answers', () => {
  const answering = (answer: unknown): Promise<string> =>
    start({ handlers: { ...handlers, getThing: () => Promise.resolve(answer) } });
  const get = async (address: string): Promise<Response> => fetch(`${address}/things/${thingId}`);

  test('a thrown ApiProblem leaves as its document, with its headers', async () => {
    const address = await start({
      problems: { ...runtimeProblems, THING_GONE: { status: 410, title: 'Gone' } },
      handlers: {
        ...handlers,
        getThing: () =>
          Promise.reject(
            new ApiProblem('THING_GONE', 'It was sold.', { headers: { 'Retry-After': '9' } }),
          ),
      },
    });

    const response = await get(address);

    expect(response.status).toBe(410);
    expect(response.headers.get('retry-after')).toBe('9');
    expect(await problem(response)).toMatchObject({
      code: 'THING_GONE',
      title: 'Gone',
      detail: 'It was sold.',
      instance: `/things/${thingId}`,
    });
  });

  test('what else is thrown is INTERNAL, logged, and tells the caller nothing', async () => {
    const logged: object[] = [];
    const address = await start({
      logger: { ...silentLogger, error: (fields) => logged.push(fields) },
      handlers: { ...handlers, getThing: () => Promise.reject(new Error('password=hunter2')) },
    });

    const response = await get(address);

    expect(response.status).toBe(500);
    expect(JSON.stringify(await problem(response))).not.toContain('hunter2');
    expect(logged).toHaveLength(1);
  });

  test.each([
    ['a body that breaks the schema', { status: 200, body: { thingId } }],
    ['a member too many', { status: 200, body: { ...thing, secret: 1 } }],
    ['an undeclared status', { status: 201, body: thing }],
    ['nothing', undefined],
    ['no body', { status: 200 }],
  ])('%s is INTERNAL while answers are checked', async (_what, answer) => {
    const response = await get(await answering(answer));

    expect(response.status).toBe(500);
    expect((await problem(response)).code).toBe('INTERNAL');
  });

  test('a declared header that is missing is a breach', async () => {
    const address = await start({
      handlers: {
        ...handlers,
        createThing: () => Promise.resolve({ status: 202, body: thing }),
      },
    });

    expect((await fetch(`${address}/things`, post('{"name":"cup"}'))).status).toBe(500);
  });

  test('in production an answer leaves unchecked', async () => {
    const address = await start({
      validateResponses: false,
      handlers: {
        ...handlers,
        getThing: () => Promise.resolve({ status: 200, body: { thingId } }),
      },
    });

    expect((await get(address)).status).toBe(200);
  });

  test('the caller leaving aborts the handler’s signal', async () => {
    let context: ApiContext | undefined;
    const entered = deferred<undefined>();
    const aborted = deferred<undefined>();
    const address = await start({
      handlers: {
        ...handlers,
        getThing: (_request: unknown, given: ApiContext) => {
          context = given;
          given.signal.addEventListener('abort', () => {
            aborted.resolve(undefined);
          });
          entered.resolve(undefined);
          return new Promise(() => undefined);
        },
      },
    });
    const leaving = new AbortController();
    const request = fetch(`${address}/things/${thingId}`, { signal: leaving.signal });
    request.catch(() => undefined);
    await entered.promise;

    leaving.abort();
    await aborted.promise;

    expect(context?.signal.aborted).toBe(true);
  });
});

describe('what the kit serves itself', () => {
  test('the document, the problems and the page, with a policy that forbids inline scripts', async () => {
    const address = await start();

    expect(await (await fetch(`${address}/openapi.json`)).json()).toEqual(document);
    expect(await (await fetch(`${address}/problems`)).json()).toContainEqual({
      code: 'NOT_FOUND',
      ...runtimeProblems.NOT_FOUND,
    });
    const page = await fetch(`${address}/docs`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(html).not.toMatch(/<script>|onload=|https?:/);
    for (const [, link] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(`${address}${link!}`)).status).toBe(200);
    }
  });

  test('further routes are tried after the operations and before the 404', async () => {
    const routes = express.Router();
    routes.get('/extra', (_request, response) => {
      response.send('yes');
    });
    const address = await start({ routes });

    expect(await (await fetch(`${address}/extra`)).text()).toBe('yes');
    expect((await fetch(`${address}/extra/more`)).status).toBe(404);
  });
});

describe('start', () => {
  test('a missing and an unknown handler are named', () => {
    const { listThings, createThing, streamThing, getThing } = handlers;
    const wrong = {
      listThings,
      createThing,
      streamThing,
      removeThing: getThing,
    } as unknown as Handlers;

    expect(() =>
      createApi({ operations, document, handlers: wrong, logger: silentLogger }),
    ).toThrow(/API_HANDLERS_MISMATCH.*getThing.*removeThing/);
  });

  test('an operation that the document lacks is named', () => {
    const more = {
      ...operations,
      fly: { operationId: 'fly', method: 'post', path: '/fly' },
    } as const;

    expect(() =>
      createApi({
        operations: more,
        document,
        handlers: { ...handlers, fly: handlers.getThing },
        logger: silentLogger,
      }),
    ).toThrow(/API_DOCUMENT_INVALID.*"fly".*POST \/fly/);
  });

  test('a reference to nowhere is named', () => {
    const broken = structuredClone(document);
    Reflect.set(broken.components.parameters, 'IdempotencyKey', { $ref: '#/components/none' });

    expect(() =>
      createApi({ operations, document: broken, handlers, logger: silentLogger }),
    ).toThrow(/API_DOCUMENT_INVALID.*#\/components\/none/);
  });

  test('a taken port is said with what to do', async () => {
    const address = await start();
    const port = Number(new URL(address).port);

    await expect(serveHttp(() => undefined, { port })).rejects.toThrow(/HTTP_LISTEN_FAILED.*PORT/);
  });
});
