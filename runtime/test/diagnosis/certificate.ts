import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Makes a self-signed certificate for tests: X.509 version 3 (RFC 5280) with one DNS name and, where
 * given, one IPv4 address, over a fresh P-256 key. Nothing of it is kept.
 */
export function makeCertificate(options: {
  readonly dnsName: string;
  readonly ip?: readonly [number, number, number, number];
  readonly from?: Date;
  readonly to?: Date;
}): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 24 * 60 * 60 * 1_000;
  const from = options.from ?? new Date(Date.now() - day);
  const to = options.to ?? new Date(Date.now() + 365 * day);
  const name = sequence(set(sequence(oid('550403'), tagged(0x0c, Buffer.from(options.dnsName)))));
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const names = sequence(
    tagged(0x82, Buffer.from(options.dnsName)),
    ...(options.ip === undefined ? [] : [tagged(0x87, Buffer.from(options.ip))]),
  );
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        sequence(oid('551d11'), tagged(0x04, names)),
        sequence(
          oid('551d13'),
          tagged(0x01, Buffer.from([0xff])),
          tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
        ),
      ),
    ),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), signed(body, privateKey)]));
  const der = sequence(body, algorithm, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${(der.match(/.{1,64}/gu) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function signed(body: Buffer, key: KeyObject): Buffer {
  return sign('sha256', body, key);
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);

function time(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]|\.\d+/gu, '');
  return tagged(0x18, Buffer.from(text));
}
