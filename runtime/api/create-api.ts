import { randomUUID } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { RuntimeError } from '../errors.js';
import { withFields } from '../logger.js';
import type { ApiHandler, ApiOperations, Logger } from '../v1.js';
import { documentationRoutes } from './documentation.js';
import { engineProblem } from './engine-problem.js';
import type { Api, ApiLimits, ApiOptions, ResponseValidation } from './options.js';
import { compileContracts } from './operation-contract.js';
import type { OperationContract } from './operation-contract.js';
import { ApiProblem, isApiProblem, problemDocument, runtimeProblems } from './problem.js';
import type { ProblemRegistry } from './problem.js';
import { bodyProblem, bodyReader, checkRequest } from './read-request.js';
import { sendAnswer } from './send-answer.js';

const DEFAULT_LIMITS: ApiLimits = { bodyBytes: 16_384, heartbeatMs: 15_000, eventStreams: 1_000 };
const REQUEST_ID = /^[\w.-]{1,64}$/u;
const SHOWN_PATH_LENGTH = 200;

/** `ApiOptions`, complete and checked. */
interface ApiKit {
  readonly contracts: ReadonlyMap<string, OperationContract>;
  readonly handlers: ReadonlyMap<string, ApiHandler<unknown, unknown>>;
  readonly logger: Logger;
  readonly problems: ProblemRegistry;
  readonly limits: ApiLimits;
  readonly validateResponses: ResponseValidation;
  readonly metrics: ApiOptions<ApiOperations>['metrics'];
  readonly closing: AbortSignal;
  readonly openStreams: { count: number };
}

/**
 * Makes an express 5 app that routes the operations, checks requests (and, outside production,
 * answers) against the OpenAPI document, turns every failure into a problem document, and serves
 * `/openapi.json`, `/docs` and `/problems`.
 * @throws RuntimeError API_HANDLERS_MISMATCH, API_DOCUMENT_INVALID or SCHEMA_INVALID
 */
export function createApi<Operations extends ApiOperations>(options: ApiOptions<Operations>): Api {
  const closing = new AbortController();
  const kit: ApiKit = {
    handlers: checkHandlers(options.operations, options.handlers),
    contracts: compileContracts(options.operations, options.document),
    logger: options.logger,
    problems: options.problems ?? runtimeProblems,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    validateResponses: responseValidation(options.validateResponses),
    metrics: options.metrics,
    closing: closing.signal,
    openStreams: { count: 0 },
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders(), identifyRequest, measure(kit));
  mountOperations(app, kit);
  app.use(documentationRoutes(options.document, kit.problems));
  if (options.routes !== undefined) {
    app.use(options.routes);
  }
  app.use((request) => {
    throw new ApiProblem('NOT_FOUND', `There is nothing at ${shownPath(request)}.`);
  });
  app.use(answerProblem(kit));
  return {
    app,
    close: () => {
      closing.abort(new Error('the server is stopping'));
    },
  };
}

function checkHandlers(
  operations: ApiOperations,
  handlers: object,
): ReadonlyMap<string, ApiHandler<unknown, unknown>> {
  const missing = Object.keys(operations).filter(
    (id) => typeof Reflect.get(handlers, id) !== 'function',
  );
  const unknown = Object.keys(handlers).filter((id) => !Object.hasOwn(operations, id));
  if (missing.length > 0 || unknown.length > 0) {
    const parts = [
      ...(missing.length > 0 ? [`No handler for operation ${missing.join(', ')}.`] : []),
      ...(unknown.length > 0 ? [`No operation for handler ${unknown.join(', ')}.`] : []),
    ];
    throw new RuntimeError(
      'API_HANDLERS_MISMATCH',
      parts.join(' '),
      'Generate again and give createApi exactly one handler for each operation.',
    );
  }
  return new Map(
    Object.keys(operations).map((id) => [
      id,
      // Requests are checked against the document the generator derived the types from.
      Reflect.get(handlers, id) as ApiHandler<unknown, unknown>,
    ]),
  );
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        // Both would send a browser to https, where a service behind a load balancer does not listen.
        upgradeInsecureRequests: null,
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    strictTransportSecurity: false,
  });
}

const identifyRequest: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  response.locals.requestId = requestId;
  response.setHeader('X-Request-Id', requestId);
  next();
};

function measure(kit: ApiKit): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - started) / 1000;
      const operation = textLocal(response, 'operationId') ?? 'other';
      const status = response.statusCode;
      kit.metrics?.httpRequests.inc({ operation, status: String(status) });
      if (kit.contracts.get(operation)?.streams !== true) {
        kit.metrics?.httpDuration.observe({ operation }, seconds);
      }
      kit.logger.debug(
        { method: request.method, path: shownPath(request), status, seconds, operation },
        'answered',
      );
    });
    next();
  };
}

