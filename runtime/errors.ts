/**
 * What an engine call can fail with: the gRPC status names, which are the engine's rejection codes
 * too. `INTERNAL` also stands for an answer we do not understand.
 */
export type EngineErrorCode =
  | 'CANCELLED'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'UNAUTHENTICATED';

/** Thrown when a call to the engine failed, was refused, or took longer than its timeout. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  /** The call that failed, such as `publishMessage`. */
  readonly call: string;

  constructor(code: EngineErrorCode, call: string, detail: string, cause?: unknown) {
    super(`${call}: ${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.call = call;
  }
}

/** True for an `EngineError`, also one from another copy of this module. */
export function isEngineError(value: unknown): value is EngineError {
  return value instanceof Error && value.name === 'EngineError' && 'code' in value;
}

/** Codes of `RuntimeError`; each is described in docs/errors.md under "Runtime errors". */
export const runtimeErrorCodes = {
  ENVIRONMENT_INVALID: 'An environment variable is missing or malformed',
  WORKER_HANDLERS_MISMATCH: 'The handlers do not match the generated jobs',
  WORKER_STATE: 'A worker host was asked for something its state does not allow',
  API_HANDLERS_MISMATCH: 'The API handlers do not match the generated operations',
  API_DOCUMENT_INVALID: 'The OpenAPI document lacks what an operation needs',
  SCHEMA_INVALID: 'A JSON Schema cannot be compiled',
  HTTP_LISTEN_FAILED: 'The HTTP server cannot listen',
} as const;

/** One of the codes of `runtimeErrorCodes`. */
export type RuntimeErrorCode = keyof typeof runtimeErrorCodes;

/** Thrown when this room is configured or used wrongly: what, where, why, and what to do. */
export class RuntimeError extends Error {
  override readonly name: string = 'RuntimeError';
  readonly code: RuntimeErrorCode;
  readonly fix: string;

  constructor(code: RuntimeErrorCode, message: string, fix: string, cause?: unknown) {
    super(`${code}: ${message} ${fix}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.fix = fix;
  }
}

/** True for a `RuntimeError`, also one from another copy of this module. */
export function isRuntimeError(value: unknown): value is RuntimeError {
  return value instanceof Error && 'code' in value && String(value.code) in runtimeErrorCodes;
}
