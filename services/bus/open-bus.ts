import type { BusOptions, MessageBus } from './message-bus.js';
import { openPgBus } from './pg/pg-bus.js';

/** What `openBus` needs to know. */
export interface OpenBusOptions extends Omit<BusOptions, 'url'> {
  /** `amqp://` or `amqps://` URL of a RabbitMQ broker; absent means queues in the database. */
  readonly busUrl: string | undefined;
  /** Used without `busUrl`. */
  readonly databaseUrl: string;
}

/** Opens the bus that the environment names. The RabbitMQ client is loaded only when it is needed. */
export async function openBus(options: OpenBusOptions): Promise<MessageBus> {
  const { name, logger } = options;
  if (options.busUrl === undefined) {
    return openPgBus({ url: options.databaseUrl, name, logger });
  }
  const { openAmqpBus } = await import('./amqp/amqp-bus.js');
  return openAmqpBus({ url: options.busUrl, name, logger });
}
