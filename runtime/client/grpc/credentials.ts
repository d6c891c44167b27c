import { EngineError } from '../../errors.js';
import type { SdkSettings } from '../sdk-settings.js';

/** Headers that say who calls; undefined when nobody asks. */
export type Credentials = () => Promise<Readonly<Record<string, string>>> | undefined;

/**
 * How calls identify themselves, by the SDK's own settings: `CAMUNDA_AUTH_STRATEGY` NONE, BASIC, BEARER,
 * OAUTH or COOKIE; OAUTH by itself when its address and a client are given. Tokens of the last two are
 * fetched, kept and renewed by the SDK, which is loaded for that alone.
 */
export function credentialsOf({ config }: SdkSettings): Credentials {
  const text = (name: string): string => {
    const value = config[name];
    return typeof value === 'string' ? value : '';
  };
  const hasClient = ['CAMUNDA_OAUTH_URL', 'ZEEBE_CLIENT_ID', 'ZEEBE_CLIENT_SECRET'].every(
    (name) => text(name) !== '',
  );
  const strategy = text('CAMUNDA_AUTH_STRATEGY') || (hasClient ? 'OAUTH' : 'NONE');
  switch (strategy) {
    case 'NONE':
      return () => undefined;
    case 'BASIC': {
      const user = text('CAMUNDA_BASIC_AUTH_USERNAME');
      const password = text('CAMUNDA_BASIC_AUTH_PASSWORD');
      const encoded = Buffer.from(`${user}:${password}`).toString('base64');
      return always({ authorization: `Basic ${encoded}` });
    }
    case 'BEARER':
      return always({ authorization: `Bearer ${text('CAMUNDA_OAUTH_TOKEN')}` });
    default:
      return fromSdk(strategy, config);
  }
}

function always(headers: Readonly<Record<string, string>>): Credentials {
  const given = Promise.resolve(headers);
  return () => given;
}

interface SdkProvider {
  getHeaders(audience: string): Promise<object>;
}

function fromSdk(strategy: string, config: SdkSettings['config']): Credentials {
  let opened: Promise<SdkProvider> | undefined;
  return async () => {
    opened ??= openProvider(strategy, config);
    let headers: object;
    try {
      headers = await (await opened).getHeaders('ZEEBE');
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new EngineError('UNAUTHENTICATED', 'connect', `no token: ${text}`, error);
    }
    // Names of headers are in lower case in HTTP/2.
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
  };
}

async function openProvider(strategy: string, config: SdkSettings['config']): Promise<SdkProvider> {
  const { Auth } = await import('@camunda8/sdk');
  // The SDK's settings as its other clients take them; it checks what is missing itself.
  const options = { config } as ConstructorParameters<typeof Auth.OAuthProvider>[0];
  return strategy === 'COOKIE'
    ? new Auth.CookieAuthProvider(options)
    : new Auth.OAuthProvider(options);
}
