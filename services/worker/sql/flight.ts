import type { Queryable } from '../../database/index.js';
import type { Cabin } from './seat.js';

/** A flight as far as selling it goes. */
export interface FlightOffer {
  readonly departsAt: Date;
  readonly departed: boolean;
  /** Whole days until departure. */
  readonly daysToDeparture: number;
  readonly currency: string;
  /** Price of one seat by cabin, in minor units of the currency. */
  readonly fares: Readonly<Record<Cabin, number>>;
}

interface Row {
  readonly departs_at: Date;
  readonly departed: boolean;
  readonly days: number;
  readonly currency: string;
  readonly fare_economy: number;
  readonly fare_premium: number;
  readonly fare_business: number;
}

/** Reads a flight; it cannot be renamed until the transaction ends. */
export async function readFlight(
  client: Queryable,
  flightId: string,
): Promise<FlightOffer | undefined> {
  const { rows } = await client.query<Row>({
    name: 'flight-read',
    text: `
      SELECT departs_at, departs_at <= now() AS departed, currency,
             greatest(0, floor(extract(epoch FROM departs_at - now()) / 86400))::int AS days,
             fare_economy, fare_premium, fare_business
      FROM inventory.flight WHERE flight_id = $1 FOR KEY SHARE`,
    values: [flightId],
  });
  const [row] = rows;
  return row === undefined
    ? undefined
    : {
        departsAt: row.departs_at,
        departed: row.departed,
        daysToDeparture: row.days,
        currency: row.currency,
        fares: {
          economy: row.fare_economy,
          premium: row.fare_premium,
          business: row.fare_business,
        },
      };
}
