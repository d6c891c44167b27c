import type { PinnableClock } from '../loop/pinnable-clock.js';
import { defaultTenant } from '../records/values.js';
import { checkBody } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { noContent, route, type Route } from './route.js';
import { clockBody } from './shapes.js';

/** What there is to say of the cluster of one broker with one partition, and its clock. */
export function clusterRoutes(
  clock: PinnableClock,
  cluster: { readonly host: string; readonly port: () => number; readonly version: string },
): readonly Route[] {
  return [
    route('GET', 'topology', () => Promise.resolve({ body: topology(cluster) })),
    route('GET', 'status', () => Promise.resolve(noContent)),
    route('GET', 'license', () =>
      Promise.resolve({
        body: { validLicense: false, licenseType: 'unknown', isCommercial: false, expiresAt: null },
      }),
    ),
    route('GET', 'authentication/me', () => Promise.resolve({ body: nobody })),
    route('PUT', 'clock', async (request) => {
      const { timestamp } = checkBody(clockBody, await request.json());
      const checks = new RequestChecks().present('timestamp', timestamp);
      if (timestamp !== undefined && timestamp < 0) {
        checks.add(`The value for timestamp is '${timestamp}' but must be not negative.`);
      }
      checks.refuseFaults();
      clock.pin(timestamp ?? 0);
      return noContent;
    }),
    route('POST', 'clock/reset', () => {
      clock.reset();
      return Promise.resolve(noContent);
    }),
  ];
}

function topology(cluster: Parameters<typeof clusterRoutes>[1]): object {
  const broker = {
    nodeId: 0,
    host: cluster.host,
    port: cluster.port(),
    partitions: [{ partitionId: 1, role: 'leader', health: 'healthy' }],
    version: cluster.version,
  };
  return {
    brokers: [broker],
    clusterId: null,
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: cluster.version,
    lastCompletedChangeId: '-1',
  };
}

/** The caller: the gateways have no login. */
const nobody = {
  username: null,
  displayName: null,
  email: null,
  authorizedComponents: ['*'],
  tenants: [{ tenantId: defaultTenant, name: 'Default', description: null }],
  groups: [],
  roles: [],
  salesPlanType: '',
  c8Links: {},
  canLogout: false,
};
