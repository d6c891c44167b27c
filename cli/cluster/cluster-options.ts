import type { Argv } from 'yargs';

import type { Environment } from '../../runtime/index.js';
import type { VerbContext } from '../verb.js';

/** Options of verbs that talk to a cluster. */
export interface ClusterFlags {
  readonly address: string | undefined;
  readonly 'rest-address': string | undefined;
  readonly operate: string | undefined;
}

/** Where the embedded engine listens unless told otherwise. */
const LOCAL = 'grpc://127.0.0.1:26500';

/** Declares where the cluster is. Credentials and TLS come from the environment alone. */
export function clusterOptions<Flags>(yargs: Argv<Flags>): Argv<Flags & ClusterFlags> {
  return yargs
    .option('address', {
      describe: 'gateway: grpc://host:port, or grpcs:// for TLS',
      type: 'string',
      requiresArg: true,
      defaultDescription: `ZEEBE_GRPC_ADDRESS, or ${LOCAL}`,
    })
    .option('rest-address', {
      describe: 'REST API v2, to look at what is deployed',
      type: 'string',
      requiresArg: true,
      defaultDescription: 'ZEEBE_REST_ADDRESS',
    })
    .option('operate', {
      describe: 'address of Operate, for links',
      type: 'string',
      requiresArg: true,
      defaultDescription: 'OPERATE_URL',
    })
    .group(['address', 'rest-address', 'operate'], 'Cluster:');
}

/** The environment of a connection: what is set, with what the command line says in its place. */
export function clusterEnvironment(
  flags: ClusterFlags,
  { env }: Pick<VerbContext, 'env'>,
): Environment {
  const given = flags.address ?? env.ZEEBE_GRPC_ADDRESS ?? '';
  const address = given === '' ? LOCAL : given;
  const rest = flags['rest-address'] ?? env.ZEEBE_REST_ADDRESS;
  return {
    ...env,
    ZEEBE_GRPC_ADDRESS: address,
    ...(rest === undefined || rest === '' ? {} : { ZEEBE_REST_ADDRESS: rest }),
  };
}

/** The page of Operate that shows a version of a process; undefined without Operate. */
export function operateLink(
  flags: ClusterFlags,
  { env }: Pick<VerbContext, 'env'>,
  process: { readonly id: string; readonly version: number },
): string | undefined {
  const base = flags.operate ?? env.OPERATE_URL ?? '';
  if (base === '') {
    return undefined;
  }
  const query = new URLSearchParams({
    process: process.id,
    version: String(process.version),
    active: 'true',
    incidents: 'true',
  });
  return `${base.replace(/\/+$/, '')}/processes?${query.toString()}`;
}
