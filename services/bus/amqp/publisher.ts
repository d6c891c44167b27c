import type { ChannelModel, ConfirmChannel, Message } from 'amqplib';
import type { JsonObject, Logger } from '../../../runtime/v1.js';
import type { QueueDefinition } from '../message-bus.js';
import { declareQueue } from './topology.js';

/** A message as it goes to the broker. */
export interface AmqpMessage {
  readonly id: string;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string | number>>;
}

const CONFIRM_TIMEOUT_MS = 10_000;
/** Marks each publication, to tell which of them a `basic.return` is about. */
const PUBLICATION = 'x-publication';

/** Publishes on one connection, and waits until the broker has stored every message. */
export interface Publisher {
  /** `target` is the work queue, or another one that `declareQueue` makes for it. */
  publish(
    queue: QueueDefinition<JsonObject>,
    target: string,
    messages: readonly AmqpMessage[],
  ): Promise<void>;
  /** Runs `use` on a channel on which the queue is declared. */
  inspect<Result>(
    queue: QueueDefinition<JsonObject>,
    use: (channel: ConfirmChannel) => Promise<Result>,
  ): Promise<Result>;
}

interface OpenChannel {
  readonly channel: ConfirmChannel;
  readonly declared: Map<string, Promise<void>>;
  readonly returned: Set<number>;
}

/** A publisher for `model`; its channel is opened on first use and again after it was closed. */
export function createPublisher(model: ChannelModel, logger: Logger): Publisher {
  let current: Promise<OpenChannel> | undefined;
  let count = 0;
  const channelFor = async (queue: QueueDefinition<JsonObject>): Promise<OpenChannel> => {
    const opening = (current ??= openChannel(model, logger, () => {
      if (current === opening) {
        current = undefined;
      }
    }));
    try {
      const open = await opening;
      const declared = open.declared.get(queue.name) ?? declareQueue(open.channel, queue);
      open.declared.set(queue.name, declared);
      await declared;
      return open;
    } catch (error) {
      current = current === opening ? undefined : current;
      throw error;
    }
  };
  return {
    publish: async (queue, target, messages) => {
      const open = await channelFor(queue);
      const publications = messages.map((message) => {
        count += 1;
        return publishOne(open, { target, message, publication: count });
      });
      await withTimeout(Promise.all(publications));
    },
    inspect: async (queue, use) => use((await channelFor(queue)).channel),
  };
}

async function openChannel(
  model: ChannelModel,
  logger: Logger,
  onClose: () => void,
): Promise<OpenChannel> {
  const channel = await model.createConfirmChannel();
  const returned = new Set<number>();
  channel.on('error', (error) => {
    logger.warn({ err: error }, 'the broker closed the publishing channel');
  });
  channel.on('close', onClose);
  channel.on('return', (message: Message) => {
    const publication: unknown = message.properties.headers?.[PUBLICATION];
    if (typeof publication === 'number') {
      returned.add(publication);
    }
  });
  return { channel, declared: new Map(), returned };
}

/** The broker returns what it cannot route before it confirms it. */
function publishOne(
  { channel, returned }: OpenChannel,
  {
    target,
    message,
    publication,
  }: { readonly target: string; readonly message: AmqpMessage; readonly publication: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.publish(
      '',
      target,
      Buffer.from(JSON.stringify(message.body)),
      {
        persistent: true,
        mandatory: true,
        contentType: 'application/json',
        messageId: message.id,
        headers: { ...message.headers, [PUBLICATION]: publication },
      },
      (error: unknown) => {
        if (returned.delete(publication)) {
          reject(new Error(`the broker has no queue "${target}"`));
        } else if (error !== null && error !== undefined) {
          reject(error instanceof Error ? error : new Error('the broker refused a message'));
        } else {
          resolve();
        }
      },
    );
  });
}

async function withTimeout(confirms: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the broker did not confirm within ${CONFIRM_TIMEOUT_MS} ms`));
    }, CONFIRM_TIMEOUT_MS);
  });
  try {
    await Promise.race([confirms, tooLate]);
  } finally {
    clearTimeout(timer);
    confirms.catch(() => undefined);
  }
}
