import { connectEngine } from '../client/connect-engine.js';
import type { EngineClient, Topology } from '../client/engine-client.js';
import { readTlsOptions } from '../client/grpc/tls-options.js';
import { readSdkSettings } from '../client/sdk-settings.js';
import type { Logger } from '../v1.js';
import type { Environment } from '../service.js';
import { checkAddress } from './address.js';
import { hasErrors, isClusterFault, type ClusterFinding } from './finding.js';
import { checkGateway } from './gateway.js';
import { checkRest } from './rest.js';
import { checkSettings, gatewayPlace } from './settings.js';
import { checkTls } from './tls.js';

/** How a connection is diagnosed. */
export interface DiagnoseOptions {
  /** Milliseconds that each step may take. @default 5000 */
  readonly timeoutMs?: number;
  /** Told of each finding as it is made. */
  readonly onFinding?: (finding: ClusterFinding) => void;
  /** Ends the diagnosis after the step under way. */
  readonly signal?: AbortSignal;
  /** Looks further with a connection that works; its findings are added. */
  readonly further?: (
    client: EngineClient,
    topology: Topology,
  ) => Promise<readonly ClusterFinding[]>;
}

/**
 * Says what is wrong between this process and the cluster that `environment` names, from the settings
 * over the network to the gateway: in this order, each step only where the one before it found no
 * error. Never throws for what is wrong with a cluster.
 */
export async function diagnoseConnection(
  environment: Environment,
  options: DiagnoseOptions = {},
): Promise<readonly ClusterFinding[]> {
  const { timeoutMs = 5_000, onFinding, further, signal } = options;
  const findings: ClusterFinding[] = [];
  /** Takes what a step found; true when the next one makes sense. */
  const took = (found: readonly ClusterFinding[]): boolean => {
    for (const finding of found) {
      findings.push(finding);
      onFinding?.(finding);
    }
    return !hasErrors(found) && signal?.aborted !== true;
  };
  if (!took(await checkSettings(environment))) {
    return findings;
  }
  const settings = readSdkSettings(environment);
  const place = gatewayPlace(settings.address);
  const isReached =
    took([await checkAddress(place, timeoutMs)]) &&
    took([await checkTls(place, await readTlsOptions(settings), timeoutMs)]);
  if (!isReached) {
    return findings;
  }
  const client = await connectEngine(environment, { policy: { timeoutMs, tries: 1 } });
  try {
    const { findings: found, topology } = await checkGateway(client, place.address);
    if (!took(found) || topology === undefined) {
      return findings;
    }
    if (took(await checkRest(environment.ZEEBE_REST_ADDRESS, timeoutMs))) {
      took((await further?.(client, topology)) ?? []);
    }
    return findings;
  } finally {
    await client.close();
  }
}

/**
 * Diagnoses a connection and logs what is wrong with it, for a service that starts: it goes on, for a
 * cluster may come up later, and whoever reads the log knows what it waits for. That there is no REST
 * address is no fault of a service. Never throws.
 */
export async function logConnectionFaults(
  environment: Environment,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<void> {
  try {
    const findings = await diagnoseConnection(environment, { signal });
    const faults = findings.filter(isClusterFault).filter(({ code }) => code !== 'CLU617');
    for (const { severity, code, what, where, why, fix } of faults) {
      logger[severity === 'error' ? 'error' : 'warn']({ code, where, why, fix }, what);
    }
  } catch (error) {
    logger.warn({ err: error }, 'the connection to the cluster could not be diagnosed');
  }
}
