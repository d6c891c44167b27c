import type { SecureClientSessionOptions } from 'node:http2';
import { connect, type TLSSocket } from 'node:tls';

import { codeOf, textOf } from './address.js';
import type { ClusterCode } from './codes.js';
import type { ClusterFinding } from './finding.js';
import type { GatewayPlace } from './settings.js';

const CHECK = 'TLS';
/** A certificate that ends sooner than this is told of, ms. */
const SOON_MS = 14 * 24 * 60 * 60 * 1_000;

/** By Node's and OpenSSL's names of what can be wrong with a certificate. */
const CERTIFICATE_FAULTS: Readonly<Record<string, ClusterCode>> = {
  CERT_HAS_EXPIRED: 'CLU608',
  CERT_NOT_YET_VALID: 'CLU608',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CLU607',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CLU606',
  SELF_SIGNED_CERT_IN_CHAIN: 'CLU606',
  UNABLE_TO_GET_ISSUER_CERT: 'CLU606',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CLU606',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CLU606',
  CERT_UNTRUSTED: 'CLU606',
};

const FIXES: Readonly<Partial<Record<ClusterCode, string>>> = {
  CLU606:
    'set CAMUNDA_CUSTOM_ROOT_CERT_PATH to the certificate of the authority that signed it (PEM)',
  CLU607: 'use the name that the certificate is for, or have one issued for this name',
  CLU608: 'set the clock of this machine right, or renew the certificate of the cluster',
  CLU609: 'use grpc:// for a gateway without TLS, or switch TLS on at the gateway',
};

/** Whether the gateway proves who it is, to a client that trusts what `tls` says. */
export async function checkTls(
  place: GatewayPlace,
  tls: SecureClientSessionOptions,
  timeoutMs: number,
): Promise<ClusterFinding> {
  if (!place.isSecure) {
    return checkPlain(place, timeoutMs);
  }
  const fault = (code: ClusterCode, what: string, why: string): ClusterFinding => ({
    severity: 'error',
    check: CHECK,
    code,
    what,
    where: place.address,
    why,
    fix: FIXES[code] ?? '',
  });
  try {
    const { validTo } = await handshake(place, { ...tls, rejectUnauthorized: true }, timeoutMs);
    const left = Date.parse(validTo) - Date.now();
    return left > SOON_MS
      ? { severity: 'ok', check: CHECK, what: `certificate trusted, valid to ${iso(validTo)}` }
      : {
          severity: 'warning',
          check: CHECK,
          code: 'CLU608',
          what: 'the certificate of the cluster ends soon',
          where: place.address,
          why: `it is valid to ${iso(validTo)}`,
          fix: 'renew it before that day',
        };
  } catch (error) {
    const name = codeOf(error);
    const code = CERTIFICATE_FAULTS[name];
    return code === undefined
      ? fault(
          'CLU609',
          'the gateway does not speak TLS, or none that this machine accepts',
          textOf(error),
        )
      : fault(code, 'the certificate of the cluster is not good', `${name}: ${textOf(error)}`);
  }
}

/** A gateway that is meant to speak plainly must not answer a TLS handshake. */
async function checkPlain(place: GatewayPlace, timeoutMs: number): Promise<ClusterFinding> {
  try {
    await handshake(place, { rejectUnauthorized: false }, Math.min(timeoutMs, 2_000));
  } catch {
    return { severity: 'ok', check: CHECK, what: 'none, as the address says' };
  }
  return {
    severity: 'error',
    check: CHECK,
    code: 'CLU609',
    what: 'the gateway speaks TLS, and the address says that it does not',
    where: place.address,
    why: 'grpc:// means no encryption',
    fix: `use ${place.address.replace(/^grpc:/u, 'grpcs:')}`,
  };
}

function handshake(
  { host, port }: GatewayPlace,
  options: SecureClientSessionOptions & { readonly rejectUnauthorized: boolean },
  timeoutMs: number,
): Promise<{ readonly validTo: string }> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({
      ...options,
      host,
      port,
      ALPNProtocols: ['h2'],
      // An address is no name that could be asked for (RFC 6066, section 3).
      ...(/^[\d.]+$|:/u.test(host) ? {} : { servername: host }),
    });
    const timer = setTimeout(() => {
      socket.destroy(new Error(`no handshake within ${String(timeoutMs)} ms`));
    }, timeoutMs);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      const { valid_to: validTo } = socket.getPeerCertificate();
      socket.destroy();
      resolve({ validTo });
    });
    socket.once('error', (error: Error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error('the connection was closed during the handshake'));
    });
  });
}

function iso(date: string): string {
  return new Date(date).toISOString();
}
