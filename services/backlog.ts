import type { JsonObject } from '../runtime/v1.js';
import type { MessageBus, QueueDefinition } from './bus/index.js';

/**
 * Messages that wait for each consumer of a queue. CloudWatch has no such number for a RabbitMQ 4 of
 * Amazon MQ, and it is what tells how many workers there should be.
 */
export async function backlogPerConsumer(
  bus: MessageBus,
  queue: QueueDefinition<JsonObject>,
): Promise<number> {
  const { waiting, consumers = 1 } = await bus.depth(queue);
  return waiting / Math.max(1, consumers);
}