function mountOperations(app: Express, kit: ApiKit): void {
  const methodsByPath = new Map<string, Set<string>>();
  for (const contract of [...kit.contracts.values()].sort(fixedPathsFirst)) {
    const { method, path } = contract.operation;
    const route = toRoute(path);
    app[method](
      route,
      ...(contract.body === undefined ? [] : bodyReader(kit.limits.bodyBytes)),
      handle(contract, kit),
    );
    const methods = methodsByPath.get(route) ?? new Set<string>();
    methods.add(method.toUpperCase());
    methodsByPath.set(route, methods);
  }
  for (const [route, methods] of methodsByPath) {
    const allow = [...methods, ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    app.all(route, (request, response) => {
      if (request.method === 'OPTIONS') {
        response.setHeader('Allow', allow).status(204).end();
        return;
      }
      throw new ApiProblem('METHOD_NOT_ALLOWED', `This address takes ${allow}.`, {
        headers: { Allow: allow },
      });
    });
  }
}

/** `/orders/schema` has to be asked before `/orders/{key}`, whatever the order of the operations. */
function fixedPathsFirst(left: OperationContract, right: OperationContract): number {
  const shape = ({ operation }: OperationContract): string =>
    operation.path.replaceAll(/\{[^{}]*\}/gu, '\uffff');
  const [a, b] = [shape(left), shape(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `/bookings/{bookingId}` as express writes it; quoted, so that any parameter name will do. */
function toRoute(path: string): string {
  return path.replaceAll(/\{([^{}]+)\}/gu, (_match, name: string) => `:${JSON.stringify(name)}`);
}

function handle(contract: OperationContract, kit: ApiKit): RequestHandler {
  const { operationId } = contract.operation;
  const handler = kit.handlers.get(operationId);
  return async (request, response) => {
    response.locals.operationId = operationId;
    const checked = checkRequest(contract, request);
    const logger = withFields(kit.logger, {
      operationId,
      requestId: textLocal(response, 'requestId'),
    });
    const ending = abortOnLeave(response, kit.closing);
    const answer = await handler?.(checked, { signal: ending.signal, logger });
    await sendAnswer(response, answer, {
      contract,
      logger,
      signal: ending.signal,
      heartbeatMs: kit.limits.heartbeatMs,
      validate: kit.validateResponses,
      streams: {
        open: kit.openStreams,
        limit: kit.limits.eventStreams,
        gauge: kit.metrics?.eventStreams,
      },
    });
  };
}

function abortOnLeave(response: Response, closing: AbortSignal): AbortController {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(closing.reason);
  };
  closing.addEventListener('abort', stop, { once: true });
  response.once('close', () => {
    closing.removeEventListener('abort', stop);
    if (!response.writableFinished) {
      controller.abort(new Error('the caller went away'));
    }
  });
  if (closing.aborted) {
    stop();
  }
  return controller;
}

/** The last handler of the app: whatever was thrown leaves as a problem document. */
function answerProblem(kit: ApiKit): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const requestId = textLocal(response, 'requestId');
    const problem = toProblem(error, kit);
    const document = problemDocument(problem, kit.problems, {
      instance: shownPath(request),
      requestId,
    });
    if (document.status >= 500 && document.code !== 'OVERLOADED') {
      kit.logger.error(
        { err: error, requestId, method: request.method, path: shownPath(request) },
        'request failed',
      );
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(document.status).set(problem.headers);
    response.type('application/problem+json').send(JSON.stringify(document));
  };
}

function responseValidation(asked: boolean | ResponseValidation | undefined): ResponseValidation {
  if (typeof asked === 'string') {
    return asked;
  }
  return (asked ?? process.env.NODE_ENV !== 'production') ? 'error' : 'off';
}

function toProblem(error: unknown, kit: ApiKit): ApiProblem {
  if (isApiProblem(error)) {
    return error;
  }
  const body = bodyProblem(error, kit.limits.bodyBytes);
  if (body !== undefined) {
    return body;
  }
  const engine = engineProblem(error);
  if (engine !== undefined) {
    return engine;
  }
  if (error instanceof URIError) {
    return new ApiProblem('REQUEST_INVALID', 'The path has a malformed percent-encoding.');
  }
  const detail = 'The server failed; the fault was logged.';
  return new ApiProblem('INTERNAL', detail, { cause: error });
}

function shownPath(request: Request): string {
  return request.path.slice(0, SHOWN_PATH_LENGTH);
}

function textLocal(response: Response, name: string): string | undefined {
  const value: unknown = Reflect.get(response.locals, name);
  return typeof value === 'string' ? value : undefined;
}
