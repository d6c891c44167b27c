import { createRequire } from 'node:module';

// Loaded with this file, which is loaded late: a bundle gives a late import of CommonJS no names.
import { load } from '@grpc/proto-loader';

/** How one rpc is put on the wire. */
export interface RpcDefinition {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly requestSerialize: (request: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => object;
}

/**
 * The rpcs of the gateway by name, from the protocol file that the installed `@camunda8/sdk` carries: the
 * file is not ours to copy. Keys are decimal strings, as the SDK has them. Loaded on first use.
 */
export async function loadGatewayProtocol(): Promise<ReadonlyMap<string, RpcDefinition>> {
  const path = createRequire(import.meta.url).resolve('@camunda8/sdk/dist/proto/zeebe.proto');
  const options = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };
  const service = (await load(path, options))['gateway_protocol.Gateway'];
  if (service === undefined || 'format' in service) {
    throw new Error(`the protocol file has no service gateway_protocol.Gateway (${path})`);
  }
  // proto-loader makes such functions for every rpc of a service.
  return new Map(Object.entries(service as Readonly<Record<string, RpcDefinition>>));
}
