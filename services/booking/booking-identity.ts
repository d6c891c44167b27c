import { randomBytes, randomInt } from 'node:crypto';

/** Without letters and digits that are taken for one another on the telephone. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const REFERENCE_LENGTH = 6;

/**
 * A new id for a booking: a UUID of version 7 (RFC 9562, section 5.7). It sorts by time, which keeps
 * indexes compact, and carries the time of booking, from which the worker knows which week a flight
 * such as `JW204-TUE` was meant.
 */
export function createBookingId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/** A reference for the customer: one of a thousand million; whoever stores it must expect a clash. */
export function createReference(): string {
  return Array.from({ length: REFERENCE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(
    '',
  );
}
