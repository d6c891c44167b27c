import type { JsonObject } from '../../../runtime/v1.js';
import {
  createListener,
  migrate,
  openPool,
  type Listener,
  type Pool,
} from '../../database/index.js';
import {
  deadLetterQueue,
  type BusOptions,
  type Consumer,
  type ConsumeOptions,
  type MessageBus,
  type OutgoingMessage,
  type QueueDefinition,
  type QueueDepth,
} from '../message-bus.js';
import { startPgConsumer } from './pg-consumer.js';
import { countRows, insertMessages } from './sql.js';

/** What `openPgBus` needs to know. */
export interface PgBusOptions extends BusOptions {
  /**
   * How long a message stays with a consumer that does not answer, in ms; a handler that takes
   * longer sees its message delivered twice. @default 10000
   */
  readonly visibilityMs?: number;
}

/**
 * Opens queues in a PostgreSQL database, in schema `bus`, which it makes. Consumers are woken by
 * LISTEN/NOTIFY; a consumer that dies gives its messages back when their visibility timeout ends.
 */
export async function openPgBus(options: PgBusOptions): Promise<MessageBus> {
  await migrate({
    url: options.url,
    schema: 'bus',
    migrations: new URL('./migrations/', import.meta.url),
    logger: options.logger,
  });
  const listener = await createListener({ ...options, name: `${options.name} bus listener` });
  return new PgBus(options, listener);
}

class PgBus implements MessageBus {
  readonly #options: PgBusOptions;
  readonly #listener: Listener;
  readonly #pool: Pool;
  readonly #consumers = new Set<Consumer>();

  constructor(options: PgBusOptions, listener: Listener) {
    this.#options = options;
    this.#listener = listener;
    this.#pool = openPool({ ...options, name: `${options.name} bus`, max: 6 });
  }

  async publish<Body extends JsonObject>(
    queue: QueueDefinition<Body>,
    messages: readonly OutgoingMessage<Body>[],
  ): Promise<void> {
    if (messages.length > 0) {
      await insertMessages(this.#pool, queue.name, messages);
    }
  }

  consume<Body extends JsonObject>(
    queue: QueueDefinition<Body>,
    options: ConsumeOptions<Body>,
  ): Promise<Consumer> {
    const consumer = startPgConsumer({
      queue,
      options,
      pool: this.#pool,
      listener: this.#listener,
      logger: this.#options.logger,
      visibilityMs: this.#options.visibilityMs ?? 10_000,
    });
    this.#consumers.add(consumer);
    return Promise.resolve({
      close: async () => {
        await consumer.close();
        this.#consumers.delete(consumer);
      },
    });
  }

  async depth(queue: QueueDefinition<JsonObject>): Promise<QueueDepth> {
    return countRows(this.#pool, { queue: queue.name, deadQueue: deadLetterQueue(queue) });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    this.#consumers.clear();
    await this.#listener.close();
    await this.#pool.end();
  }
}
