import { connect, type ChannelModel, type RecoveringChannelModel } from 'amqplib';
import type { JsonObject } from '../../../runtime/v1.js';
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
import { createAmqpConsumer, type AmqpConsumer } from './amqp-consumer.js';
import { createPublisher, type Publisher } from './publisher.js';
import { waitingQueues } from './topology.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** Seconds; a connection that the network swallowed is noticed after two to three of them. */
const HEARTBEAT_SECONDS = 5;
const MAX_RECONNECT_DELAY_MS = 2_000;

/**
 * Opens queues on a RabbitMQ broker. It answers at once, also when the broker is away: the connection
 * is made, and made again, in the background; until then `publish` fails after 5 s, so that messages
 * stay in their outbox instead of piling up in memory.
 */
export function openAmqpBus(options: BusOptions): Promise<MessageBus> {
  return connect(withHeartbeat(options.url), {
    noDelay: true,
    timeout: CONNECT_TIMEOUT_MS,
    clientProperties: { connection_name: options.name },
    recovery: { waitForConnect: false, maxDelay: MAX_RECONNECT_DELAY_MS },
  }).then((connection) => new AmqpBus(options, connection));
}

class AmqpBus implements MessageBus {
  readonly #options: BusOptions;
  readonly #connection: RecoveringChannelModel;
  readonly #consumers = new Set<AmqpConsumer>();
  #model: ChannelModel | undefined;
  #publisher: Publisher | undefined;
  #waiting: ((publisher: Publisher) => void)[] = [];

  constructor(options: BusOptions, connection: RecoveringChannelModel) {
    this.#options = options;
    this.#connection = connection;
    connection.on('connect', (model: ChannelModel) => {
      this.#connected(model);
    });
    connection.on('disconnect', (error) => {
      this.#model = undefined;
      this.#publisher = undefined;
      options.logger.warn({ err: error }, 'lost the connection to the broker');
    });
    connection.on('connect-failed', (error) => {
      options.logger.warn({ err: error }, 'cannot connect to the broker, will try again');
    });
    connection.on('error', (error) => {
      options.logger.warn({ err: error }, 'broker connection failed');
    });
    connection.on('blocked', (reason: string) => {
      options.logger.warn({ reason }, 'the broker takes no messages for now');
    });
    connection.on('unblocked', () => {
      options.logger.info({}, 'the broker takes messages again');
    });
  }

  async publish<Body extends JsonObject>(
    queue: QueueDefinition<Body>,
    messages: readonly OutgoingMessage<Body>[],
  ): Promise<void> {
    const publisher = await this.#connectedPublisher();
    await publisher.publish(queue, queue.name, messages);
  }

  consume<Body extends JsonObject>(
    queue: QueueDefinition<Body>,
    options: ConsumeOptions<Body>,
  ): Promise<Consumer> {
    const consumer = createAmqpConsumer({
      queue,
      options,
      logger: this.#options.logger,
      publisher: () => this.#publisher,
    });
    this.#consumers.add(consumer);
    if (this.#model !== undefined) {
      consumer.attach(this.#model);
    }
    return Promise.resolve({
      close: async () => {
        await consumer.close();
        this.#consumers.delete(consumer);
      },
    });
  }

  async depth(queue: QueueDefinition<JsonObject>): Promise<QueueDepth> {
    const publisher = await this.#connectedPublisher();
    return publisher.inspect(queue, async (channel) => {
      const counts = await Promise.all(
        waitingQueues(queue).map((name) => channel.checkQueue(name)),
      );
      const { messageCount: dead } = await channel.checkQueue(deadLetterQueue(queue));
      return {
        waiting: counts.reduce((sum, { messageCount }) => sum + messageCount, 0),
        dead,
        // The work queue comes first; nobody consumes the others.
        consumers: counts[0]?.consumerCount ?? 0,
      };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    this.#consumers.clear();
    this.#waiting = [];
    await this.#connection.close();
  }

  #connected(model: ChannelModel): void {
    const publisher = createPublisher(model, this.#options.logger);
    this.#model = model;
    this.#publisher = publisher;
    this.#waiting.splice(0).forEach((go) => {
      go(publisher);
    });
    this.#consumers.forEach((consumer) => {
      consumer.attach(model);
    });
  }

  async #connectedPublisher(): Promise<Publisher> {
    if (this.#publisher !== undefined) {
      return this.#publisher;
    }
    return new Promise((resolve, reject) => {
      const go = (publisher: Publisher): void => {
        clearTimeout(timer);
        resolve(publisher);
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== go);
        reject(new Error('the broker is not connected'));
      }, CONNECT_TIMEOUT_MS);
      this.#waiting.push(go);
    });
  }
}

/** amqplib reads the heartbeat from the URL and silently ignores it anywhere else. */
function withHeartbeat(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) {
    address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  }
  return address.toString();
}
