import { readFile } from 'node:fs/promises';
import type { SecureClientSessionOptions } from 'node:http2';
import { rootCertificates } from 'node:tls';

import { RuntimeError } from '../../errors.js';
import type { SdkSettings } from '../sdk-settings.js';

/**
 * TLS by the SDK's own settings: `CAMUNDA_CUSTOM_ROOT_CERT_PATH` or `_STRING` beside the roots that Node
 * knows, `CAMUNDA_CUSTOM_CERT_CHAIN_PATH` and `CAMUNDA_CUSTOM_PRIVATE_KEY_PATH` to identify the client.
 * @throws RuntimeError ENVIRONMENT_INVALID when a file cannot be read
 */
export async function readTlsOptions({ config }: SdkSettings): Promise<SecureClientSessionOptions> {
  const read = async (name: string): Promise<string | undefined> => {
    const path = config[name];
    if (typeof path !== 'string') {
      return undefined;
    }
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw new RuntimeError(
        'ENVIRONMENT_INVALID',
        `${name}: ${JSON.stringify(path)} cannot be read (${error instanceof Error ? error.message : String(error)}).`,
        'Set it to a file in PEM format.',
      );
    }
  };
  const given = config.CAMUNDA_CUSTOM_ROOT_CERT_STRING;
  const root =
    (await read('CAMUNDA_CUSTOM_ROOT_CERT_PATH')) ??
    (typeof given === 'string' ? given : undefined);
  const cert = await read('CAMUNDA_CUSTOM_CERT_CHAIN_PATH');
  const key = await read('CAMUNDA_CUSTOM_PRIVATE_KEY_PATH');
  return {
    ...(root === undefined ? {} : { ca: [...rootCertificates, root] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
