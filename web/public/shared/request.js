const TIMEOUT_MS = 10_000;

/**
 * A request that did not work: what an RFC 9457 problem document says, or `UNREACHABLE` when no
 * answer came, or `UNREADABLE` when the answer was not what the API promises.
 */
export class RequestFailure extends Error {
  constructor({ status = 0, code, detail, errors = [], retryAfterMs = 0, requestId }) {
    super(detail);
    this.name = 'RequestFailure';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
  }
}

/**
 * Sends a request and gives back the JSON body of a success. Gives up after ten seconds.
 * @throws RequestFailure
 */
export async function request(address, { method = 'GET', headers = {}, body } = {}) {
  let response;
  let text;
  try {
    response = await fetch(address, {
      method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    throw new RequestFailure({
      code: 'UNREACHABLE',
      detail: 'No answer came. Check the connection and try again.',
    });
  }
  const value = parseJson(text);
  if (!response.ok) {
    throw failureOf(response, value);
  }
  if (value === undefined) {
    throw new RequestFailure({
      status: response.status,
      code: 'UNREADABLE',
      detail: 'The answer could not be read.',
    });
  }
  return value;
}

function failureOf(response, problem) {
  const isObject = typeof problem === 'object' && problem !== null;
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? 0);
  return new RequestFailure({
    status: response.status,
    code: isObject && typeof problem.code === 'string' ? problem.code : 'UNREADABLE',
    detail:
      isObject && typeof problem.detail === 'string'
        ? problem.detail
        : `The server answered with status ${String(response.status)}.`,
    errors: isObject && Array.isArray(problem.errors) ? problem.errors : [],
    retryAfterMs: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds * 1000 : 0,
    requestId: isObject && typeof problem.requestId === 'string' ? problem.requestId : undefined,
  });
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
