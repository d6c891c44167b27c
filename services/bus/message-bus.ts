import type { JsonObject, Logger } from '../../runtime/v1.js';

/** A queue, the same in every adapter. Two processes must describe one queue alike. */
export interface QueueDefinition<Body> {
  /** Letters, digits and `-`. Its dead-letter queue is called `<name>.dead`. */
  readonly name: string;
  /** Deliveries of one message at most; then it goes to the dead-letter queue. */
  readonly deliveryLimit: number;
  /** Waits before the second, third, ... delivery, in ms; the last one is repeated. */
  readonly retryDelaysMs: readonly number[];
  /** Checks what came in; throws if it is not a `Body`, which dead-letters the message at once. */
  parse(body: unknown): Body;
}

/** A message on its way out. */
export interface OutgoingMessage<Body> {
  /** Derived from what happened, never random: receivers tell duplicates by it. */
  readonly id: string;
  readonly body: Body;
}

/** A message that came in. */
export interface IncomingMessage<Body> {
  readonly id: string;
  readonly body: Body;
  /** 1 for the first delivery. Deliveries lost with a crashed consumer count too. */
  readonly attempt: number;
}

/** What `consume` needs to know. */
export interface ConsumeOptions<Body> {
  /**
   * Takes in one message. When it resolves the message is gone; when it throws the message
   * comes again after a delay, or is dead-lettered at once for a `RejectedMessageError`.
   * Commit the effect before resolving, and expect the same message twice.
   */
  readonly handle: (message: IncomingMessage<Body>) => Promise<void>;
  /** Messages in hand at once. @default 10 */
  readonly concurrency?: number;
  /** Told when a message was given up. */
  readonly onDeadLetter?: (id: string) => void;
}

/** A running consumer. */
export interface Consumer {
  /** Takes no more messages and waits for those in hand. */
  close(): Promise<void>;
}

/** Messages that lie in a queue, those in a consumer's hand not counted. */
export interface QueueDepth {
  /** To be delivered now or after a delay. */
  readonly waiting: number;
  readonly dead: number;
  /** Consumers of the queue, where the bus knows them: RabbitMQ does. */
  readonly consumers?: number;
}

/**
 * Queues between services. Delivery is at least once; order is not kept. Adapters: PostgreSQL (the
 * default, nothing to install) and RabbitMQ. One contract suite holds them to this text.
 */
export interface MessageBus {
  /** Resolves when the bus holds all messages durably; throws if it may hold only some of them. */
  publish<Body extends JsonObject>(
    queue: QueueDefinition<Body>,
    messages: readonly OutgoingMessage<Body>[],
  ): Promise<void>;
  /** Starts a consumer. It goes on through lost connections until it or the bus is closed. */
  consume<Body extends JsonObject>(
    queue: QueueDefinition<Body>,
    options: ConsumeOptions<Body>,
  ): Promise<Consumer>;
  /** For metrics and operators. */
  depth(queue: QueueDefinition<JsonObject>): Promise<QueueDepth>;
  /** Closes every consumer, then the connection. */
  close(): Promise<void>;
}

/** Thrown by a handler for a message that no repetition can take in. */
export class RejectedMessageError extends Error {
  override readonly name = 'RejectedMessageError';
}

/** What every adapter needs beside its address. */
export interface BusOptions {
  readonly url: string;
  /** Shown at the server. */
  readonly name: string;
  readonly logger: Logger;
}

/** The wait before the delivery after `attempt`. */
export function retryDelayMs(queue: QueueDefinition<JsonObject>, attempt: number): number {
  const delays = queue.retryDelaysMs;
  return delays[Math.min(attempt, delays.length) - 1] ?? 1_000;
}

/** The name of a queue's dead-letter queue. */
export function deadLetterQueue(queue: QueueDefinition<JsonObject>): string {
  return `${queue.name}.dead`;
}
