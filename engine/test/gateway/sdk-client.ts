import { Camunda8 } from '@camunda8/sdk';

type Client = ReturnType<InstanceType<typeof Camunda8>['getZeebeGrpcApiClient']>;

/** The unmodified SDK's gRPC client, connected and quiet; retries off so that errors are seen. */
export async function connect(grpcAddress: string): Promise<Client> {
  const camunda = new Camunda8(
    {
      CAMUNDA_AUTH_STRATEGY: 'NONE',
      ZEEBE_GRPC_ADDRESS: `grpc://${grpcAddress}`,
      zeebeGrpcSettings: {
        ZEEBE_GRPC_CLIENT_RETRY: false,
        ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
        ZEEBE_GRPC_CLIENT_CONNECTION_TOLERANCE_MS: 100,
      },
      CAMUNDA_LOG_LEVEL: 'none',
    },
    { defaultCached: false },
  );
  const client = camunda.getZeebeGrpcApiClient();
  await client.topology();
  return client;
}
