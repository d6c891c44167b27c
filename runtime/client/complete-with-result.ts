import type { Client, Metadata } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { EngineError } from '../errors.js';
import type { JsonObject } from '../v1.js';
import type { JobResult } from './engine-client.js';
import { wireJobResult } from './job-wire.js';

/** The part of the gateway protocol of Camunda 8.8 that the SDK's own definition does not have yet. */
const PROTOCOL = {
  nested: {
    gateway_protocol: {
      nested: {
        CompleteJobRequest: {
          fields: {
            jobKey: { type: 'int64', id: 1 },
            variables: { type: 'string', id: 2 },
            result: { type: 'JobResult', id: 3 },
          },
        },
        CompleteJobResponse: { fields: {} },
        JobResult: optionalFields({
          denied: { type: 'bool', id: 1 },
          corrections: { type: 'JobResultCorrections', id: 2 },
          deniedReason: { type: 'string', id: 3 },
          type: { type: 'string', id: 4 },
          activateElements: { rule: 'repeated', type: 'JobResultActivateElement', id: 5 },
          isCompletionConditionFulfilled: { type: 'bool', id: 6 },
          isCancelRemainingInstances: { type: 'bool', id: 7 },
        }),
        JobResultCorrections: optionalFields({
          assignee: { type: 'string', id: 1 },
          dueDate: { type: 'string', id: 2 },
          followUpDate: { type: 'string', id: 3 },
          candidateUsers: { type: 'StringList', id: 4 },
          candidateGroups: { type: 'StringList', id: 5 },
          priority: { type: 'int32', id: 6 },
        }),
        JobResultActivateElement: {
          fields: { elementId: { type: 'string', id: 1 }, variables: { type: 'string', id: 2 } },
        },
        StringList: { fields: { values: { rule: 'repeated', type: 'string', id: 1 } } },
        Gateway: {
          methods: {
            CompleteJob: {
              requestType: 'CompleteJobRequest',
              responseType: 'CompleteJobResponse',
            },
          },
        },
      },
    },
  },
} as const;

interface FieldDefinition {
  readonly type: string;
  readonly id: number;
  readonly rule?: 'repeated';
}

/** A message whose fields say whether they are there: an empty assignee is not an absent one. */
function optionalFields(fields: Readonly<Record<string, FieldDefinition>>): object {
  const single = Object.entries(fields).filter(([, field]) => field.rule === undefined);
  return {
    oneofs: Object.fromEntries(single.map(([name]) => [`_${name}`, { oneof: [name] }])),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        field.rule === undefined ? { ...field, options: { proto3_optional: true } } : field,
      ]),
    ),
  };
}

const METHOD = completeJobMethod();

/** The service of `CompleteJob` as protocol 8.8 has it, for servers that stand in for an engine. */
export const completeJobService = { CompleteJob: METHOD } as const;

/**
 * Completes a job with a result over the connection of the SDK's client, whose own `completeJob` cannot
 * carry one. An engine before 8.8 ignores the result.
 */
export async function completeWithResult(
  client: object,
  request: {
    readonly jobKey: string;
    readonly variables: JsonObject;
    readonly result: JobResult;
  },
): Promise<void> {
  const { connection, metadata } = await connectionOf(client);
  const message = {
    jobKey: request.jobKey,
    variables: JSON.stringify(request.variables),
    result: wireJobResult(request.result),
  };
  await new Promise<void>((resolve, reject) => {
    connection.makeUnaryRequest(
      METHOD.path,
      METHOD.requestSerialize,
      METHOD.responseDeserialize,
      message,
      metadata,
      (error) => {
        if (error === null) {
          resolve();
        } else {
          reject(error);
        }
      },
    );
  });
}

/** The SDK keeps its channel and how it signs calls to itself; both are checked, being not public. */
async function connectionOf(
  client: object,
): Promise<{ readonly connection: Client; readonly metadata: Metadata }> {
  const channel: unknown = await Reflect.get(client, 'grpc');
  if (typeof channel === 'object' && channel !== null) {
    const connection: unknown = Reflect.get(channel, 'client');
    const sign: unknown = Reflect.get(channel, 'getAuthToken');
    if (
      typeof connection === 'object' &&
      connection !== null &&
      'makeUnaryRequest' in connection &&
      typeof sign === 'function'
    ) {
      const metadata: unknown = await Reflect.apply(sign, channel, []);
      // grpc-js's own classes, told by the members that are used
      return { connection: connection as Client, metadata: metadata as Metadata };
    }
  }
  throw new EngineError(
    'UNIMPLEMENTED',
    'completeJob',
    'this version of @camunda8/sdk hides its connection; use the version in package-lock.json',
  );
}

function completeJobMethod(): {
  readonly path: string;
  readonly requestStream: false;
  readonly responseStream: false;
  readonly requestSerialize: (value: object) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => object;
  readonly responseSerialize: (value: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => object;
} {
  // Its type wants `fields` of namespaces too, which have none.
  const service = fromJSON(PROTOCOL as Parameters<typeof fromJSON>[0], {
    keepCase: true,
    longs: String,
    oneofs: true,
  })['gateway_protocol.Gateway'];
  const method: unknown =
    service === undefined || 'format' in service ? undefined : service.CompleteJob;
  return method as ReturnType<typeof completeJobMethod>; // PROTOCOL above defines it
}
