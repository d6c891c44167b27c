import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the parts of a running system listen; all on loopback unless `--host` says otherwise. */
export interface Addresses {
  /** The service that serves people and API clients, or empty when none does. */
  readonly http: string;
  /** PostgreSQL connection string. */
  readonly database: string;
  /** gRPC gateway, `host:port`. */
  readonly grpc: string;
  /** REST v2 API. */
  readonly rest: string;
}

/**
 * Writes `addresses.json` beside the data, for tools and tests. It names a database URL, so only
 * the owner may read it.
 */
export async function writeAddresses(directory: string, addresses: Addresses): Promise<void> {
  const file = join(directory, 'addresses.json');
  const temporary = `${file}.${String(process.pid)}`;
  await writeFile(temporary, `${JSON.stringify(addresses, undefined, 2)}\n`, { mode: 0o600 });
  await rename(temporary, file);
}
