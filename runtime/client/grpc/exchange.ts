import { constants, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';

import { CallFailure, clientStatus, failureOfHttp, failureOfReset } from './call-failure.js';

/** Bytes before a message: a flag that says whether it is compressed, and its length. */
const prefixBytes = 5;
/** Largest answer taken, in bytes. */
const maxMessageBytes = 64 * 1024 * 1024;

/** A message with its prefix, not compressed. */
export function frameRequest(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(prefixBytes + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, prefixBytes);
  return frame;
}

/** How an exchange is bounded and what it gives. */
export interface ExchangeOptions {
  /** Milliseconds until it fails with DEADLINE_EXCEEDED. */
  readonly timeoutMs: number;
  /** Ends it when aborted, with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
  /** Takes each message of the answer. Throws for bytes that are none. */
  readonly onMessage: (bytes: Buffer) => void;
  /** Told when the deadline has passed: the connection may be dead. */
  readonly onSilence: () => void;
}

/** Sends one framed request and reads the answer to its end. Rejects with `CallFailure`. */
export function exchange(
  stream: ClientHttp2Stream,
  request: Buffer,
  options: ExchangeOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { signal, onMessage } = options;
    let status: IncomingHttpHeaders | undefined;
    let httpStatus = 200;
    let cause: Error | undefined;
    let rest: Buffer | undefined;
    let isOver = false;
    const settle = (failure: CallFailure | undefined): void => {
      if (isOver) {
        return;
      }
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (failure === undefined) {
        resolve();
      } else {
        reject(failure);
      }
    };
    const giveUp = (failure: CallFailure): void => {
      settle(failure);
      stream.close(constants.NGHTTP2_CANCEL);
    };
    const onAbort = (): void => {
      giveUp(new CallFailure(clientStatus.CANCELLED, 'the call was cancelled'));
    };
    const timer = setTimeout(() => {
      giveUp(
        new CallFailure(clientStatus.DEADLINE_EXCEEDED, `no answer in ${options.timeoutMs} ms`),
      );
      options.onSilence();
    }, options.timeoutMs);
    stream.on('response', (headers) => {
      httpStatus = headers[':status'] ?? 0;
      // An answer without a message may have its status in the headers.
      status = headers['grpc-status'] === undefined ? status : headers;
    });
    stream.on('trailers', (trailers: IncomingHttpHeaders) => {
      status = trailers;
    });
    stream.on('data', (chunk: Buffer) => {
      if (isOver || httpStatus !== 200) {
        return;
      }
      try {
        rest = readMessages(rest === undefined ? chunk : Buffer.concat([rest, chunk]), onMessage);
      } catch (error) {
        giveUp(
          error instanceof CallFailure
            ? error
            : new CallFailure(clientStatus.INTERNAL, 'unreadable answer', error),
        );
      }
    });
    stream.on('error', (error: Error) => {
      cause = error;
    });
    stream.on('close', () => {
      const isLost = stream.session?.destroyed !== false;
      settle(failureOf({ status, httpStatus, resetCode: stream.rstCode, isLost, cause }));
    });
    if (signal?.aborted === true) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    stream.end(request);
  });
}

/** Takes whole messages off the front; what is left of them is returned. */
function readMessages(bytes: Buffer, take: (message: Buffer) => void): Buffer | undefined {
  let at = 0;
  while (bytes.length - at >= prefixBytes) {
    if (bytes[at] !== 0) {
      throw new CallFailure(clientStatus.INTERNAL, 'the answer is compressed, unasked');
    }
    const length = bytes.readUInt32BE(at + 1);
    if (length > maxMessageBytes) {
      throw new CallFailure(clientStatus.RESOURCE_EXHAUSTED, `an answer of ${length} bytes`);
    }
    const end = at + prefixBytes + length;
    if (end > bytes.length) {
      break;
    }
    take(bytes.subarray(at + prefixBytes, end));
    at = end;
  }
  return at === bytes.length ? undefined : bytes.subarray(at);
}

function failureOf(end: {
  readonly status: IncomingHttpHeaders | undefined;
  readonly httpStatus: number;
  readonly resetCode: number | undefined;
  /** True when the connection is gone, and not this call alone. */
  readonly isLost: boolean;
  readonly cause: Error | undefined;
}): CallFailure | undefined {
  const { status, httpStatus, resetCode, isLost, cause } = end;
  if (status !== undefined) {
    const code = Number(status['grpc-status']);
    return code === clientStatus.OK ? undefined : new CallFailure(code, decodeText(status));
  }
  if (httpStatus !== 200) {
    return failureOfHttp(httpStatus);
  }
  if (isLost) {
    const text = cause?.message ?? 'the connection was lost';
    return new CallFailure(clientStatus.UNAVAILABLE, text, cause);
  }
  return failureOfReset(resetCode ?? constants.NGHTTP2_NO_ERROR, cause);
}

function decodeText(status: IncomingHttpHeaders): string {
  const text = String(status['grpc-message'] ?? '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
