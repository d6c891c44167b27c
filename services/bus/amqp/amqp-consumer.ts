import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { JsonObject, Logger } from '../../../runtime/v1.js';
import {
  RejectedMessageError,
  retryDelayMs,
  type Consumer,
  type ConsumeOptions,
  type QueueDefinition,
} from '../message-bus.js';
import type { Publisher } from './publisher.js';
import { declareQueue, retryQueue } from './topology.js';

/** A consumer that moves to a new connection when it is told to. */
export interface AmqpConsumer extends Consumer {
  /** Consumes on `model` from now on. */
  attach(model: ChannelModel): void;
}

interface AmqpConsumerOptions<Body> {
  readonly queue: QueueDefinition<Body>;
  readonly options: ConsumeOptions<Body>;
  readonly logger: Logger;
  /** The publisher of the connection that stands now. */
  readonly publisher: () => Publisher | undefined;
}

/** Header that counts deliveries before the copy in a retry queue was made. */
const ATTEMPTS = 'x-attempts';
const RESUBSCRIBE_MS = 500;

/** Makes a consumer; it starts with the first `attach`. */
export function createAmqpConsumer<Body extends JsonObject>(
  settings: AmqpConsumerOptions<Body>,
): AmqpConsumer {
  return new ChannelConsumer(settings);
}

class ChannelConsumer<Body extends JsonObject> implements AmqpConsumer {
  readonly #settings: AmqpConsumerOptions<Body>;
  readonly #inHand = new Set<Promise<void>>();
  #model: ChannelModel | undefined;
  #subscription: { readonly channel: Channel; readonly tag: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #subscribing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(settings: AmqpConsumerOptions<Body>) {
    this.#settings = settings;
  }

  attach(model: ChannelModel): void {
    this.#model = model;
    this.#subscribing = this.#subscribe(model);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#subscribing;
    const subscription = this.#subscription;
    await subscription?.channel.cancel(subscription.tag).catch(() => undefined);
    await Promise.all(this.#inHand);
    await subscription?.channel.close().catch(() => undefined);
  }

  async #subscribe(model: ChannelModel): Promise<void> {
    const { queue, options, logger } = this.#settings;
    try {
      const channel = await model.createChannel();
      channel.on('error', (error) => {
        logger.warn({ err: error, queue: queue.name }, 'the broker closed a consuming channel');
      });
      channel.on('close', () => {
        this.#lost(model);
      });
      await declareQueue(channel, queue);
      // Per consumer: a quorum queue refuses a prefetch for the whole channel.
      await channel.prefetch(options.concurrency ?? 10, false);
      const { consumerTag: tag } = await channel.consume(queue.name, (message) => {
        this.#receive(channel, message);
      });
      this.#subscription = { channel, tag };
    } catch (error) {
      logger.warn({ err: error, queue: queue.name }, 'cannot consume, will try again');
      this.#lost(model);
    }
  }

  /** A closed channel on a standing connection is opened again; a new connection attaches by itself. */
  #lost(model: ChannelModel): void {
    this.#subscription = undefined;
    clearTimeout(this.#timer);
    if (this.#closed || this.#model !== model) {
      return;
    }
    this.#timer = setTimeout(() => {
      if (!this.#closed && this.#model === model) {
        this.#subscribing = this.#subscribe(model);
      }
    }, RESUBSCRIBE_MS);
  }

  #receive(channel: Channel, message: ConsumeMessage | null): void {
    if (message === null) {
      // The queue was deleted: a new channel declares it again.
      channel.close().catch(() => undefined);
      return;
    }
    const handling = handleMessage(this.#settings, channel, message)
      .catch((error: unknown) => {
        this.#settings.logger.warn({ err: error }, 'lost a message; it comes again');
      })
      .finally(() => {
        this.#inHand.delete(handling);
      });
    this.#inHand.add(handling);
  }
}

async function handleMessage<Body extends JsonObject>(
  settings: AmqpConsumerOptions<Body>,
  channel: Channel,
  message: ConsumeMessage,
): Promise<void> {
  const { queue, options, logger } = settings;
  const id = idOf(message);
  const attempt = attemptOf(message);
  const fields = { queue: queue.name, messageId: id, attempt };
  try {
    await options.handle({ id, body: readBody(queue, message), attempt });
  } catch (error) {
    if (error instanceof RejectedMessageError || attempt >= queue.deliveryLimit) {
      logger.error({ ...fields, err: error }, 'message given up; it lies in the dead-letter queue');
      channel.reject(message, false);
      options.onDeadLetter?.(id);
      return;
    }
    logger.warn({ ...fields, err: error }, 'message not taken in, it comes again');
    await postpone(settings, channel, message);
    return;
  }
  channel.ack(message);
}

/** Puts a copy into the retry queue first and takes the message off after, so that none is lost. */
async function postpone<Body extends JsonObject>(
  { queue, publisher }: AmqpConsumerOptions<Body>,
  channel: Channel,
  message: ConsumeMessage,
): Promise<void> {
  const attempt = attemptOf(message);
  const target = retryQueue(queue, retryDelayMs(queue, attempt));
  try {
    const now = publisher();
    if (now === undefined) {
      throw new Error('the broker is not connected');
    }
    const body = JSON.parse(message.content.toString()) as JsonObject; // parsed once before
    await now.publish(queue, target, [
      { id: idOf(message), body, headers: { [ATTEMPTS]: attempt } },
    ]);
  } catch (error) {
    channel.nack(message, false, true);
    throw error;
  }
  channel.ack(message);
}

function idOf(message: ConsumeMessage): string {
  const id: unknown = message.properties.messageId;
  return typeof id === 'string' ? id : '';
}

function attemptOf(message: ConsumeMessage): number {
  const headers: Record<string, unknown> = message.properties.headers ?? {};
  const before = headers[ATTEMPTS];
  const redeliveries = headers['x-delivery-count'];
  return (
    (typeof before === 'number' ? before : 0) +
    (typeof redeliveries === 'number' ? redeliveries : 0) +
    1
  );
}

function readBody<Body>(queue: QueueDefinition<Body>, message: ConsumeMessage): Body {
  try {
    if (idOf(message) === '') {
      throw new Error('it has no message id');
    }
    return queue.parse(JSON.parse(message.content.toString()));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RejectedMessageError(`malformed: ${reason}`, { cause });
  }
}
