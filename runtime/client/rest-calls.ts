import { EngineError } from '../errors.js';
import type { EngineErrorCode } from '../errors.js';
import type { SdkSettings } from './sdk-settings.js';

/** One call of the engine's REST API v2. */
export interface RestCall {
  /** The method of the client it serves, for errors. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v2/`. */
  readonly path: string;
  readonly body?: object;
  /** What the answer is made of. @default 'json' */
  readonly answer?: 'json' | 'text';
}

/** Makes a call and answers its JSON or text; undefined for an empty answer. Fails with `EngineError`. */
export type SendRest = (call: RestCall) => Promise<unknown>;

const STATUS_CODES: Readonly<Record<number, EngineErrorCode>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  405: 'UNIMPLEMENTED',
  409: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/**
 * REST calls through the SDK's client, which brings the authentication. It is made on first use; every
 * call fails with `UNIMPLEMENTED` while no `ZEEBE_REST_ADDRESS` is set.
 */
export function createRestCalls(settings: SdkSettings): SendRest {
  let client: Promise<SdkRest> | undefined;
  return async ({ name, method, path, body, answer = 'json' }) => {
    if (settings.config.ZEEBE_REST_ADDRESS === undefined) {
      throw new EngineError(
        'UNIMPLEMENTED',
        name,
        'set ZEEBE_REST_ADDRESS to look into the engine',
      );
    }
    client ??= openClient(settings);
    try {
      const rest = await client;
      const text = await rest.callApiEndpoint({
        method,
        urlPath: path,
        ...(body === undefined ? {} : { body }),
        json: false,
      });
      if (text === '') {
        return undefined;
      }
      return answer === 'text' ? text : (JSON.parse(text) as unknown);
    } catch (error) {
      throw restError(error, name);
    }
  };
}

interface SdkRest {
  callApiEndpoint(request: {
    readonly method: string;
    readonly urlPath: string;
    readonly body?: object;
    readonly json: false;
  }): Promise<string>;
}

async function openClient(settings: SdkSettings): Promise<SdkRest> {
  const { CamundaRestClient } = await import('@camunda8/sdk');
  // Repeating is the business of the call policy around us.
  return new CamundaRestClient({ config: settings.config, retry: { limit: 0 } });
}

function restError(error: unknown, call: string): EngineError {
  const status = fieldOf(error, 'statusCode');
  if (typeof status !== 'number') {
    // No answer at all: the connection failed.
    return new EngineError('UNAVAILABLE', call, messageOf(error), error);
  }
  const title = fieldOf(error, 'title');
  const detail = fieldOf(error, 'detail');
  const text = typeof detail === 'string' && detail !== '' ? detail : messageOf(error);
  if (status === 404) {
    // A thing that is not there is refused by name; an address that is not there by HTTP's words.
    const code = title === 'NOT_FOUND' ? 'NOT_FOUND' : 'UNIMPLEMENTED';
    return new EngineError(code, call, text, error);
  }
  return new EngineError(STATUS_CODES[status] ?? 'INTERNAL', call, text, error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined;
}
