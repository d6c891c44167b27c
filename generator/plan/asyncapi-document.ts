import type { Json, JsonRecord } from '../json.js';
import { exampleOf } from './openapi-example.js';
import { asciiName } from './openapi-names.js';
import type { ChannelPlan, JobElement } from './plan-types.js';

/** The AsyncAPI 3.0 document of channels, with an example of each message where one can be made. */
export function asyncApiDocument(
  channels: readonly ChannelPlan[],
  { schemas, titles }: { readonly schemas: JsonRecord; readonly titles: readonly string[] },
): Json {
  const named = channels.map((channel) => ({ channel, key: keyOf(channel) }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: titles.join(', '),
      version: '1.0.0',
      description: `What ${titles.join(', ')} sends and receives over the message bus, from the process models.`,
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      named.map(({ channel, key }): [string, Json] => [
        key,
        {
          address: channel.address,
          description: describe(channel),
          messages: { [key]: { $ref: `#/components/messages/${key}` } },
        },
      ]),
    ),
    operations: Object.fromEntries(named.flatMap(({ channel, key }) => operations(channel, key))),
    components: {
      messages: Object.fromEntries(
        named.map(({ channel, key }): [string, Json] => [key, message(channel, schemas)]),
      ),
      ...(Object.keys(schemas).length === 0 ? {} : { schemas }),
    },
  };
}

function keyOf({ typeName }: ChannelPlan): string {
  return asciiName(typeName.slice(0, 1).toLowerCase() + typeName.slice(1));
}

function operations(channel: ChannelPlan, key: string): readonly (readonly [string, Json])[] {
  const of = (action: 'send' | 'receive', elements: readonly JobElement[]): [string, Json] => [
    `${action}${asciiName(channel.typeName)}`,
    {
      action,
      channel: { $ref: `#/channels/${key}` },
      summary: `${action === 'send' ? 'Sent' : 'Received'} by ${namesOf(elements)}.`,
      messages: [{ $ref: `#/channels/${key}/messages/${key}` }],
    },
  ];
  return [
    ...(channel.sentBy.length === 0 ? [] : [of('send', channel.sentBy)]),
    ...(channel.receivedBy.length === 0 ? [] : [of('receive', channel.receivedBy)]),
  ];
}

function message(channel: ChannelPlan, schemas: JsonRecord): Json {
  const example = exampleOf(channel.payload, schemas);
  return {
    name: channel.address,
    contentType: 'application/json',
    payload: channel.payload,
    // AsyncAPI takes only objects as examples of a payload.
    ...(typeof example === 'object' && example !== null && !Array.isArray(example)
      ? { examples: [{ payload: example }] }
      : {}),
  };
}

function describe({ sentBy, receivedBy }: ChannelPlan): string {
  return [
    ...(sentBy.length === 0 ? [] : [`Sent by ${namesOf(sentBy)}.`]),
    ...(receivedBy.length === 0 ? [] : [`Received by ${namesOf(receivedBy)}.`]),
  ].join(' ');
}

function namesOf(elements: readonly JobElement[]): string {
  return [...new Set(elements.map(({ name, id }) => name ?? id))].join(', ');
}
