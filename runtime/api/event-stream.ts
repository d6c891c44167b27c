import type { Response } from 'express';
import type { SchemaCheck } from '../schema-checker.js';
import { describeFaults } from '../schema-checker.js';
import type { Logger, ServerSentEvent } from '../v1.js';

/** How soon a browser tries again after a broken stream, in ms. */
const RECONNECT_MS = 1_000;

/** What a stream needs beside its events. */
export interface EventStreamOptions {
  readonly heartbeatMs: number;
  /** Aborted when the caller goes away or the server stops. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Of the `data` of each event. */
  readonly check: SchemaCheck | undefined;
}

/**
 * Sends events (HTML living standard, "Server-sent events") until they end, the caller leaves, or the
 * server stops. A comment every `heartbeatMs` keeps proxies from closing an idle stream. A slow reader
 * slows the source down. An error of the source breaks the connection off, so that the reader comes
 * back with Last-Event-ID; it never throws.
 */
export async function sendEvents(
  response: Response,
  events: AsyncIterable<ServerSentEvent>,
  options: EventStreamOptions,
): Promise<void> {
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  // nginx would gather events otherwise.
  response.setHeader('X-Accel-Buffering', 'no');
  response.write(`retry: ${RECONNECT_MS}\n\n`);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) {
      response.write(':\n\n');
    }
  }, options.heartbeatMs);
  const gone = untilAborted(options.signal);
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), gone.promise]);
      if (next === 'aborted' || next.done === true) {
        break;
      }
      const writable = response.write(frame(next.value, options.check));
      if (!writable && (await Promise.race([drained(response), gone.promise])) === 'aborted') {
        break;
      }
    }
    response.end();
  } catch (error) {
    options.logger.error({ err: error }, 'event stream failed');
    response.destroy();
  } finally {
    clearInterval(heartbeat);
    gone.release();
    endSource(iterator, options.logger);
  }
}

/** True for what a streaming handler must return as its body. */
export function isEventSource(body: unknown): body is AsyncIterable<ServerSentEvent> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function frame(event: ServerSentEvent, check: SchemaCheck | undefined): string {
  const faults = check?.(event.data) ?? [];
  if (faults.length > 0) {
    throw new TypeError(`event data breaks its contract: ${describeFaults(faults)}`);
  }
  const id = event.id === undefined ? '' : `id: ${oneLine(event.id)}\n`;
  const name = event.event === undefined ? '' : `event: ${oneLine(event.event)}\n`;
  return `${id}${name}data: ${JSON.stringify(event.data)}\n\n`;
}

function oneLine(text: string): string {
  if (/[\r\n\0]/u.test(text)) {
    throw new TypeError('the id and the name of an event must be one line');
  }
  return text;
}

function drained(response: Response): Promise<'drained'> {
  return new Promise((resolve) => {
    response.once('drain', () => {
      resolve('drained');
    });
  });
}

/** Not awaited: a generator that waits for its next event returns only after that. */
function endSource(iterator: AsyncIterator<ServerSentEvent>, logger: Logger): void {
  iterator.return?.().catch((error: unknown) => {
    logger.warn({ err: error }, 'closing an event source failed');
  });
}

function untilAborted(signal: AbortSignal): {
  readonly promise: Promise<'aborted'>;
  release(): void;
} {
  let release = (): void => undefined;
  const promise = new Promise<'aborted'>((resolve) => {
    const onAbort = (): void => {
      resolve('aborted');
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => {
      signal.removeEventListener('abort', onAbort);
      resolve('aborted');
    };
  });
  return {
    promise,
    release: () => {
      release();
    },
  };
}
