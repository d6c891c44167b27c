import { json } from 'express';
import type { Request, RequestHandler } from 'express';
import type { SchemaFault } from '../schema-checker.js';
import type { OperationContract } from './operation-contract.js';
import { parseIdempotencyKey } from './idempotency.js';
import { ApiProblem } from './problem.js';
import type { ProblemDetail } from './problem.js';

/** A request that fits its contract. */
export interface CheckedRequest {
  readonly params: object;
  readonly query: object;
  readonly headers: object;
  readonly body: unknown;
}

const JSON_MEDIA_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/iu;

/**
 * Reads a JSON body of at most `bodyBytes`; leaves `request.body` undefined when there is none. Faults
 * go to the error handler as `ApiProblem` (UNSUPPORTED_MEDIA_TYPE) or as what express throws, which
 * `bodyProblem` understands.
 */
export function bodyReader(bodyBytes: number): readonly RequestHandler[] {
  const requireJson: RequestHandler = (request, _response, next) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined ||
      Number(request.headers['content-length'] ?? '0') > 0;
    const type = request.headers['content-type'] ?? '';
    if (hasBody && !JSON_MEDIA_TYPE.test(type)) {
      next(
        new ApiProblem(
          'UNSUPPORTED_MEDIA_TYPE',
          type === ''
            ? 'Send the body with "Content-Type: application/json".'
            : 'This address takes application/json only.',
        ),
      );
      return;
    }
    next();
  };
  return [requireJson, json({ limit: bodyBytes, strict: false, inflate: false, type: () => true })];
}

/** The problem behind what express's body reader throws; undefined when it is something else. */
export function bodyProblem(error: unknown, bodyBytes: number): ApiProblem | undefined {
  const type: unknown =
    typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new ApiProblem('BODY_TOO_LARGE', `The body may have ${bodyBytes} bytes at most.`);
    case 'entity.parse.failed':
      return new ApiProblem('BODY_NOT_JSON', 'The body cannot be parsed as JSON.');
    case 'request.aborted':
    case 'request.size.invalid':
      return new ApiProblem('BODY_NOT_JSON', 'The body ended before it was complete.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new ApiProblem(
        'UNSUPPORTED_MEDIA_TYPE',
        'Send the body as UTF-8 and without Content-Encoding.',
      );
    default:
      return undefined;
  }
}

/**
 * Checks a request against its contract, converting path, query and header values to their declared
 * types.
 * @throws ApiProblem REQUEST_INVALID with every fault, or one of the IDEMPOTENCY_KEY codes
 */
export function checkRequest(contract: OperationContract, request: Request): CheckedRequest {
  const params: object = { ...request.params };
  const query: object = { ...request.query };
  const headers = declaredHeaders(contract, request);
  const body: unknown = contract.body === undefined ? undefined : request.body;
  const errors: readonly ProblemDetail[] = [
    ...place(contract.checkPath(params), 'path'),
    ...place(contract.checkQuery(query), 'query'),
    ...place(contract.checkHeaders(headers), 'header'),
    ...bodyFaults(contract, body),
  ];
  if (errors.length > 0) {
    const [first] = errors;
    throw new ApiProblem(
      'REQUEST_INVALID',
      errors.length === 1 && first !== undefined
        ? `${first.in ?? 'body'} ${first.pointer || '/'} ${first.detail}.`
        : `The request has ${errors.length} faults; see errors.`,
      { errors },
    );
  }
  return { params, query, headers, body };
}

function declaredHeaders(contract: OperationContract, request: Request): Record<string, unknown> {
  const headers: Record<string, unknown> = {};
  for (const name of contract.headerNames) {
    const value = request.headers[name];
    if (value !== undefined) {
      headers[name] = value;
    }
  }
  const key = headers['idempotency-key'];
  if (contract.idempotencyKey === 'required' || key !== undefined) {
    headers['idempotency-key'] = parseIdempotencyKey(typeof key === 'string' ? key : undefined);
  }
  return headers;
}

function bodyFaults(contract: OperationContract, body: unknown): readonly ProblemDetail[] {
  if (contract.body === undefined) {
    return [];
  }
  if (body === undefined) {
    return contract.body.required ? [{ pointer: '', detail: 'a JSON body is required' }] : [];
  }
  return contract.body.check(body);
}

function place(
  faults: readonly SchemaFault[],
  where: 'path' | 'query' | 'header',
): readonly ProblemDetail[] {
  return faults.map((fault) => ({ ...fault, in: where }));
}
