import { Server, ServerCredentials, type UntypedHandleCall } from '@grpc/grpc-js';
import { completeJobService } from '../../client/complete-with-result.js';
import type { JobResult } from '../../client/engine-client.js';
import { createSdkTransport } from '../../client/sdk-transport.js';
import { readSdkSettings } from '../../client/sdk-settings.js';
import { activate, correct, deny } from '../../v1.js';

/** A gateway of protocol 8.8 that only takes completions, and keeps them. */
async function gateway(): Promise<{
  readonly address: string;
  readonly taken: unknown[];
  stop(): void;
}> {
  const taken: unknown[] = [];
  const server = new Server();
  const complete: UntypedHandleCall = (
    call: { readonly request: unknown },
    answer: (error: null, value: object) => void,
  ) => {
    taken.push(call.request);
    answer(null, {});
  };
  server.addService(completeJobService, { CompleteJob: complete });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
  return {
    address: `grpc://127.0.0.1:${String(port)}`,
    taken,
    stop: () => {
      server.forceShutdown();
    },
  };
}

async function sent(result: JobResult): Promise<unknown> {
  const server = await gateway();
  const client = await createSdkTransport(
    readSdkSettings({ ZEEBE_GRPC_ADDRESS: server.address, CAMUNDA_AUTH_STRATEGY: 'NONE' }),
  );
  try {
    await client.completeJob({ jobKey: '9007199254740993', variables: { a: 1 }, result });
    return server.taken[0];
  } finally {
    await client.close();
    server.stop();
  }
}

describe('completing a job with a result', () => {
  test('sends a denial, and nothing that was not said', async () => {
    expect(await sent(deny('no stock'))).toEqual({
      jobKey: '9007199254740993',
      variables: '{"a":1}',
      result: {
        _denied: 'denied',
        _deniedReason: 'deniedReason',
        _type: 'type',
        denied: true,
        deniedReason: 'no stock',
        type: 'userTask',
      },
    });
  });

  test('sends an empty assignee and an empty list as such', async () => {
    expect(await sent(correct({ assignee: '', candidateGroups: [] }))).toMatchObject({
      result: {
        denied: false,
        corrections: { _assignee: 'assignee', assignee: '', candidateGroups: {} },
      },
    });
  });

  test('sends the activities of an ad-hoc sub-process', async () => {
    expect(await sent(activate([{ elementId: 'A', variables: { x: 1 } }]))).toMatchObject({
      result: {
        type: 'adHocSubProcess',
        activateElements: [{ elementId: 'A', variables: '{"x":1}' }],
        isCompletionConditionFulfilled: false,
        isCancelRemainingInstances: false,
      },
    });
  });
});
