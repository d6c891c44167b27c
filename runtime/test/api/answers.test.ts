import { createApi, EngineError, serveHttp } from '../../index.js';
import type { Api, ApiHandlersOf, ApiOptions, EngineErrorCode, HttpServer } from '../../index.js';
import type { ApiOperations, Logger } from '../../v1.js';
import { document, operations } from './document.js';

type Handlers = ApiHandlersOf<typeof operations>;

const broken = { status: 200, body: { surprise: true } };
const handlers: Handlers = {
  listThings: () => Promise.resolve(broken),
  createThing: () => Promise.resolve(broken),
  getThing: () => Promise.resolve(broken),
  streamThing: () => Promise.resolve({ status: 200, body: brokenEvents() }),
};

async function* brokenEvents(): AsyncGenerator<object> {
  await Promise.resolve();
  yield { data: { surprise: true } };
}

const open: { api: Api; server: HttpServer }[] = [];
const logged: unknown[] = [];
const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => logged.push([message, fields]),
  error: (_fields, message) => logged.push([message]),
};

async function serve<Operations extends ApiOperations>(
  options: Omit<ApiOptions<Operations>, 'logger'>,
): Promise<string> {
  const api = createApi({ ...options, logger });
  const server = await serveHttp(api.app, { port: 0 });
  open.push({ api, server });
  return server.address;
}

beforeEach(() => {
  logged.length = 0;
});

afterEach(async () => {
  for (const { api, server } of open.splice(0)) {
    api.close();
    await server.close({ graceMs: 0 });
  }
});

const id = '00000000-0000-4000-8000-000000000000';

describe('an answer that breaks its contract', () => {
  test.each([
    [undefined, 500],
    [true, 500],
    ['error', 500],
    [false, 200],
    ['off', 200],
    ['log', 200],
  ] as const)('with validateResponses %s is answered %d', async (validateResponses, status) => {
    const address = await serve({
      operations,
      document,
      handlers,
      ...(validateResponses === undefined ? {} : { validateResponses }),
    });
    const response = await fetch(`${address}/things/${id}`);
    expect(response.status).toBe(status);
    expect(logged.length).toBe(status === 500 || validateResponses === 'log' ? 1 : 0);
  });

  test('is told of and sent all the same where it is only logged, events as well', async () => {
    const address = await serve({ operations, document, handlers, validateResponses: 'log' });
    expect(await (await fetch(`${address}/things/${id}`)).json()).toEqual({ surprise: true });
    const text = await (await fetch(`${address}/things/${id}/events`)).text();
    expect(text).toContain('data: {"surprise":true}');
    expect(logged).toMatchObject([
      ['an answer breaks its contract', { err: expect.any(Error) as unknown }],
      ['an event breaks its contract', { faults: '/n is required' }],
    ]);
  });
});

describe('a failed call of the engine', () => {
  test.each<[EngineErrorCode, number, string, string | null]>([
    ['UNAVAILABLE', 503, 'ENGINE_UNAVAILABLE', '1'],
    ['DEADLINE_EXCEEDED', 503, 'ENGINE_UNAVAILABLE', '1'],
    ['RESOURCE_EXHAUSTED', 503, 'ENGINE_UNAVAILABLE', '1'],
    ['UNIMPLEMENTED', 501, 'NOT_SUPPORTED', null],
    ['NOT_FOUND', 500, 'INTERNAL', null],
    ['PERMISSION_DENIED', 500, 'INTERNAL', null],
  ])('with %s is answered %d %s', async (engineCode, status, code, retryAfter) => {
    const failing = () => Promise.reject(new EngineError(engineCode, 'call', 'secret words'));
    const address = await serve({
      operations,
      document,
      handlers: { ...handlers, getThing: failing },
    });
    const response = await fetch(`${address}/things/${id}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code });
    expect(text).not.toContain('secret');
  });
});

test('a fixed path is asked before one with a parameter, whatever the order of operations', async () => {
  const answer = (name: string) => () => Promise.resolve({ status: 200, body: name });
  const operation = (operationId: string) => ({
    operationId,
    responses: { 200: { description: 'x', content: { 'application/json': { schema: {} } } } },
  });
  const address = await serve({
    operations: {
      any: { operationId: 'any', method: 'get', path: '/x/{key}' },
      anyPart: { operationId: 'anyPart', method: 'get', path: '/x/{key}/part' },
      fixed: { operationId: 'fixed', method: 'get', path: '/x/schema' },
    },
    document: {
      openapi: '3.1.0',
      paths: {
        '/x/{key}': {
          get: {
            ...operation('any'),
            parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'integer' } }],
          },
        },
        '/x/{key}/part': {
          get: {
            ...operation('anyPart'),
            parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
          },
        },
        '/x/schema': { get: operation('fixed') },
      },
    },
    handlers: { any: answer('any'), anyPart: answer('part'), fixed: answer('fixed') },
  });
  const get = async (path: string): Promise<unknown> => (await fetch(address + path)).json();
  expect(await get('/x/schema')).toBe('fixed');
  expect(await get('/x/7')).toBe('any');
  expect(await get('/x/schema/part')).toBe('part');
});
