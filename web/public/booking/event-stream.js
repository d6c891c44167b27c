import { bookingEventsPath } from './api.js';
import { EVENT_TYPES, FINAL_TYPES } from './timeline.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Follows the events of a booking until it is final or `close` is called. The browser reconnects by
 * itself and goes on after the last event; when it gives up, this opens the stream again, waiting
 * longer each time. `onEvent` gets each event once; `onConnection` gets whether it is connected.
 */
export function followBooking(bookingId, { onEvent, onConnection }) {
  const seen = new Set();
  let source;
  let timer;
  let wait = FIRST_WAIT_MS;
  let closed = false;

  const close = () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
  };

  const take = (message) => {
    const event = parseEvent(message);
    const identity = `${message.lastEventId}:${message.type}`;
    if (event === undefined || seen.has(identity)) {
      return;
    }
    seen.add(identity);
    if (FINAL_TYPES.includes(event.type)) {
      close();
    }
    onEvent(event);
  };

  const open = () => {
    source = new EventSource(bookingEventsPath(bookingId));
    source.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      onConnection(true);
    });
    source.addEventListener('error', () => {
      if (closed) {
        return;
      }
      onConnection(false);
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    });
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, take);
    }
  };

  open();
  return { close };
}

function parseEvent(message) {
  try {
    const event = JSON.parse(message.data);
    return typeof event === 'object' && event !== null
      ? { ...event, type: message.type }
      : undefined;
  } catch {
    return undefined;
  }
}
