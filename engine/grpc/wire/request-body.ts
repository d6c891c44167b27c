import type { ServerHttp2Stream } from 'node:http2';

import { GrpcError, grpcStatus } from './grpc-status.js';
import { assertSize, prefixBytes } from './message-frame.js';

/** Bytes of requests that are under way on all connections together. */
export class RequestBudget {
  readonly #max: number;
  #used = 0;

  constructor(maxBytes: number) {
    this.#max = maxBytes;
  }

  /** Throws `GrpcError` when the server holds too much already. */
  take(bytes: number): void {
    if (this.#used + bytes > this.#max) {
      throw new GrpcError(
        grpcStatus.RESOURCE_EXHAUSTED,
        'the gateway receives too much at once; send again later',
      );
    }
    this.#used += bytes;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

/** How a request body is read. */
export interface BodyReader {
  readonly maxBytes: number;
  readonly budget: RequestBudget;
  /** Called once with the frame of the only message. */
  readonly done: (frame: Buffer) => void;
  /** Called once with why there is none. */
  readonly fail: (error: GrpcError) => void;
}

/**
 * Reads the one message that every call of the gateway has. Nothing is kept of a body that is larger
 * than the limit, or longer than its message.
 */
export function readBody(stream: ServerHttp2Stream, reader: BodyReader): void {
  const { maxBytes, budget, done, fail } = reader;
  let chunks: Buffer[] = [];
  let size = 0;
  let isOver = false;
  const finish = (): void => {
    isOver = true;
    budget.give(size);
    chunks = [];
  };
  const refuse = (error: unknown): void => {
    finish();
    fail(error instanceof GrpcError ? error : new GrpcError(grpcStatus.INTERNAL, 'unreadable'));
  };
  stream.on('data', (chunk: Buffer) => {
    if (isOver) {
      return;
    }
    try {
      budget.take(chunk.length);
      chunks.push(chunk);
      size += chunk.length;
      if (size < prefixBytes) {
        return;
      }
      if (chunks.length > 1 && chunks[0] !== undefined && chunks[0].length < prefixBytes) {
        chunks = [Buffer.concat(chunks)];
      }
      const length = chunks[0]?.readUInt32BE(1) ?? 0;
      assertSize(length, maxBytes);
      if (size > prefixBytes + length) {
        throw new GrpcError(grpcStatus.INTERNAL, 'Too many requests: a call takes one message');
      }
    } catch (error) {
      refuse(error);
    }
  });
  stream.on('end', () => {
    if (isOver) {
      return;
    }
    const [first] = chunks;
    const frame = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    const isWhole = size >= prefixBytes && size === prefixBytes + frame.readUInt32BE(1);
    finish();
    if (isWhole) {
      done(frame);
    } else if (frame.length === 0) {
      fail(new GrpcError(grpcStatus.INTERNAL, 'Half-closed without a request'));
    } else {
      fail(new GrpcError(grpcStatus.INTERNAL, 'Encountered end-of-stream mid-frame'));
    }
  });
  stream.on('close', () => {
    if (!isOver) {
      finish();
    }
  });
}
