import { toGatewayError, type GatewayStatus } from '../gateway/index.js';
import { GrpcError, grpcStatus, type GrpcCode } from './wire/grpc-status.js';

const codes: Readonly<Record<GatewayStatus, GrpcCode>> = {
  INVALID_ARGUMENT: grpcStatus.INVALID_ARGUMENT,
  NOT_FOUND: grpcStatus.NOT_FOUND,
  ALREADY_EXISTS: grpcStatus.ALREADY_EXISTS,
  INVALID_STATE: grpcStatus.FAILED_PRECONDITION,
  DEADLINE_EXCEEDED: grpcStatus.DEADLINE_EXCEEDED,
  UNAVAILABLE: grpcStatus.UNAVAILABLE,
  UNIMPLEMENTED: grpcStatus.UNIMPLEMENTED,
  INTERNAL: grpcStatus.INTERNAL,
  UNKNOWN: grpcStatus.UNKNOWN,
};

/** The gRPC error for anything thrown while a call was served. */
export function toGrpcError(error: unknown): GrpcError {
  const { status, message } = toGatewayError(error);
  return new GrpcError(codes[status], message);
}
