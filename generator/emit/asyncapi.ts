import { stringMember, type Json } from '../json.js';
import type { ChannelPlan, ChannelsPlan } from '../plan/plan-types.js';
import { emitModule, exportType, type EmitOptions } from './module.js';
import { schemaType, union } from './schema-type.js';
import { docComment, propertyKey, stringLiteral } from './text.js';

/** `asyncapi.json`: the document as it is published. */
export function emitAsyncApi(bus: ChannelsPlan): string {
  return `${JSON.stringify(bus.document, null, 2)}\n`;
}

/** `channels.gen.ts`: types of what goes over each channel, for publishers and consumers. */
export function emitChannels(bus: ChannelsPlan, options: EmitOptions): string {
  const types = new Map(bus.types.map(({ key, name }) => [key, name]));
  const typeOf = (schema: Json, indent = ''): string =>
    schemaType(schema, { indent, anything: 'JsonValue', nameOf: (key) => types.get(key) });
  return emitModule({
    sources: [],
    runtime: options.runtime(''),
    runtimeTypes: ['CloudEvent', 'JsonValue'],
    blocks: [
      ...bus.types.map(({ name, schema }) =>
        exportType(name, typeOf(schema), docComment([describe(schema)])),
      ),
      ...bus.channels.map((channel) => payloadType(channel, typeOf)),
      payloadsInterface(bus.channels),
      channelUnion('SentChannel', 'A channel that jobs send to.', bus, ({ sentBy }) => sentBy),
      channelUnion(
        'ReceivedChannel',
        'A channel that message events receive from.',
        bus,
        ({ receivedBy }) => receivedBy,
      ),
      CONTRACT,
    ],
  });
}

function payloadType(channel: ChannelPlan, typeOf: (schema: Json) => string): string {
  const doc = docComment([`What goes over the channel "${channel.address}".`], {
    tags: [...channel.sentBy, ...channel.receivedBy].map(({ id }) => `@see ${id}`),
  });
  return exportType(`${channel.typeName}Payload`, typeOf(channel.payload), doc);
}

function payloadsInterface(channels: readonly ChannelPlan[]): string {
  const members = channels.map(
    ({ address, typeName }) => `  readonly ${propertyKey(address)}: ${typeName}Payload;\n`,
  );
  const doc = docComment(['What goes over each channel, by its address.']);
  return `${doc}export interface ChannelPayloads {\n${members.join('')}}\n`;
}

function channelUnion(
  name: string,
  says: string,
  { channels }: ChannelsPlan,
  used: (channel: ChannelPlan) => readonly object[],
): string {
  const addresses = channels
    .filter((channel) => used(channel).length > 0)
    .map(({ address }) => stringLiteral(address));
  return exportType(name, union(addresses), docComment([says]));
}

function describe(schema: Json): string | undefined {
  return stringMember(schema, 'description') ?? stringMember(schema, 'title');
}

const CONTRACT = `/** A message of a channel. */
export interface ChannelMessage<Channel extends keyof ChannelPayloads> {
  /** Derived from what happened, never random: receivers tell duplicates by it. */
  readonly id: string;
  readonly body: ChannelPayloads[Channel];
}

/** A message of a channel in a CloudEvents envelope, for buses that carry one. */
export type ChannelEvent<Channel extends keyof ChannelPayloads> = CloudEvent<
  Channel,
  ChannelPayloads[Channel]
>;

/** What a bus does for those who send; it resolves when the bus holds the messages. */
export interface ChannelPublisher {
  publish<Channel extends SentChannel>(
    channel: Channel,
    messages: readonly ChannelMessage<Channel>[],
  ): Promise<void>;
}

/** One handler for each channel that is received from. A missing or surplus one is a compile error. */
export type ChannelHandlers = {
  readonly [Channel in ReceivedChannel]: (message: ChannelMessage<Channel>) => Promise<void>;
};
`;
