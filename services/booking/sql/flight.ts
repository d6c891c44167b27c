import type { Queryable } from '../../database/index.js';

/** A flight on sale, as the inventory shows it. */
export interface FlightRow {
  readonly flightId: string;
  readonly origin: string;
  readonly destination: string;
  readonly departsAt: Date;
  readonly arrivesAt: Date;
  readonly departed: boolean;
  readonly currency: string;
  readonly fareEconomy: number;
  readonly farePremium: number;
  readonly fareBusiness: number;
  readonly freeEconomy: number;
  readonly freePremium: number;
  readonly freeBusiness: number;
}

const columns = `
  flight_id AS "flightId", origin, destination, departs_at AS "departsAt", arrives_at AS "arrivesAt",
  departs_at <= now() AS departed, currency, fare_economy AS "fareEconomy",
  fare_premium AS "farePremium", fare_business AS "fareBusiness", free_economy AS "freeEconomy",
  free_premium AS "freePremium", free_business AS "freeBusiness"`;

/** Flights that have not departed, by departure; each filter is left out when `undefined`. */
export async function readFlights(
  client: Queryable,
  filter: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly date?: string | undefined;
  },
): Promise<readonly FlightRow[]> {
  const { rows } = await client.query<FlightRow>({
    name: 'flight-list',
    text: `
      SELECT ${columns} FROM inventory.flight_view
      WHERE departs_at > now()
        AND ($1::text IS NULL OR origin = $1) AND ($2::text IS NULL OR destination = $2)
        AND ($3::date IS NULL OR (departs_at AT TIME ZONE 'UTC')::date = $3)
      ORDER BY departs_at, flight_id`,
    values: [filter.from, filter.to, filter.date],
  });
  return rows;
}

/** One flight. */
export async function readFlight(
  client: Queryable,
  flightId: string,
): Promise<FlightRow | undefined> {
  const { rows } = await client.query<FlightRow>({
    name: 'flight-show',
    text: `SELECT ${columns} FROM inventory.flight_view WHERE flight_id = $1`,
    values: [flightId],
  });
  return rows[0];
}

/** A seat as the inventory shows it. */
export interface SeatRow {
  readonly seat: string;
  readonly cabin: 'economy' | 'premium' | 'business';
  readonly available: boolean;
}

/** Seats of a flight from front to back; all of them, or those named. */
export async function readSeats(
  client: Queryable,
  flightId: string,
  named?: readonly string[],
): Promise<readonly SeatRow[]> {
  const { rows } = await client.query<SeatRow>({
    name: 'seat-list',
    text: `
      SELECT seat_no AS seat, cabin, available FROM inventory.seat_view
      WHERE flight_id = $1 AND ($2::text[] IS NULL OR seat_no = ANY ($2)) ORDER BY position`,
    values: [flightId, named],
  });
  return rows;
}
