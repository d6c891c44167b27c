/**
 * What every generated client carries: it names no type of a browser or of Node, so that it compiles
 * with either and with neither.
 */
export const CLIENT_KIT = String.raw`/** Where and how to call. Times in ms. */
export interface ApiClientOptions {
  /** ${'`'}https://example.com/api${'`'}: what stands before each path. */
  readonly baseUrl: string;
  /** Sent with every call, such as ${'`'}authorization${'`'}. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long an answer may take; of an event stream, how long its start may. @default 30000 */
  readonly timeoutMs?: number;
  /** @default the platform's fetch */
  readonly fetch?: Fetch;
}

/** Options of one call; they win over those of the client. */
export interface CallOptions {
  /** Ends the call, and the event stream that it answered with. */
  readonly signal?: CancelSignal;
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The key of a call that must not happen twice. */
export interface IdempotencyKey {
  /** A new random value for each thing you want done; the same again when you repeat a call. */
  readonly idempotencyKey: string;
}

/** An answer: ${'`'}status${'`'} tells which body it has. */
export type Answer<Response> =
  Response extends ApiResponse<infer Status, infer Body>
    ? {
        readonly status: Status;
        /** Names in lower case. */
        readonly headers: Readonly<Record<string, string>>;
        readonly body: Body;
      }
    : never;

/** Thrown when the server answers with a problem, or with what the API does not declare. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Code of the problem; ${'`'}HTTP_502${'`'} and the like when the answer is no problem document. */
  readonly code: string;
  readonly problem: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemDocument, headers: Readonly<Record<string, string>>) {
    super(${'`'}${'$'}{problem.code}: ${'$'}{problem.detail}${'`'});
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
    this.headers = headers;
  }
}

/** True for an ${'`'}ApiError${'`'}, also one of another client. */
export function isApiError(value: unknown): value is ApiError {
  return value instanceof Error && value.name === 'ApiError' && 'problem' in value;
}

/** What the client needs of ${'`'}fetch${'`'}. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly signal: never;
  },
) => Promise<FetchAnswer>;

/** What the client needs of an answer. */
export interface FetchAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
      cancel(): Promise<void>;
    };
  } | null;
  text(): Promise<string>;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly statuses: Readonly<Record<number, 'json' | 'events' | 'text' | 'none'>>;
  readonly call?: Parts | undefined;
  readonly options: (CallOptions & Partial<IdempotencyKey>) | undefined;
}

interface Parts {
  readonly params?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly body?: unknown;
}

interface Platform {
  readonly fetch: Fetch;
  readonly AbortController: new () => { readonly signal: unknown; abort(reason: unknown): void };
  readonly TextDecoder: new () => { decode(bytes?: unknown, options?: object): string };
  setTimeout(act: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

interface Listened {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener?(type: 'abort', act: () => void): void;
  removeEventListener?(type: 'abort', act: () => void): void;
}

// Both Node and browsers have all of it; no type library is asked for.
const platform = globalThis as unknown as Platform;

const DEFAULT_TIMEOUT_MS = 30_000;

function sender(client: ApiClientOptions): <Result>(sent: Sent) => Promise<Result> {
  const base = client.baseUrl.replace(/\/+$/, '');
  const fetchIt = client.fetch ?? ((url, init) => platform.fetch(url, init));
  return async <Result>(sent: Sent): Promise<Result> => {
    const { call = {}, options = {} } = sent;
    const timeoutMs = options.timeoutMs ?? client.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const bound = bounded(options.signal, timeoutMs);
    let streaming = false;
    try {
      const response = await fetchIt(base + fill(sent.path, call.params) + search(call.query), {
        method: sent.method,
        headers: requestHeaders(client, sent),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: bound.signal as never,
      });
      const headers = responseHeaders(response);
      const kind = sent.statuses[response.status];
      if (kind === undefined) {
        throw await failure(response, headers);
      }
      streaming = kind === 'events';
      const body = streaming ? events(response, bound) : await bodyOf(response, kind);
      // The status was declared with this kind of body.
      return { status: response.status, headers, body } as Result;
    } finally {
      bound.stopTimer();
      if (!streaming) {
        bound.release();
      }
    }
  };
}

function fill(path: string, params: object = {}): string {
  const values = new Map<string, unknown>(Object.entries(params));
  return path.replace(/\{([^{}]+)\}/g, (_match, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
}

function search(query: object = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined)
      .map((one) => encodeURIComponent(name) + '=' + encodeURIComponent(String(one))),
  );
  return pairs.length === 0 ? '' : '?' + pairs.join('&');
}

function requestHeaders(client: ApiClientOptions, { call, options }: Sent): Record<string, string> {
  const headers: Record<string, string> = {};
  const own = Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)]);
  const groups = [Object.entries(client.headers ?? {}), Object.entries(options?.headers ?? {}), own];
  for (const [name = '', value = ''] of groups.flat()) {
    headers[name.toLowerCase()] = value;
  }
  if (call?.body !== undefined) {
    headers['content-type'] = 'application/json';
  }
  if (options?.idempotencyKey !== undefined) {
    headers['idempotency-key'] = options.idempotencyKey;
  }
  return headers;
}

function responseHeaders(response: FetchAnswer): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name.toLowerCase()] = value;
  });
  return headers;
}

async function bodyOf(response: FetchAnswer, kind: 'json' | 'events' | 'text' | 'none') {
  const text = await response.text();
  if (kind === 'none') {
    return undefined;
  }
  return kind === 'json' ? (JSON.parse(text) as unknown) : text;
}

async function failure(
  response: FetchAnswer,
  headers: Readonly<Record<string, string>>,
): Promise<ApiError> {
  const text = await response.text();
  const problem = (headers['content-type'] ?? '').includes('json') ? parsed(text) : undefined;
  const { status } = response;
  const plain = {
    type: 'about:blank',
    title: response.statusText,
    status,
    code: 'HTTP_' + String(status),
    detail: text === '' ? 'The server answered ' + String(status) + '.' : text.slice(0, 500),
    instance: '',
  };
  const known = typeof problem === 'object' && problem !== null && 'code' in problem;
  // A problem of this API has every member; one of a proxy may lack some.
  return new ApiError(known ? { ...plain, ...(problem as Partial<ProblemDocument>) } : plain, headers);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Bound {
  readonly signal: unknown;
  /** The answer has begun: it may take as long as it likes now. */
  stopTimer(): void;
  release(): void;
  abort(): void;
}

function bounded(given: CancelSignal | undefined, timeoutMs: number): Bound {
  const outer: Listened | undefined = given;
  const controller = new platform.AbortController();
  const timer = platform.setTimeout(() => {
    const late = new Error('no answer within ' + String(timeoutMs) + ' ms');
    late.name = 'TimeoutError';
    controller.abort(late);
  }, timeoutMs);
  const onAbort = (): void => {
    controller.abort(outer?.reason);
  };
  outer?.addEventListener?.('abort', onAbort);
  if (outer?.aborted === true) {
    onAbort();
  }
  return {
    signal: controller.signal,
    stopTimer: () => {
      platform.clearTimeout(timer);
    },
    release: () => {
      outer?.removeEventListener?.('abort', onAbort);
    },
    abort: () => {
      controller.abort(new Error('the reader of the events is done'));
    },
  };
}

/** Server-sent events as they arrive (HTML standard, "Server-sent events"); ${'`'}data${'`'} is parsed as JSON. */
async function* events(response: FetchAnswer, bound: Bound): AsyncGenerator<ServerSentEvent> {
  const reader = response.body?.getReader();
  const decoder = new platform.TextDecoder();
  let rest = '';
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      // A lone CR at the end may be half of a line break.
      const whole = done ? rest : rest.replace(/\r$/, '');
      const blocks = whole.replace(/\r\n?/g, '\n').split('\n\n');
      rest = (blocks.pop() ?? '') + (whole === rest ? '' : '\r');
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== undefined) {
          yield event;
        }
      }
      if (done) {
        return;
      }
    }
  } finally {
    bound.release();
    bound.abort();
  }
}

function eventOf(block: string): ServerSentEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    const known = fields.get(name);
    fields.set(name, name === 'data' && known !== undefined ? known + '\n' + value : value);
  }
  const data = fields.get('data');
  if (data === undefined) {
    return undefined;
  }
  const [id, event] = [fields.get('id'), fields.get('event')];
  return {
    ...(id === undefined ? {} : { id }),
    ...(event === undefined ? {} : { event }),
    data: JSON.parse(data) as JsonValue,
  };
}
`;
