import {
  credentials,
  makeGenericClientConstructor,
  status,
  type ServiceError,
} from '@grpc/grpc-js';

import { loadGatewayService } from '../../../grpc/protocol.js';

/** What a call came to: the answer, or the code and text of its refusal. */
export interface Outcome {
  readonly code: string;
  readonly details?: string;
  readonly answer?: unknown;
}

/** Calls rpcs by name and closes. */
export interface GrpcCaller {
  call(rpc: string, request: unknown): Promise<Outcome>;
  close(): void;
}

/** How long a stream that is not refused is listened to, in ms. */
const streamMs = 400;

/** A caller of the gateway at an address `host:port`, with nothing between it and the protocol. */
export async function grpcCaller(address: string): Promise<GrpcCaller> {
  const service = await loadGatewayService();
  const Client = makeGenericClientConstructor(service, 'Gateway');
  const client = new Client(address, credentials.createInsecure());
  return {
    call: (rpc, request) => {
      const definition = service[rpc];
      if (definition === undefined) {
        throw new Error(`there is no rpc ${rpc}`);
      }
      return definition.responseStream
        ? stream(rpc, () =>
            client.makeServerStreamRequest(
              definition.path,
              definition.requestSerialize,
              definition.responseDeserialize,
              request,
            ),
          )
        : new Promise((resolve) => {
            client.makeUnaryRequest(
              definition.path,
              definition.requestSerialize,
              definition.responseDeserialize,
              request,
              (error, answer: unknown) => {
                resolve(error === null ? { code: 'OK', answer } : refusal(error));
              },
            );
          });
    },
    close: () => {
      client.close();
    },
  };
}

function refusal(error: ServiceError): Outcome {
  return { code: status[error.code], details: error.details };
}

function stream(
  rpc: string,
  open: () => ReturnType<
    InstanceType<ReturnType<typeof makeGenericClientConstructor>>['makeServerStreamRequest']
  >,
): Promise<Outcome> {
  const call = open();
  const messages: unknown[] = [];
  return new Promise((resolve) => {
    const timer =
      rpc === 'StreamActivatedJobs'
        ? setTimeout(() => {
            resolve({ code: 'OPEN', answer: messages });
            call.cancel();
          }, streamMs)
        : undefined;
    call.on('data', (message: unknown) => {
      messages.push(message);
    });
    call.on('error', (error) => {
      clearTimeout(timer);
      resolve(refusal(error as ServiceError));
    });
    call.on('end', () => {
      clearTimeout(timer);
      const jobs = (messages as { jobs: unknown[] }[]).flatMap((message) => message.jobs);
      resolve({ code: 'OK', answer: { jobs } });
    });
  });
}
