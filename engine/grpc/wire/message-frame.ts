import { gunzip, gunzipSync, inflate, inflateSync } from 'node:zlib';

import { GrpcError, grpcStatus } from './grpc-status.js';

/** Bytes before a message: a flag that says whether it is compressed, and its length. */
export const prefixBytes = 5;

/** A message with its prefix, not compressed. */
export function frameMessage(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(prefixBytes + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, prefixBytes);
  return frame;
}

/** Compressed messages up to this size are read at once: handing them to another thread costs more. */
const smallBytes = 16 * 1024;

const formats = {
  gzip: { now: gunzipSync, later: gunzip },
  deflate: { now: inflateSync, later: inflate },
} as const;

/** Compressions that requests may have. */
export const acceptedEncodings = 'identity,deflate,gzip';

/** True for an encoding that messages of a request may have. */
export function isAcceptedEncoding(encoding: string): boolean {
  return encoding === 'identity' || encoding in formats;
}

/** What a request's header says of its messages, and how large one may be. */
export interface MessageRules {
  readonly encoding: string;
  readonly maxBytes: number;
}

/** Refuses a message by its size. */
export function assertSize(bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) {
    throw new GrpcError(
      grpcStatus.RESOURCE_EXHAUSTED,
      `gRPC message exceeds maximum size ${maxBytes}: ${bytes}`,
    );
  }
}

/**
 * Gives the bytes of a message, decompressed, to `use`; at once when it is not compressed or small.
 * Throws, or gives `fail`, a `GrpcError` for bytes that cannot be decompressed within the limit.
 */
export function openMessage(
  frame: Buffer,
  rules: MessageRules,
  then: { readonly use: (message: Buffer) => void; readonly fail: (error: unknown) => void },
): void {
  const payload = frame.subarray(prefixBytes);
  if (frame[0] === 0) {
    then.use(payload);
    return;
  }
  const format = rules.encoding === 'gzip' || rules.encoding === 'deflate' ? rules.encoding : '';
  if (format === '' || frame[0] !== 1) {
    throw new GrpcError(
      grpcStatus.INTERNAL,
      'the message is flagged as compressed, but the call names no compression',
    );
  }
  const options = { maxOutputLength: rules.maxBytes };
  if (payload.length <= smallBytes) {
    let message: Buffer;
    try {
      message = formats[format].now(payload, options);
    } catch (error) {
      throw unreadable(error, rules);
    }
    then.use(message);
    return;
  }
  formats[format].later(payload, options, (error, message) => {
    if (error === null) {
      then.use(message);
    } else {
      then.fail(unreadable(error, rules));
    }
  });
}

function unreadable(error: unknown, { encoding, maxBytes }: MessageRules): GrpcError {
  const isTooLarge =
    // Not by its class: test runners give Node's own errors another one.
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_BUFFER_TOO_LARGE';
  return isTooLarge
    ? new GrpcError(
        grpcStatus.RESOURCE_EXHAUSTED,
        `gRPC message exceeds maximum size ${maxBytes} when it is decompressed`,
      )
    : new GrpcError(grpcStatus.INTERNAL, `the message cannot be decompressed as ${encoding}`);
}
