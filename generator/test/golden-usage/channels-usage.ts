/** Code as a user writes it against the channels of `channels`. */
import type {
  ChannelEvent,
  ChannelHandlers,
  ChannelPayloads,
  ChannelPublisher,
} from '../golden/channels/channels.gen.js';

function record(text: string): Promise<void> {
  return text === '' ? Promise.reject(new Error('nothing to record')) : Promise.resolve();
}

export const handlers: ChannelHandlers = {
  orders: (message) => record(message.body.orderId),
  'carrier/answers': ({ id, body }) =>
    record(body.kind === 'taken' ? body.pickUp : (body.why ?? id)),
};

export async function send(bus: ChannelPublisher): Promise<void> {
  await bus.publish('carrier/requests', [{ id: 'ask:o-1', body: { orderId: 'o-1' } }]);
  await bus.publish('audit', [{ id: 'a', body: { at: '2025-01-15T09:30:00Z', what: 'asked' } }]);
  // @ts-expect-error -- nobody sends to it
  await bus.publish('carrier/answers', []);
  // @ts-expect-error -- a request names its order
  await bus.publish('carrier/requests', [{ id: 'ask', body: {} }]);
}

// @ts-expect-error -- a channel has no handler
export const missing: ChannelHandlers = { orders: () => Promise.resolve() };

export const event: ChannelEvent<'orders'> = {
  specversion: '1.0',
  id: '1',
  source: '/shop',
  type: 'orders',
  data: { orderId: 'o-1' },
};

// @ts-expect-error -- what refuses has no time of picking up
export const odd: ChannelPayloads['carrier/answers'] = { kind: 'refused', pickUp: 'now' };
