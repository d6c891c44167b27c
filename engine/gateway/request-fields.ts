import { defaultTenant, type Variables } from '../records/values.js';
import { GatewayError } from './gateway-error.js';
import { readJsonDocument } from './json-document.js';
import { JsonFault, type ReadJson } from './json-reader.js';
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
  const key = requireInteger(name, text);
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
 * The key of something a command refers to, as far as a number can tell it: unlike `readKey` it does
 * not decide where the command goes, so that the engine answers for a key of nothing.
 */
export function readReference(name: string, text: string | number): number {
  return Number(requireInteger(name, text));
}

function requireInteger(name: string, text: string | number): bigint {
  if (!/^-?\d{1,19}$/.test(String(text))) {
    throw new GatewayError(
      'INVALID_ARGUMENT',
      `Expected '${name}' to be a key, a decimal integer of up to 19 digits, but it was not`,
    );
  }
  return BigInt(text);
}

/**
 * Checks a document of variables. Blank text and null are the empty document; anything else but a
 * JSON object (see `readJsonDocument`) is refused with `INVALID_ARGUMENT`.
 */
export function readDocument(name: string, text: string): Variables {
  if (text === '') {
    return {};
  }
  try {
    const { value, kind } = readJsonDocument(text);
    return kind === 'OBJECT' ? (value as Variables) : refuseRoot(name, kind);
  } catch (error) {
    throw error instanceof JsonFault ? new GatewayError('INVALID_ARGUMENT', error.message) : error;
  }
}

/** Checks that an already parsed JSON value is an object; see `readDocument`. */
export function requireDocument(name: string, document: unknown): Variables {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return refuseRoot(name, rootKind(document));
  }
  // What JSON.parse returns holds nothing but JSON.
  return document as Variables;
}

function rootKind(document: unknown): ReadJson['kind'] {
  if (typeof document === 'number') {
    return Number.isInteger(document) ? 'INTEGER' : 'FLOAT';
  }
  if (Array.isArray(document)) {
    return 'ARRAY';
  }
  return document === null ? 'NIL' : typeof document === 'boolean' ? 'BOOLEAN' : 'STRING';
}

function refuseRoot(name: string, found: ReadJson['kind']): Variables {
  if (found === 'NIL') {
    return {};
  }
  throw new GatewayError(
    'INVALID_ARGUMENT',
    `Property '${name}' is invalid: Expected document to be a root level object, but was '${found}'`,
  );
}

/**
 * Refuses any tenant but the default one; none at all, or a blank one, means the default one. `request`
 * names the call, as in `gRPC request DeployResource`.
 */
export function requireDefaultTenant(
  request: string,
  tenants: string | readonly string[] | undefined,
): void {
  const other = [tenants ?? []]
    .flat()
    .find((tenant) => tenant.trim() !== '' && tenant !== defaultTenant);
  if (other !== undefined) {
    throw new GatewayError(
      'INVALID_ARGUMENT',
      `Expected to handle ${request} with tenant identifier '${other}', but multi-tenancy is disabled`,
    );
  }
}

/** What a worker asks for, as gateways receive it. */
export interface JobFields {
  readonly type: string;
  readonly worker: string;
  readonly timeout: number;
  readonly fetchVariables: readonly string[];
  readonly tenantIds: readonly string[];
}

/**
 * Checks what a poll asks for; refuses an empty type, a timeout below 1 ms and a foreign tenant with
 * `INVALID_ARGUMENT`. `call` names it, as in `gRPC request ActivateJobs`.
 */
export function readPollRequest(call: string, fields: JobFields): JobRequest {
  return readJobRequest(fields, {
    call,
    isBlank: (type) => type === '',
    refuse: (expectation, was) =>
      `Command 'ACTIVATE' rejected with code 'INVALID_ARGUMENT': Expected to activate job batch with ${expectation}, but it was ${was === 'blank' ? was : `'${was}'`}`,
  });
}

/** Checks what a stream asks for; as `readPollRequest`, but for a type of spaces, which is refused. */
export function readStreamRequest(call: string, fields: JobFields): JobRequest {
  return readJobRequest(fields, {
    call,
    isBlank: (type) => type.trim() === '',
    refuse: (expectation, was) =>
      `Expected to stream activated jobs with ${expectation}, but it was ${was}`,
  });
}

function readJobRequest(
  fields: JobFields,
  way: {
    readonly call: string;
    readonly isBlank: (type: string) => boolean;
    readonly refuse: (expectation: string, was: string) => string;
  },
): JobRequest {
  const { type, worker, timeout, fetchVariables } = fields;
  requireDefaultTenant(way.call, fields.tenantIds);
  if (way.isBlank(type)) {
    throw new GatewayError('INVALID_ARGUMENT', way.refuse('type to be present', 'blank'));
  }
  if (timeout < 1) {
    const text = way.refuse('timeout to be greater than zero', String(timeout));
    throw new GatewayError('INVALID_ARGUMENT', text);
  }
  return { type, worker, timeoutMs: timeout, fetchVariables };
}
