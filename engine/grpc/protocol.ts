import { createRequire } from 'node:module';

import type { ServiceDefinition } from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';

/**
 * Loads the gateway service from the protocol file that the installed `@camunda8/sdk` carries: the
 * file is not ours to copy. Options are those the SDK itself loads it with.
 */
export async function loadGatewayService(): Promise<ServiceDefinition> {
  const path = createRequire(import.meta.url).resolve('@camunda8/sdk/dist/proto/zeebe.proto');
  const loaded = await load(path, {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const service = loaded['gateway_protocol.Gateway'];
  if (service === undefined || 'format' in service) {
    throw new Error(`the protocol file has no service gateway_protocol.Gateway (${path})`);
  }
  return service;
}
