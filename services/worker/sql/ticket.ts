import type { Queryable } from '../../database/index.js';

/** Numbers of the valid tickets of a booking, in the order of its passengers. */
export async function readTickets(
  client: Queryable,
  bookingId: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ number: string }>({
    name: 'ticket-read',
    text: `
      SELECT ticket_number AS number FROM inventory.ticket
      WHERE booking_id = $1 AND status = 'issued' ORDER BY ticket_number`,
    values: [bookingId],
  });
  return rows.map((row) => row.number);
}

/** A passenger and the seat the ticket is for. */
export interface TicketFor {
  readonly seatNo: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** The airline's code, which begins every ticket number; ten digits of a serial number follow. */
const AIRLINE_CODE = '890';

/** Issues one ticket each, with rising numbers in the order given. */
export async function insertTickets(
  client: Queryable,
  bookingId: string,
  tickets: readonly TicketFor[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ number: string }>({
    name: 'ticket-insert',
    text: `
      WITH wanted AS (
        SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY
          AS wanted (seat_no, given_name, family_name, place) ORDER BY place),
      numbered AS MATERIALIZED (
        SELECT $5 || lpad(nextval('inventory.ticket_serial')::text, 10, '0') AS number, wanted.*
        FROM wanted)
      INSERT INTO inventory.ticket (ticket_number, booking_id, flight_id, seat_no, given_name, family_name)
      SELECT number, $1, seat.flight_id, numbered.seat_no, given_name, family_name
      FROM numbered JOIN inventory.seat ON seat.booking_id = $1 AND seat.seat_no = numbered.seat_no
      RETURNING ticket_number AS number`,
    values: [
      bookingId,
      tickets.map((ticket) => ticket.seatNo),
      tickets.map((ticket) => ticket.givenName),
      tickets.map((ticket) => ticket.familyName),
      AIRLINE_CODE,
    ],
  });
  return rows.map((row) => row.number).sort();
}

/** Voids every ticket of a booking. */
export async function voidTickets(client: Queryable, bookingId: string): Promise<void> {
  await client.query({
    name: 'ticket-void',
    text: `
      UPDATE inventory.ticket SET status = 'void', voided_at = now()
      WHERE booking_id = $1 AND status = 'issued'`,
    values: [bookingId],
  });
}
