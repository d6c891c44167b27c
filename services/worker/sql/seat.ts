import type { Queryable } from '../../database/index.js';

/** Cabins, the cheapest first. */
export const cabins = ['economy', 'premium', 'business'] as const;
/** A part of the aircraft with its own price. */
export type Cabin = (typeof cabins)[number];

/** A seat that a transaction has the lock of. */
export interface LockedSeat {
  readonly seatNo: string;
  readonly cabin: Cabin;
}

/** `<=`: a hold that ends now has ended. Only the database's clock counts. */
const isFree = `(booking_id IS NULL OR hold_until <= clock_timestamp())`;

/**
 * Locks those of the named seats that are free. Every statement that locks several seats does it
 * from front to back, so that two of them cannot wait for each other.
 */
export async function lockNamedSeats(
  client: Queryable,
  flightId: string,
  seatNos: readonly string[],
): Promise<readonly LockedSeat[]> {
  const { rows } = await client.query<LockedSeat>({
    name: 'seat-lock-named',
    text: `
      SELECT seat_no AS "seatNo", cabin FROM inventory.seat
      WHERE flight_id = $1 AND seat_no = ANY ($2::text[]) AND ${isFree}
      ORDER BY position FOR UPDATE`,
    values: [flightId, seatNos],
  });
  return rows;
}

/**
 * Locks up to `count` free seats of a cabin, from front to back. With `skipLocked` it passes over seats
 * that others are about to take; without, it waits to see whether they do.
 */
export async function lockAnySeats(
  client: Queryable,
  { flightId, cabin, count }: { flightId: string; cabin: Cabin; count: number },
  options: { readonly skipLocked: boolean },
): Promise<readonly LockedSeat[]> {
  const { rows } = await client.query<LockedSeat>({
    name: options.skipLocked ? 'seat-lock-any-skip' : 'seat-lock-any-wait',
    text: `
      SELECT seat_no AS "seatNo", cabin FROM inventory.seat
      WHERE flight_id = $1 AND cabin = $2 AND ${isFree}
      ORDER BY position LIMIT $3 FOR UPDATE ${options.skipLocked ? 'SKIP LOCKED' : ''}`,
    values: [flightId, cabin, count],
  });
  return rows;
}

/** Holds locked seats for a booking; answers when the hold ends. */
export async function holdSeats(
  client: Queryable,
  {
    flightId,
    seatNos,
    bookingId,
  }: { flightId: string; seatNos: readonly string[]; bookingId: string },
  holdSeconds: number,
): Promise<Date> {
  const { rows } = await client.query<{ until: Date }>({
    name: 'seat-hold',
    text: `
      UPDATE inventory.seat
      SET booking_id = $3, hold_until = now() + $4 * interval '1 second'
      WHERE flight_id = $1 AND seat_no = ANY ($2::text[])
      RETURNING hold_until AS until`,
    values: [flightId, seatNos, bookingId, holdSeconds],
  });
  const [row] = rows;
  if (row === undefined || rows.length !== seatNos.length) {
    throw new Error(`held ${rows.length} of ${seatNos.length} seats of ${flightId}`);
  }
  return row.until;
}

/** A seat that a booking has. */
export interface BookedSeat extends LockedSeat {
  readonly flightId: string;
  /** `null` for a sold seat. */
  readonly holdUntil: Date | null;
}

/** Seats held for or sold to a booking, from front to back. */
export async function readBookedSeats(
  client: Queryable,
  bookingId: string,
): Promise<readonly BookedSeat[]> {
  const { rows } = await client.query<BookedSeat>({
    name: 'seat-of-booking',
    text: `
      SELECT flight_id AS "flightId", seat_no AS "seatNo", cabin, hold_until AS "holdUntil"
      FROM inventory.seat WHERE booking_id = $1 ORDER BY position`,
    values: [bookingId],
  });
  return rows;
}

/** Sells the seats that a booking holds, unless the hold has ended; answers their numbers. */
export async function sellHeldSeats(
  client: Queryable,
  bookingId: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ seatNo: string }>({
    name: 'seat-sell',
    text: `
      UPDATE inventory.seat SET hold_until = NULL
      WHERE booking_id = $1 AND hold_until > clock_timestamp()
      RETURNING seat_no AS "seatNo"`,
    values: [bookingId],
  });
  return rows.map((row) => row.seatNo);
}

/** Frees every seat of a booking, held or sold. */
export async function freeSeats(client: Queryable, bookingId: string): Promise<void> {
  await client.query({
    name: 'seat-free',
    text: `UPDATE inventory.seat SET booking_id = NULL, hold_until = NULL WHERE booking_id = $1`,
    values: [bookingId],
  });
}

/** Frees seats whose hold has ended, except those in someone's hands; answers how many. */
export async function freeExpiredSeats(client: Queryable): Promise<number> {
  const { rowCount } = await client.query({
    name: 'seat-free-expired',
    text: `
      UPDATE inventory.seat SET booking_id = NULL, hold_until = NULL
      WHERE (flight_id, seat_no) IN (
        SELECT flight_id, seat_no FROM inventory.seat
        WHERE hold_until <= now() LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
  });
  return rowCount ?? 0;
}
