import type { Environment } from '../service.js';
import { RuntimeError } from '../errors.js';
import { defaultCallPolicy, withCallPolicy } from './call-policy.js';
import type { CallPolicy } from './call-policy.js';
import type { EngineClient, EngineTransport } from './engine-client.js';
import { readSdkSettings, type SdkSettings } from './sdk-settings.js';

/** Options of `connectEngine`. */
export interface ConnectOptions {
  /** Bounds and retries of calls. @default defaultCallPolicy */
  readonly policy?: Partial<CallPolicy>;
}

/**
 * Connects to the engine that `ZEEBE_GRPC_ADDRESS` names, with the SDK's own authentication and TLS
 * variables. It does not wait for the engine: calls fail with `UNAVAILABLE` until it answers, and the
 * connection comes back by itself after an outage. `JOBWRIGHT_TRANSPORT` says what carries the calls:
 * `grpc`, the default, is an HTTP/2 connection of our own; `sdk` is `@camunda8/sdk`.
 * @throws RuntimeError ENVIRONMENT_INVALID when a setting is absent or malformed
 */
export async function connectEngine(
  environment: Environment,
  options: ConnectOptions = {},
): Promise<EngineClient> {
  const policy = { ...defaultCallPolicy, ...options.policy };
  const settings = readSdkSettings(environment);
  return withCallPolicy(await openTransport(environment, settings, policy), policy);
}

async function openTransport(
  environment: Environment,
  settings: SdkSettings,
  { timeoutMs }: CallPolicy,
): Promise<EngineTransport> {
  const name = environment.JOBWRIGHT_TRANSPORT ?? '';
  switch (name) {
    case '':
    case 'grpc': {
      const { createGrpcTransport } = await import('./grpc-transport.js');
      return createGrpcTransport(settings, { timeoutMs });
    }
    case 'sdk': {
      const { createSdkTransport } = await import('./sdk-transport.js');
      return createSdkTransport(settings);
    }
    default:
      throw new RuntimeError(
        'ENVIRONMENT_INVALID',
        `JOBWRIGHT_TRANSPORT: ${JSON.stringify(name.slice(0, 80))} is no transport.`,
        'Set it to grpc or sdk, or leave it out for grpc.',
      );
  }
}
