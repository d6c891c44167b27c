import type { OutboxMessage } from './outbox.js';

/** Sends messages of one topic; answers one entry a message, `undefined` for sent. */
export type Route = (messages: readonly OutboxMessage[]) => Promise<readonly (Error | undefined)[]>;

/** Thrown by a route for a message that no repetition can send, e.g. one the receiver refuses. */
export class UndeliverableError extends Error {
  override readonly name = 'UndeliverableError';
}

/** A route that sends messages side by side, each on its own. */
export function eachMessage(send: (message: OutboxMessage) => Promise<unknown>): Route {
  return (messages) =>
    Promise.all(
      messages.map((message) =>
        send(message).then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
        ),
      ),
    );
}

/** A route that sends a batch as one: all or nothing. */
export function allMessages(send: (messages: readonly OutboxMessage[]) => Promise<unknown>): Route {
  return async (messages) => {
    await send(messages);
    return messages.map(() => undefined);
  };
}
