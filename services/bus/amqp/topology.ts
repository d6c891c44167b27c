import type { Channel } from 'amqplib';
import type { JsonObject } from '../../../runtime/v1.js';
import { deadLetterQueue, type QueueDefinition } from '../message-bus.js';

/** The queue in which a message waits `delayMs` before it goes back to its work queue. */
export function retryQueue(queue: QueueDefinition<JsonObject>, delayMs: number): string {
  return `${queue.name}.retry.${delayMs}`;
}

/** Every queue that `declareQueue` makes and from which messages come back to be delivered. */
export function waitingQueues(queue: QueueDefinition<JsonObject>): readonly string[] {
  const delays = [...new Set(queue.retryDelaysMs)];
  return [queue.name, ...delays.map((delayMs) => retryQueue(queue, delayMs))];
}

/**
 * Declares a work queue with its dead-letter queue and one queue per retry delay. All are
 * replicated (quorum) and name type, limits and dead-letter address themselves, because their
 * defaults differ between RabbitMQ 3 and 4. A queue that exists with other arguments fails with 406.
 */
export async function declareQueue(
  channel: Channel,
  queue: QueueDefinition<JsonObject>,
): Promise<void> {
  const dead = deadLetterQueue(queue);
  await channel.assertQueue(dead, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue(queue.name, {
    durable: true,
    arguments: {
      ...deadLettersTo(dead),
      // Counts redeliveries, the first delivery left out.
      'x-delivery-limit': queue.deliveryLimit - 1,
    },
  });
  for (const delayMs of new Set(queue.retryDelaysMs)) {
    await channel.assertQueue(retryQueue(queue, delayMs), {
      durable: true,
      arguments: { ...deadLettersTo(queue.name), 'x-message-ttl': delayMs },
    });
  }
}

/** At-least-once dead-lettering; RabbitMQ allows it with `reject-publish` alone. */
function deadLettersTo(target: string): Record<string, string> {
  return {
    'x-queue-type': 'quorum',
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': target,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}
