import { EngineError, isEngineError } from '../errors.js';
import type { EngineErrorCode } from '../errors.js';

/** gRPC status numbers as the protocol fixes them (grpc.io, "Status codes"). */
const CODES: Readonly<Record<number, EngineErrorCode>> = {
  1: 'CANCELLED',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  6: 'ALREADY_EXISTS',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  12: 'UNIMPLEMENTED',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};

/** Turns what the SDK throws into an `EngineError`; a status it cannot name becomes `INTERNAL`. */
export function toEngineError(error: unknown, call: string): EngineError {
  if (isEngineError(error)) {
    return error;
  }
  const code = fieldOf(error, 'code');
  const details = fieldOf(error, 'details');
  const known = typeof code === 'number' ? CODES[code] : undefined;
  const text =
    typeof details === 'string' && details !== ''
      ? details
      : error instanceof Error
        ? error.message
        : String(error);
  return new EngineError(known ?? 'INTERNAL', call, text, error);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined;
}
