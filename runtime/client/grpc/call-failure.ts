import { constants } from 'node:http2';

/** Status of a call that failed: a gRPC code (grpc.io, "Status codes") and what the server said. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly code: number;
  readonly details: string;

  constructor(code: number, details: string, cause?: unknown) {
    super(details, cause === undefined ? {} : { cause });
    this.code = code;
    this.details = details;
  }
}

/** The gRPC codes a client gives by itself. */
export const clientStatus = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  DEADLINE_EXCEEDED: 4,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

const ofHttp: Readonly<Record<number, number>> = {
  400: clientStatus.INTERNAL,
  401: clientStatus.UNAUTHENTICATED,
  403: clientStatus.PERMISSION_DENIED,
  404: clientStatus.UNIMPLEMENTED,
  429: clientStatus.UNAVAILABLE,
  502: clientStatus.UNAVAILABLE,
  503: clientStatus.UNAVAILABLE,
  504: clientStatus.UNAVAILABLE,
};

/** What an answer without a gRPC status comes to ("HTTP to gRPC Status Code Mapping"). */
export function failureOfHttp(status: number): CallFailure {
  const text = `the gateway answered with HTTP status ${status}`;
  return new CallFailure(ofHttp[status] ?? clientStatus.UNKNOWN, text);
}

/** What a reset of the stream comes to ("gRPC over HTTP/2", "Errors"). */
export function failureOfReset(resetCode: number, cause: unknown): CallFailure {
  switch (resetCode) {
    case constants.NGHTTP2_REFUSED_STREAM:
      return new CallFailure(clientStatus.UNAVAILABLE, 'the gateway takes no new calls', cause);
    case constants.NGHTTP2_CANCEL:
      return new CallFailure(clientStatus.CANCELLED, 'the call was cancelled', cause);
    case constants.NGHTTP2_ENHANCE_YOUR_CALM:
      return new CallFailure(clientStatus.RESOURCE_EXHAUSTED, 'the gateway is overloaded', cause);
    case constants.NGHTTP2_NO_ERROR:
      return new CallFailure(clientStatus.UNAVAILABLE, 'the connection was lost', cause);
    default:
      return new CallFailure(
        clientStatus.INTERNAL,
        `the gateway reset the call (HTTP/2 error ${resetCode})`,
        cause,
      );
  }
}
