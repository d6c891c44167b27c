const VERSION_7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7/u;

/**
 * When a booking was made, in epoch milliseconds, read from its id: the booking service makes ids as
 * UUID version 7 (RFC 9562, section 5.7), whose first 48 bits are the time. `undefined` for other ids.
 */
export function bookedAt(bookingId: string): number | undefined {
  const match = VERSION_7.exec(bookingId.toLowerCase());
  return match === null ? undefined : Number.parseInt(`${match[1] ?? ''}${match[2] ?? ''}`, 16);
}
