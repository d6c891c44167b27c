import type { Environment } from '../service.js';
import { defaultCallPolicy, withCallPolicy } from './call-policy.js';
import type { CallPolicy } from './call-policy.js';
import type { EngineClient } from './engine-client.js';
import { readSdkSettings } from './sdk-settings.js';
import { createSdkTransport } from './sdk-transport.js';

/** Options of `connectEngine`. */
export interface ConnectOptions {
  /** Bounds and retries of calls. @default defaultCallPolicy */
  readonly policy?: Partial<CallPolicy>;
}

/**
 * Connects to the engine that `ZEEBE_GRPC_ADDRESS` names, with the SDK's own authentication and TLS
 * variables. It does not wait for the engine: calls fail with `UNAVAILABLE` until it answers, and the
 * connection comes back by itself after an outage.
 * @throws RuntimeError ENVIRONMENT_INVALID when the address is absent or malformed
 */
export async function connectEngine(
  environment: Environment,
  options: ConnectOptions = {},
): Promise<EngineClient> {
  const transport = await createSdkTransport(readSdkSettings(environment));
  return withCallPolicy(transport, { ...defaultCallPolicy, ...options.policy });
}
