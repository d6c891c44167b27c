import { createHash } from 'node:crypto';
import type { JsonValue } from '../v1.js';
import { ApiProblem } from './problem.js';

/** What was answered to the first request with a key, kept to answer the next ones alike. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
}

/** The identity of a keyed request. */
export interface IdempotentRequest {
  /** Who and what the key is unique within, such as the operationId. */
  readonly scope: string;
  readonly key: string;
  /** From `fingerprint`. */
  readonly fingerprint: string;
}

/**
 * What is known of a key: nothing yet (`new`: it is ours now, do the work and `store` the answer),
 * the answer of an earlier request (`replay`), or another request under the same key (`reused`).
 */
export type IdempotencyClaim =
  | { readonly kind: 'new' }
  | { readonly kind: 'replay'; readonly response: StoredResponse }
  | { readonly kind: 'reused' };

/**
 * Where keys and answers are kept. `claim` and `store` run in the transaction of the effect itself,
 * so that a key is kept exactly when its effect is; two requests with one key at the same moment
 * must wait for each other in `claim`. Answers to refused requests are not stored.
 */
export interface IdempotencyStore<Transaction> {
  claim(transaction: Transaction, request: IdempotentRequest): Promise<IdempotencyClaim>;
  store(
    transaction: Transaction,
    request: IdempotentRequest,
    response: StoredResponse,
  ): Promise<void>;
}

/** A key is 1 to 255 visible ASCII characters without quotes and backslashes. */
const KEY = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/u;

/**
 * The key in an `Idempotency-Key` header, bare or as the quoted string that
 * draft-ietf-httpapi-idempotency-key-header asks for.
 * @throws ApiProblem IDEMPOTENCY_KEY_MISSING or IDEMPOTENCY_KEY_INVALID
 */
export function parseIdempotencyKey(header: string | undefined): string {
  const text = header?.trim();
  if (text === undefined || text === '') {
    throw new ApiProblem(
      'IDEMPOTENCY_KEY_MISSING',
      'Send an Idempotency-Key header with a new random value, such as a UUID, for each request ' +
        'you would not want to happen twice.',
    );
  }
  const key =
    text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  if (!KEY.test(key)) {
    throw new ApiProblem(
      'IDEMPOTENCY_KEY_INVALID',
      'The Idempotency-Key must be 1 to 255 visible ASCII characters, bare or in double quotes.',
    );
  }
  return key;
}

/**
 * SHA-256 (hex) of a JSON value, the same for any order of object keys and any white space, so that
 * a repeated request is known again however its client wrote it.
 */
export function fingerprint(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}
