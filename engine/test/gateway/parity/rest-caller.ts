import type { RestRequest } from './rest-scenes.js';

/** What a call came to. */
export interface RestOutcome {
  readonly status: number;
  /** Type of the answer's body, without parameters; absent when there is none. */
  readonly type?: string;
  readonly answer?: unknown;
}

/** Calls the REST API at `http://host:port`: `METHOD path` below `/v2`. */
export async function callRest(
  address: string,
  call: string,
  request: RestRequest,
): Promise<RestOutcome> {
  const [method = 'GET', path = ''] = call.split(/ (.*)/);
  const response = await fetch(`${address}/v2/${path}`, {
    method,
    ...sent(request),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const type = response.headers.get('content-type')?.split(';')[0];
  return {
    status: response.status,
    ...(text === '' || type === undefined ? {} : { type, answer: parsed(text) }),
  };
}

function sent(request: RestRequest): Pick<RequestInit, 'body' | 'headers'> {
  const { body, text, contentType, files, fields } = request;
  if (files !== undefined || fields !== undefined) {
    const form = new FormData();
    files?.forEach(({ name, content }) => {
      form.append('resources', new Blob([content]), name);
    });
    Object.entries(fields ?? {}).forEach(([name, value]) => {
      form.append(name, value);
    });
    return { body: form };
  }
  if (body === undefined && text === undefined) {
    return {};
  }
  const headers = { 'content-type': contentType ?? 'application/json' };
  return { headers, body: text ?? JSON.stringify(body) };
}

/**
 * The body as JSON. Keys that are numbers, as 8.6 has them, become text, which loses no digit, and a
 * job's `key` becomes `jobKey`, as it is called from 8.6.1 on.
 */
function parsed(text: string): unknown {
  try {
    const later = text
      .replaceAll(/(?<=:)(22517998\d{8})(?=[,}\]])/g, '"$1"')
      .replaceAll(/"key":(?="22517998)/g, '"jobKey":');
    return JSON.parse(later) as unknown;
  } catch {
    return text;
  }
}
