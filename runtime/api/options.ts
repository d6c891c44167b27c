import type { Express, Router } from 'express';
import type { ApiMetrics } from '../metrics.js';
import type { ApiHandler, ApiOperations, Logger } from '../v1.js';
import type { ProblemRegistry } from './problem.js';

/**
 * One handler an operation. A generated `ApiHandlers` interface fits; a missing handler is a compile
 * error here and a `RuntimeError` at start.
 */
export type ApiHandlersOf<Operations extends ApiOperations> = {
  readonly [Id in keyof Operations]: ApiHandler<never, unknown>;
};

/** An OpenAPI 3.1 document as `JSON.parse` returns it. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/** What becomes of an answer that breaks its contract. */
export type ResponseValidation = 'error' | 'log' | 'off';

/** Bounds of one API. */
export interface ApiLimits {
  /** Bytes of a request body. @default 16384 */
  readonly bodyBytes: number;
  /** Milliseconds between comments that keep an idle event stream alive. @default 15000 */
  readonly heartbeatMs: number;
  /** Event streams open at once; more are answered with `OVERLOADED`. @default 1000 */
  readonly eventStreams: number;
}

/** Options of `createApi`. */
export interface ApiOptions<Operations extends ApiOperations> {
  /** Generated: what to route. */
  readonly operations: Operations;
  /** Generated: what to validate against, and what `/openapi.json` serves. */
  readonly document: OpenApiDocument;
  readonly handlers: ApiHandlersOf<Operations>;
  readonly logger: Logger;
  /** @default runtimeProblems */
  readonly problems?: ProblemRegistry;
  readonly limits?: Partial<ApiLimits>;
  /** Other things to serve (health, metrics, pages): tried after the operations, before the 404. */
  readonly routes?: Router;
  /**
   * Whether what handlers return is checked against the document: a breach is an error (logged and
   * answered with 500), only logged, or not looked for. `true` and `false` mean `error` and `off`.
   * @default 'error', but 'off' where NODE_ENV is "production"
   */
  readonly validateResponses?: boolean | ResponseValidation;
  readonly metrics?: ApiMetrics;
}

/** An API ready to be served. */
export interface Api {
  /** Give it to `serveHttp`, or mount it in an app of your own. */
  readonly app: Express;
  /** Ends every event stream and aborts the signals of running handlers. Call it before the server closes. */
  close(): void;
}
