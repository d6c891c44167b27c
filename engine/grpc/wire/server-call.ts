import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';

import { encodeStatusText, GrpcError, grpcStatus } from './grpc-status.js';
import { readGrpcTimeout } from './grpc-timeout.js';
import { acceptedEncodings, frameMessage } from './message-frame.js';

const answerHeaders: OutgoingHttpHeaders = {
  ':status': 200,
  'content-type': 'application/grpc+proto',
  'grpc-accept-encoding': acceptedEncodings,
};

/** How long a caller that was answered before it had sent all may take to notice. */
const lingerMs = 5_000;

/** Turns an answer into bytes. */
export type Serialize = (message: object) => Uint8Array;

/** One call under way: what is sent back, and whether its caller is still there. */
export class ServerCall {
  readonly #stream: ServerHttp2Stream;
  readonly #serialize: Serialize;
  readonly #whenOver: (() => void)[] = [];
  #deadline: NodeJS.Timeout | undefined;
  #hasHeaders = false;
  #isOver = false;

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, serialize: Serialize) {
    this.#stream = stream;
    this.#serialize = serialize;
    stream.on('close', () => {
      this.#over();
    });
    const timeout = headers['grpc-timeout'];
    const timeoutMs = readGrpcTimeout(typeof timeout === 'string' ? timeout : undefined);
    if (timeoutMs !== undefined) {
      this.#deadline = setTimeout(() => {
        this.fail(new GrpcError(grpcStatus.DEADLINE_EXCEEDED, 'Deadline exceeded'));
      }, timeoutMs);
    }
  }

  /** True once it was answered, its caller is gone or its deadline has passed. */
  get isOver(): boolean {
    // A stream is destroyed some time before it says that it is closed.
    return this.#isOver || this.#stream.destroyed || this.#stream.closed;
  }

  /** Calls `listener` when the call is over, for whatever reason; at once when it is already. */
  whenOver(listener: () => void): void {
    if (this.isOver) {
      listener();
    } else {
      this.#whenOver.push(listener);
    }
  }

  /** Calls `listener` each time the caller has read enough to be sent more. */
  onDrain(listener: () => void): void {
    this.#stream.on('drain', listener);
  }

  /** Sends the headers of the answer, so that the caller knows it is connected. */
  sendHeaders(): void {
    if (!this.#hasHeaders && !this.isOver) {
      this.#hasHeaders = true;
      this.#stream.respond(answerHeaders, { waitForTrailers: true });
    }
  }

  /** Sends a message. False: sent, but the caller reads slower than this; wait for `onDrain`. */
  write(message: object): boolean {
    if (this.isOver) {
      return false;
    }
    const frame = frameMessage(this.#serialize(message));
    this.sendHeaders();
    return this.#stream.write(frame);
  }

  /** Ends the call with OK, after a last message if one is given. */
  end(message?: object): void {
    if (this.isOver) {
      return;
    }
    const frame = message === undefined ? undefined : frameMessage(this.#serialize(message));
    this.sendHeaders();
    this.#close({ 'grpc-status': grpcStatus.OK }, frame);
  }

  /** Ends the call with the status of an error. */
  fail(error: GrpcError): void {
    if (this.isOver) {
      return;
    }
    const status = {
      'grpc-status': error.code,
      'grpc-message': encodeStatusText(error.message),
    };
    if (this.#hasHeaders) {
      this.#close(status);
      return;
    }
    this.#hasHeaders = true;
    this.#stream.respond({ ...answerHeaders, ...status }, { endStream: true });
    this.#over();
    this.#stopReceiving();
  }

  #close(trailers: OutgoingHttpHeaders, frame?: Buffer): void {
    this.#stream.once('wantTrailers', () => {
      if (!this.#stream.destroyed) {
        this.#stream.sendTrailers(trailers);
        this.#stopReceiving();
      }
    });
    if (frame === undefined) {
      this.#stream.end();
    } else {
      this.#stream.end(frame);
    }
    this.#over();
  }

  /**
   * A caller that still sends is told that nobody listens (RFC 9113, 8.1), but not at once: clients
   * that read both together keep the reset and lose the status.
   */
  #stopReceiving(): void {
    if (!this.#stream.readableEnded) {
      this.#stream.pause();
      const timer = setTimeout(() => {
        this.#stream.close(constants.NGHTTP2_NO_ERROR);
      }, lingerMs);
      timer.unref();
      this.#stream.once('close', () => {
        clearTimeout(timer);
      });
    }
  }

  #over(): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    clearTimeout(this.#deadline);
    for (const listener of this.#whenOver) {
      listener();
    }
  }
}
