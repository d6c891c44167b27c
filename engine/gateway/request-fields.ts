import { defaultTenant, type Variables } from '../records/values.js';
import { GatewayError } from './gateway-error.js';
import type { JobRequest } from './job-request.js';

/** Bits of a key below the partition number. */
const keyBits = 51n;
const onlyPartition = 1n;

/**
 * Checks a key as clients send it: a decimal string. A key of another partition than the engine's
 * only one is refused as a cluster would refuse it (`UNAVAILABLE`); text that is no key is
 * `INVALID_ARGUMENT`.
 */
export function readKey(name: string, text: string | number): number {
  if (!/^-?\d{1,19}$/.test(String(text))) {
    throw new GatewayError(
      'INVALID_ARGUMENT',
      `Expected '${name}' to be a key, a decimal integer of up to 19 digits, but it was not`,
    );
  }
  const key = BigInt(text);
  const partition = key >> keyBits;
  if (partition !== onlyPartition) {
    throw new GatewayError(
      'UNAVAILABLE',
      `Expected to execute command on partition ${String(partition)}, but either it does not exist, or the gateway is not yet aware of it`,
      'PartitionNotFoundException',
    );
  }
  return Number(key);
}

/**
 * Checks a document of variables. Empty text is the empty document; anything but a JSON object is
 * refused with `INVALID_ARGUMENT`.
 */
export function readDocument(name: string, text: string): Variables {
  if (text === '') {
    return {};
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be parsed';
    throw new GatewayError('INVALID_ARGUMENT', `Property '${name}' is invalid: ${reason}`);
  }
  return requireDocument(name, document);
}

/** Checks that an already parsed JSON value is an object; see `readDocument`. */
export function requireDocument(name: string, document: unknown): Variables {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    const found = Array.isArray(document) ? 'ARRAY' : document === null ? 'NIL' : typeof document;
    throw new GatewayError(
      'INVALID_ARGUMENT',
      `Property '${name}' is invalid: Expected document to be a root level object, but was '${found.toUpperCase()}'`,
    );
  }
  // What JSON.parse returns holds nothing but JSON.
  return document as Variables;
}

/** Refuses any tenant but the default one; none at all means the default one. */
export function requireDefaultTenant(
  request: string,
  tenants: string | readonly string[] | undefined,
): void {
  const other = [tenants ?? []].flat().find((tenant) => tenant !== '' && tenant !== defaultTenant);
  if (other !== undefined) {
    throw new GatewayError(
      'INVALID_ARGUMENT',
      `Expected to handle request ${request} with tenant identifier '${other}', but multi-tenancy is disabled`,
    );
  }
}

/**
 * Checks what a worker asks for; refuses a blank type, a timeout below 1 ms and a foreign tenant with
 * `INVALID_ARGUMENT`, so that a bad stream fails when it is opened.
 */
export function readJobRequest(
  call: string,
  fields: {
    readonly type: string;
    readonly worker: string;
    readonly timeout: number;
    readonly fetchVariables: readonly string[];
    readonly tenantIds: readonly string[];
  },
): JobRequest {
  const { type, worker, timeout, fetchVariables } = fields;
  requireDefaultTenant(call, fields.tenantIds);
  if (type.trim() === '') {
    throw activationRefused('type to be present, but it was blank');
  }
  if (timeout < 1) {
    throw activationRefused(`timeout to be greater than zero, but it was '${timeout}'`);
  }
  return { type, worker, timeoutMs: timeout, fetchVariables };
}

function activationRefused(expectation: string): GatewayError {
  return new GatewayError(
    'INVALID_ARGUMENT',
    `Command 'ACTIVATE' rejected with code 'INVALID_ARGUMENT': Expected to activate job batch with ${expectation}`,
  );
}
