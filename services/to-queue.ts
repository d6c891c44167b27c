import type { JsonObject } from '../runtime/v1.js';
import type { MessageBus, QueueDefinition } from './bus/index.js';
import { allMessages, type Route } from './outbox/index.js';

/** A route that carries messages from an outbox to a queue of the bus. */
export function toQueue<Body extends JsonObject>(
  bus: MessageBus,
  queue: QueueDefinition<Body>,
): Route {
  return allMessages((messages) =>
    bus.publish(
      queue,
      messages.map((message) => ({ id: message.messageId, body: queue.parse(message.body) })),
    ),
  );
}
