/** gRPC status codes that the server itself gives (grpc.io, "Status codes and their use in gRPC"). */
export const grpcStatus = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;

/** A gRPC status code. */
export type GrpcCode = (typeof grpcStatus)[keyof typeof grpcStatus];

/** Thrown or given to end a call with a status other than OK; `message` goes to the caller. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: GrpcCode;

  constructor(code: GrpcCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Longest text of a status, in bytes: clients refuse trailers that are too large. */
const longestMessage = 4096;

/** Text of a status as the header `grpc-message` takes it: UTF-8, percent-encoded, bounded. */
export function encodeStatusText(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8').subarray(0, longestMessage)) {
    // Printable ASCII but the percent sign goes as it is (gRPC over HTTP/2, "Percent-Byte-Unencoded").
    encoded +=
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
