import { createApi, serveHttp, silentLogger } from '../../index.js';
import type { Api, ApiLimits, HttpServer } from '../../index.js';
import type { ApiContext, ServerSentEvent } from '../../v1.js';
import { deferred } from '../deferred.js';
import { document, operations } from './document.js';

const open: { api: Api; server: HttpServer }[] = [];

async function start(
  streamThing: (request: unknown, context: ApiContext) => unknown,
  limits: Partial<ApiLimits> = {},
): Promise<string> {
  const other = (): Promise<never> => Promise.reject(new Error('not used here'));
  const api = createApi({
    operations,
    document,
    handlers: {
      listThings: other,
      createThing: other,
      getThing: other,
      streamThing: (request: unknown, context: ApiContext) =>
        Promise.resolve({ status: 200, body: streamThing(request, context) }),
    },
    logger: silentLogger,
    limits,
  });
  const server = await serveHttp(api.app, { port: 0 });
  open.push({ api, server });
  return `${server.address}/things/1/events`;
}

afterEach(async () => {
  for (const { api, server } of open.splice(0)) {
    api.close();
    await server.close({ graceMs: 200 });
  }
});

async function* fromList(list: readonly ServerSentEvent[]): AsyncGenerator<ServerSentEvent> {
  await Promise.resolve();
  yield* list;
}

/** Waits for ever, unless the signal ends it; tells when it was ended. */
function endless(signal: AbortSignal, onEnd: () => void): AsyncGenerator<ServerSentEvent> {
  async function* generate(): AsyncGenerator<ServerSentEvent> {
    try {
      yield { data: { n: 1 } };
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
    } finally {
      onEnd();
    }
  }
  return generate();
}

describe('event streams', () => {
  test('events leave as frames, and the stream ends with its source', async () => {
    const url = await start(() =>
      fromList([
        { id: '7', event: 'SEATS_HELD', data: { n: 1, text: 'line\nbreak' } },
        { data: { n: 2 } },
      ]),
    );

    const response = await fetch(url);

    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe(
      'retry: 1000\n\nid: 7\nevent: SEATS_HELD\ndata: {"n":1,"text":"line\\nbreak"}\n\ndata: {"n":2}\n\n',
    );
  });

  test('Last-Event-ID reaches the handler, converted as declared', async () => {
    let headers: unknown;
    const url = await start((request) => {
      headers = (request as { headers: unknown }).headers;
      return fromList([]);
    });

    await (await fetch(url, { headers: { 'last-event-id': '17' } })).text();

    expect(headers).toEqual({ 'last-event-id': 17 });
  });

  test('an idle stream beats', async () => {
    const url = await start((_request, context) => endless(context.signal, () => undefined), {
      heartbeatMs: 20,
    });
    const reader = (await fetch(url)).body!.pipeThrough(new TextDecoderStream()).getReader();

    let text = '';
    while (!text.includes(':\n\n:\n\n')) {
      text += (await reader.read()).value ?? '';
    }
    await reader.cancel();
  });

  test('a caller that leaves ends the source', async () => {
    const ended = deferred<string>();
    const url = await start((_request, context) =>
      endless(context.signal, () => {
        ended.resolve('ended');
      }),
    );
    const leaving = new AbortController();
    await fetch(url, { signal: leaving.signal });

    leaving.abort();

    expect(await ended.promise).toBe('ended');
  });

  test('a source that knows nothing of signals is ended too', async () => {
    const ended = deferred<string>();
    async function* ticking(): AsyncGenerator<ServerSentEvent> {
      try {
        for (let n = 0; ; n += 1) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          yield { data: { n } };
        }
      } finally {
        ended.resolve('ended');
      }
    }
    const url = await start(() => ticking());
    const leaving = new AbortController();
    await fetch(url, { signal: leaving.signal });

    leaving.abort();

    expect(await ended.promise).toBe('ended');
  });

  test('closing the API ends its streams properly', async () => {
    const ended = deferred<string>();
    const url = await start((_request, context) =>
      endless(context.signal, () => {
        ended.resolve('ended');
      }),
    );
    const response = await fetch(url);

    open[0]!.api.close();

    expect(await response.text()).toBe('retry: 1000\n\ndata: {"n":1}\n\n');
    expect(await ended.promise).toBe('ended');
  });

  test.each([
    ['data that breaks the contract', { data: { m: 1 } }],
    ['a name of two lines', { event: 'a\ndata: forged', data: { n: 1 } }],
  ])('%s breaks the connection off', async (_what, event) => {
    const url = await start(() => fromList([{ data: { n: 0 } }, event]));

    const read = async (): Promise<string> => (await fetch(url)).text();

    await expect(read()).rejects.toThrow(/terminated|fetch failed/);
  });

  test('more streams than allowed are refused with Retry-After', async () => {
    const url = await start((_request, context) => endless(context.signal, () => undefined), {
      eventStreams: 1,
    });
    const first = await fetch(url);

    const second = await fetch(url);

    expect(second.status).toBe(503);
    expect(second.headers.get('retry-after')).toBe('5');
    await first.body!.cancel();
  });

  test('a slow reader holds its source back', async () => {
    let made = 0;
    async function* fast(): AsyncGenerator<ServerSentEvent> {
      await Promise.resolve();
      for (; made < 10_000; made += 1) {
        yield { data: { n: made, fill: 'x'.repeat(10_000) } };
      }
    }
    const url = await start(() => fast());

    const response = await fetch(url);
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(5_000);
    await response.body!.cancel();
  });
});
