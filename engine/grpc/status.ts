import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

import { toGatewayError, type GatewayStatus } from '../gateway/index.js';

const codes: Readonly<Record<GatewayStatus, status>> = {
  INVALID_ARGUMENT: status.INVALID_ARGUMENT,
  NOT_FOUND: status.NOT_FOUND,
  ALREADY_EXISTS: status.ALREADY_EXISTS,
  INVALID_STATE: status.FAILED_PRECONDITION,
  DEADLINE_EXCEEDED: status.DEADLINE_EXCEEDED,
  UNAVAILABLE: status.UNAVAILABLE,
  UNIMPLEMENTED: status.UNIMPLEMENTED,
  INTERNAL: status.INTERNAL,
  UNKNOWN: status.UNKNOWN,
};

/** The gRPC error for anything thrown while a call was served. */
export function toServiceError(error: unknown): ServiceError {
  const { status: reason, message } = toGatewayError(error);
  return Object.assign(new Error(message), {
    code: codes[reason],
    details: message,
    metadata: new Metadata(),
  });
}
