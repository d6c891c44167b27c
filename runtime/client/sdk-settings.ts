import type { Environment } from '../service.js';
import { RuntimeError } from '../errors.js';

/** Text settings of the SDK that pass through as they are: address, authentication, TLS, tenant. */
const PASSED_THROUGH = [
  'CAMUNDA_AUTH_STRATEGY',
  'CAMUNDA_OAUTH_URL',
  'CAMUNDA_OAUTH_TOKEN',
  'CAMUNDA_TOKEN_SCOPE',
  'CAMUNDA_TOKEN_CACHE_DIR',
  'CAMUNDA_TENANT_ID',
  'CAMUNDA_ZEEBE_OAUTH_AUDIENCE',
  'CAMUNDA_BASIC_AUTH_USERNAME',
  'CAMUNDA_BASIC_AUTH_PASSWORD',
  'CAMUNDA_COOKIE_AUTH_URL',
  'CAMUNDA_COOKIE_AUTH_USERNAME',
  'CAMUNDA_COOKIE_AUTH_PASSWORD',
  'CAMUNDA_CUSTOM_ROOT_CERT_PATH',
  'CAMUNDA_CUSTOM_ROOT_CERT_STRING',
  'CAMUNDA_CUSTOM_CERT_CHAIN_PATH',
  'CAMUNDA_CUSTOM_PRIVATE_KEY_PATH',
  'ZEEBE_CLIENT_ID',
  'ZEEBE_CLIENT_SECRET',
  'ZEEBE_TOKEN_AUDIENCE',
  'ZEEBE_REST_ADDRESS',
] as const;

/** Settings of a connection as the SDK's constructor takes them. */
export interface SdkSettings {
  readonly address: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Reads the SDK's own variables from `environment` and sets what this room must decide: no retries
 * inside the SDK (it repeats calls that start instances), no logging past our logger, short timers so
 * that a closed client lets the process end, and a reconnect at least every two seconds.
 * @throws RuntimeError ENVIRONMENT_INVALID when ZEEBE_GRPC_ADDRESS is absent or malformed
 */
export function readSdkSettings(environment: Environment): SdkSettings {
  const address = gatewayAddress(environment.ZEEBE_GRPC_ADDRESS);
  const passed = PASSED_THROUGH.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return {
    address,
    config: {
      ...Object.fromEntries(passed),
      ZEEBE_GRPC_ADDRESS: address,
      CAMUNDA_LOG_LEVEL: 'none',
      zeebeGrpcSettings: {
        ZEEBE_GRPC_CLIENT_RETRY: false,
        ZEEBE_GRPC_CLIENT_EAGER_CONNECT: false,
        ZEEBE_GRPC_CLIENT_CONNECTION_TOLERANCE_MS: 10,
        ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
        GRPC_INITIAL_RECONNECT_BACKOFF_MS: 100,
        GRPC_MIN_RECONNECT_BACKOFF_MS: 100,
        GRPC_MAX_RECONNECT_BACKOFF_MS: 2000,
      },
    },
  };
}

const ADDRESS = /^(?:grpcs?:\/\/)?(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$/u;

function gatewayAddress(value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (!ADDRESS.test(text)) {
    throw new RuntimeError(
      'ENVIRONMENT_INVALID',
      `ZEEBE_GRPC_ADDRESS: ${text === '' ? 'is not set' : `${JSON.stringify(text.slice(0, 80))} is not an address`}.`,
      'Set it to grpc://host:port, or grpcs://host:port for TLS.',
    );
  }
  return text.includes('://') ? text : `grpc://${text}`;
}
