import { inTransaction, type Pool, type Queryable } from '../../database/index.js';
import { cabinRows, routes } from './routes.js';

/** What `rollSchedule` changed. */
export interface RolledSchedule {
  /** Flights that had left and became history. */
  readonly departed: number;
  /** Flights put on sale. */
  readonly added: number;
}

/**
 * Puts the next seven days on sale: each flight number once for each day of the week, under an id
 * such as `JW204-TUE`. A flight that has left keeps its seats and tickets under an id with its date,
 * such as `JW204-2026-11-24`, and makes room for the one a week later. Doing it again changes nothing.
 */
export async function rollSchedule(pool: Pool): Promise<RolledSchedule> {
  return inTransaction(pool, async (client) => {
    // One at a time, or two workers would meet at the same ids.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('inventory.flight'))`);
    const departed = await renameDeparted(client);
    const added = await addFlights(client);
    return { departed, added };
  });
}

async function renameDeparted(client: Queryable): Promise<number> {
  const { rowCount } = await client.query(`
    UPDATE inventory.flight
    SET flight_id = flight_number || to_char(departs_at AT TIME ZONE 'UTC', '-YYYY-MM-DD')
    WHERE departs_at <= now() AND flight_id ~ '-[A-Z]{3}$'`);
  return rowCount ?? 0;
}

/** The next departure of each route on each day of the week, where it is not on sale yet. */
async function addFlights(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ added: number }>(
    `
    WITH route AS (
      SELECT * FROM jsonb_to_recordset($1) AS route (
        "flightNumber" text, origin text, destination text, departs time, minutes int,
        currency text, economy int, premium int, business int)),
    departure AS (
      SELECT route.*,
        ((day + CASE WHEN day + departs <= now() AT TIME ZONE 'UTC' THEN 7 ELSE 0 END) + departs)
          AT TIME ZONE 'UTC' AS departs_at
      FROM route CROSS JOIN (
        SELECT (now() AT TIME ZONE 'UTC')::date + ahead AS day FROM generate_series(0, 6) AS ahead) AS days),
    added AS (
      INSERT INTO inventory.flight (flight_id, flight_number, origin, destination, departs_at,
        arrives_at, currency, fare_economy, fare_premium, fare_business)
      SELECT "flightNumber" || '-' || upper(to_char(departs_at AT TIME ZONE 'UTC', 'DY')), "flightNumber",
        origin, destination, departs_at, departs_at + minutes * interval '1 minute', currency,
        economy, premium, business
      FROM departure
      ON CONFLICT (flight_id) DO NOTHING
      RETURNING flight_id),
    seats AS (
      INSERT INTO inventory.seat (flight_id, seat_no, position, cabin)
      SELECT flight_id, row || letter, row * 6 + ascii(letter), cabin
      FROM added
      CROSS JOIN jsonb_to_recordset($2) AS cabin (cabin text, "firstRow" int, "lastRow" int)
      CROSS JOIN LATERAL generate_series("firstRow", "lastRow") AS row
      CROSS JOIN unnest('{A,B,C,D,E,F}'::text[]) AS letter)
    SELECT count(*)::int AS added FROM added`,
    [
      JSON.stringify(routes.map(({ fares, ...route }) => ({ ...route, ...fares }))),
      JSON.stringify(cabinRows),
    ],
  );
  return rows[0]?.added ?? 0;
}
