import { readSdkSettings } from '../client/sdk-settings.js';
import { readTlsOptions } from '../client/grpc/tls-options.js';
import { isRuntimeError } from '../errors.js';
import type { Environment } from '../service.js';
import type { ClusterFinding } from './finding.js';

const CHECK = 'settings';
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u;

/** What each way of authentication needs, by the SDK's own names. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  NONE: [],
  BASIC: ['CAMUNDA_BASIC_AUTH_USERNAME', 'CAMUNDA_BASIC_AUTH_PASSWORD'],
  BEARER: ['CAMUNDA_OAUTH_TOKEN'],
  OAUTH: ['CAMUNDA_OAUTH_URL', 'ZEEBE_CLIENT_ID', 'ZEEBE_CLIENT_SECRET'],
  COOKIE: [
    'CAMUNDA_COOKIE_AUTH_URL',
    'CAMUNDA_COOKIE_AUTH_USERNAME',
    'CAMUNDA_COOKIE_AUTH_PASSWORD',
  ],
};

/** Where a gateway is, by ZEEBE_GRPC_ADDRESS. */
export interface GatewayPlace {
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** Takes an address apart that `readSdkSettings` has accepted. */
export function gatewayPlace(address: string): GatewayPlace {
  const url = new URL(address.replace(/^grpc/u, 'http'));
  const isSecure = url.protocol === 'https:';
  return {
    address,
    host: url.hostname.replace(/^\[|\]$/gu, ''),
    port: Number(url.port === '' ? (isSecure ? '443' : '80') : url.port),
    isSecure,
  };
}

/** Whether the settings of a connection are whole. Looks at files of certificates, and at no network. */
export async function checkSettings(environment: Environment): Promise<readonly ClusterFinding[]> {
  let address: string;
  try {
    const settings = readSdkSettings(environment);
    address = settings.address;
    await readTlsOptions(settings);
  } catch (error) {
    if (isRuntimeError(error)) {
      return [
        {
          severity: 'error',
          check: CHECK,
          code: 'CLU601',
          what: 'a setting cannot be used',
          where: 'environment',
          why: error.message,
          fix: error.fix,
        },
      ];
    }
    throw error;
  }
  const findings = [...checkAuthentication(environment), ...checkOpenness(environment, address)];
  return findings.length > 0
    ? findings
    : [
        {
          severity: 'ok',
          check: CHECK,
          what: `${address}, authentication ${strategyOf(environment)}`,
        },
      ];
}

function strategyOf(environment: Environment): string {
  const named = environment.CAMUNDA_AUTH_STRATEGY ?? '';
  if (named !== '') {
    return named;
  }
  return NEEDS.OAUTH?.every((name) => isSet(environment, name)) === true ? 'OAUTH' : 'NONE';
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '') !== '';
}

function checkAuthentication(environment: Environment): readonly ClusterFinding[] {
  const strategy = strategyOf(environment);
  const needs = NEEDS[strategy];
  if (needs === undefined) {
    return [
      missing(
        'CAMUNDA_AUTH_STRATEGY',
        `${JSON.stringify(strategy.slice(0, 40))} is no way to authenticate`,
        `set it to one of ${Object.keys(NEEDS).join(', ')}`,
      ),
    ];
  }
  // Half of a client means that somebody wanted to authenticate.
  const wanted =
    strategy === 'NONE' && !isSet(environment, 'CAMUNDA_AUTH_STRATEGY')
      ? (NEEDS.OAUTH ?? []).some((name) => name !== 'CAMUNDA_OAUTH_URL' && isSet(environment, name))
        ? (NEEDS.OAUTH ?? [])
        : []
      : needs;
  const absent = wanted.filter((name) => !isSet(environment, name));
  return absent.length === 0
    ? []
    : [
        missing(
          absent.join(', '),
          `${absent.length === 1 ? 'is' : 'are'} not set, and authentication by ${strategy === 'NONE' ? 'OAUTH' : strategy} needs ${wanted.join(', ')}`,
          'set what is missing, or CAMUNDA_AUTH_STRATEGY=NONE for a cluster without login',
        ),
      ];
}

function checkOpenness(environment: Environment, address: string): readonly ClusterFinding[] {
  const { host, isSecure } = gatewayPlace(address);
  if (isSecure || LOOPBACK.test(host) || strategyOf(environment) === 'NONE') {
    return [];
  }
  return [
    {
      severity: 'warning',
      check: CHECK,
      code: 'CLU602',
      what: 'credentials would travel in the open',
      where: address,
      why: 'grpc:// is not encrypted, and the cluster is on another machine',
      fix: 'use grpcs://, or be sure that the network is your own',
    },
  ];
}

function missing(where: string, why: string, fix: string): ClusterFinding {
  const what = 'a setting is missing or malformed';
  return { severity: 'error', check: CHECK, code: 'CLU601', what, where, why, fix };
}
