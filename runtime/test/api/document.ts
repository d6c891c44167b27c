import type { ApiOperations } from 'jobwright/runtime/v1';

/** A small API with one of each thing the kit handles. */
export const operations = {
  listThings: { operationId: 'listThings', method: 'get', path: '/things' },
  createThing: { operationId: 'createThing', method: 'post', path: '/things' },
  getThing: { operationId: 'getThing', method: 'get', path: '/things/{thingId}' },
  streamThing: { operationId: 'streamThing', method: 'get', path: '/things/{thingId}/events' },
} as const satisfies ApiOperations;

const json = (schema: object): object => ({ 'application/json': { schema } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

export const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } },
          { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: {
          200: { description: 'things', content: json({ type: 'array', items: ref('Thing') }) },
        },
      },
      post: {
        operationId: 'createThing',
        parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
        requestBody: { required: true, content: json(ref('NewThing')) },
        responses: {
          202: {
            description: 'accepted',
            headers: { Location: { required: true, schema: { type: 'string' } } },
            content: json(ref('Thing')),
          },
        },
      },
    },
    '/things/{thingId}': {
      parameters: [
        { name: 'thingId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      ],
      get: {
        operationId: 'getThing',
        responses: { 200: { description: 'thing', content: json(ref('Thing')) } },
      },
    },
    '/things/{thingId}/events': {
      get: {
        operationId: 'streamThing',
        parameters: [
          { name: 'thingId', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'Last-Event-ID', in: 'header', schema: { type: 'integer' } },
        ],
        responses: {
          200: {
            description: 'events',
            content: { 'text/event-stream': { schema: { type: 'object', required: ['n'] } } },
          },
        },
      },
    },
  },
  components: {
    parameters: {
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        required: true,
        schema: { type: 'string' },
      },
    },
    schemas: {
      NewThing: {
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 20 },
          parts: { type: 'array', items: ref('Part') },
        },
        required: ['name'],
        additionalProperties: false,
      },
      Part: {
        type: 'object',
        properties: { 'a/b': { type: 'integer' } },
        additionalProperties: false,
      },
      Thing: {
        type: 'object',
        properties: { thingId: { type: 'string' }, name: { type: 'string' } },
        required: ['thingId', 'name'],
        additionalProperties: false,
      },
    },
  },
};

export const thingId = '0b1f6d4e-6a3b-4d5f-9a57-2f6f8a1f7c10';
