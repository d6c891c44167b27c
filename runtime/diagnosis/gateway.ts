import type { EngineTransport, Topology } from '../client/engine-client.js';
import { isEngineError, type EngineErrorCode } from '../errors.js';
import type { ClusterCode } from './codes.js';
import type { ClusterFinding } from './finding.js';

/** What a gateway says of itself, and what is wrong with that. */
export interface GatewayFindings {
  readonly findings: readonly ClusterFinding[];
  readonly topology?: Topology;
}

interface Refusal {
  readonly check: string;
  readonly code: ClusterCode;
  readonly what: string;
  readonly fix: string;
}

const NO_GATEWAY: Refusal = {
  check: 'gateway',
  code: 'CLU610',
  what: 'what answers is no gateway of Camunda 8',
  fix: 'use the address of the gRPC gateway (port 26500, 443 on SaaS), not that of a web page or REST API',
};

/** What an error of a call means for the connection. */
const REFUSALS: Readonly<Partial<Record<EngineErrorCode, Refusal>>> = {
  UNAUTHENTICATED: {
    check: 'credentials',
    code: 'CLU611',
    what: 'the cluster does not accept the credentials',
    fix: 'see that client id and secret are of this cluster and not expired, and the audience is right',
  },
  PERMISSION_DENIED: {
    check: 'credentials',
    code: 'CLU613',
    what: 'the credentials do not allow what a worker does',
    fix: 'give the client the right to read and update process instances and jobs',
  },
  DEADLINE_EXCEEDED: {
    check: 'gateway',
    code: 'CLU605',
    what: 'the gateway does not answer in time',
    fix: 'see whether the brokers behind it are healthy; try again when they are',
  },
};

/** The finding that an error of a call to the cluster stands for. */
export function refusalOf(error: unknown, where: string): ClusterFinding {
  if (!isEngineError(error)) {
    throw error;
  }
  const isTokenless = error.code === 'UNAUTHENTICATED' && error.message.includes('no token');
  const refusal: Refusal = isTokenless
    ? {
        check: 'credentials',
        code: 'CLU612',
        what: 'no token can be had',
        fix: 'see that CAMUNDA_OAUTH_URL can be reached and knows the client id and secret',
      }
    : (REFUSALS[error.code] ?? NO_GATEWAY);
  return { severity: 'error', where, why: error.message, ...refusal };
}

/** Asks the gateway for its topology; judges its version and whether brokers are behind it. */
export async function checkGateway(
  client: Pick<EngineTransport, 'topology'>,
  where: string,
): Promise<GatewayFindings> {
  let topology: Topology;
  try {
    topology = await client.topology();
  } catch (error) {
    return { findings: [refusalOf(error, where)] };
  }
  const { gatewayVersion, brokers, partitions } = topology;
  return {
    topology,
    findings: [
      { severity: 'ok', check: 'credentials', what: 'accepted' },
      brokers > 0 && partitions > 0
        ? {
            severity: 'ok',
            check: 'gateway',
            what: `${String(brokers)} broker(s), ${String(partitions)} partition(s)`,
          }
        : {
            severity: 'error',
            check: 'gateway',
            code: 'CLU614',
            what: 'the gateway has no broker behind it',
            where,
            why: `it tells of ${String(brokers)} brokers and ${String(partitions)} partitions`,
            fix: 'see that the brokers run and that gateway and brokers have each other as contact points',
          },
      isOld(gatewayVersion)
        ? {
            severity: 'error',
            check: 'version',
            code: 'CLU615',
            what: 'the cluster is older than Camunda 8.6',
            where,
            why: `it is ${gatewayVersion}, and models are generated and judged for 8.6 to 8.10`,
            fix: 'upgrade the cluster',
          }
        : { severity: 'ok', check: 'version', what: `Camunda ${gatewayVersion}` },
    ],
  };
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 8 || (major === 8 && minor < 6);
}
