import type { IncomingMessage } from 'node:http';

import { HttpFault } from './problem.js';

/** Methods that routes use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request on its way to a route. */
export interface RestRequest {
  /** Values of the `{name}` parts of the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly message: IncomingMessage;
  /** Reads the body as JSON and requires one. Throws `HttpFault` 400, 413 or 415. */
  json(): Promise<unknown>;
  /** Reads the body as JSON; undefined when there is none. */
  optionalJson(): Promise<unknown>;
  /** Aborted when the caller is gone. */
  readonly signal: AbortSignal;
}

/** What a route answers: JSON unless `contentType` says otherwise; no body means 204. */
export interface RestResponse {
  readonly body?: unknown;
  /** With `contentType` set, `body` is sent as it is and must be text or bytes. */
  readonly contentType?: string;
}

/** One operation of the API; `path` is relative to `/v2`, with `{name}` parts. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly serve: (request: RestRequest) => Promise<RestResponse>;
}

/** Makes a route. */
export function route(method: Method, path: string, serve: Route['serve']): Route {
  return { method, path, serve };
}

/** The answer of commands that have nothing to tell. */
export const noContent: RestResponse = {};

/** Finds routes by method and path. */
export class Router {
  readonly #routes: readonly { readonly route: Route; readonly parts: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((entry) => ({ route: entry, parts: entry.path.split('/') }));
  }

  /**
   * The route for a path below `/v2` and its parameters. Throws `HttpFault` 404, or 405 with `Allow`
   * when the path exists for other methods only.
   */
  find(
    method: string,
    path: string,
  ): { readonly route: Route; readonly params: RestRequest['params'] } {
    const parts = path.split('/');
    const onPath = this.#routes.flatMap((entry) => {
      const params = match(entry.parts, parts);
      return params === undefined ? [] : [{ route: entry.route, params }];
    });
    const found = onPath.find((entry) => entry.route.method === method);
    if (found !== undefined) {
      return found;
    }
    if (onPath.length === 0) {
      throw new HttpFault(404, 'No endpoint of this engine has this path.');
    }
    const allow = onPath.map((entry) => entry.route.method).join(', ');
    throw new HttpFault(405, `This endpoint takes ${allow} only.`, { allow });
  }
}

function match(
  pattern: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) {
    return undefined;
  }
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith('{')) {
      params[expected.slice(1, -1)] = decode(part);
    } else if (expected !== part) {
      return undefined;
    }
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpFault(400, 'The path is not properly percent-encoded.');
  }
}
