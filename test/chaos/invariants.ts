import pg from 'pg';
import type { BookingView } from '../system/booking-client.js';

/** What the databases say about one booking, gathered without any code of the services. */
interface Facts {
  readonly booking_id: string;
  readonly charges: number;
  readonly balance: number;
  readonly held: readonly string[];
  readonly sold: readonly string[];
  readonly tickets: readonly string[];
  readonly events: readonly string[];
}

const factsQuery = `
  SELECT b.booking_id::text,
         (SELECT count(*)::int FROM payments.ledger l JOIN payments.charge c USING (payment_request_id)
           WHERE c.booking_id = b.booking_id AND l.kind = 'charge') AS charges,
         (SELECT coalesce(sum(l.amount), 0)::int FROM payments.ledger l
           JOIN payments.charge c USING (payment_request_id) WHERE c.booking_id = b.booking_id) AS balance,
         (SELECT coalesce(array_agg(seat_no ORDER BY seat_no), '{}') FROM inventory.seat s
           WHERE s.booking_id = b.booking_id AND s.hold_until IS NOT NULL) AS held,
         (SELECT coalesce(array_agg(seat_no ORDER BY seat_no), '{}') FROM inventory.seat s
           WHERE s.booking_id = b.booking_id AND s.hold_until IS NULL) AS sold,
         (SELECT coalesce(array_agg(ticket_number ORDER BY ticket_number), '{}') FROM inventory.ticket t
           WHERE t.booking_id = b.booking_id AND t.status = 'issued') AS tickets,
         (SELECT coalesce(array_agg(e.type ORDER BY e.id), '{}') FROM booking.booking_event e
           WHERE e.booking_id = b.booking_id) AS events
    FROM booking.booking b WHERE b.booking_id = ANY($1::uuid[])`;

/**
 * Compares what customers see with what the databases hold. Returns one line for each broken
 * promise: a booking without an end, a seat sold twice, money taken twice or kept after a
 * rejection, a confirmed booking without its seat, ticket or payment.
 */
export async function findViolations(
  databaseUrl: string,
  views: readonly BookingView[],
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, query_timeout: 20_000 });
  await client.connect();
  try {
    const ids = views.map((view) => view.bookingId);
    const { rows } = await client.query<Facts>(factsQuery, [ids]);
    const facts = new Map(rows.map((row) => [row.booking_id, row]));
    return [
      ...views.flatMap((view) => {
        const found = facts.get(view.bookingId);
        return found === undefined ? [`${view.bookingId} is lost`] : judgeBooking(view, found);
      }),
      ...(await seatsSoldTwice(client)),
    ];
  } finally {
    await client.end();
  }
}

function judgeBooking(view: BookingView, facts: Facts): readonly string[] {
  const broken: string[] = [];
  const expectThat = (holds: boolean, what: string): void => {
    if (!holds) {
      broken.push(`${view.bookingId} ${view.status} ${view.reason ?? ''}: ${what}`);
    }
  };
  expectThat(facts.charges <= 1, `charged ${facts.charges} times`);
  expectThat(facts.held.length === 0, `still holds ${facts.held.join(' ')}`);
  expectThat(
    new Set(facts.events).size === facts.events.length,
    `events ${facts.events.join(' ')}`,
  );
  switch (view.status) {
    case 'CONFIRMED':
      expectThat(facts.charges === 1, 'was never charged');
      expectThat(facts.balance === view.amount?.value, `paid ${facts.balance}`);
      expectThat(same(facts.sold, view.seats), `owns seats ${facts.sold.join(' ')}`);
      expectThat(same(facts.tickets, view.ticketNumbers), `has tickets ${facts.tickets.join(' ')}`);
      expectThat(facts.tickets.length > 0, 'has no ticket');
      break;
    case 'REJECTED':
    case 'CANCELLED':
      expectThat(facts.balance === 0, `still has ${facts.balance} of the customer's money`);
      expectThat(facts.sold.length === 0, `still owns ${facts.sold.join(' ')}`);
      expectThat(facts.tickets.length === 0, `still has tickets ${facts.tickets.join(' ')}`);
      break;
    case 'PENDING':
      expectThat(false, `has no end; events: ${facts.events.join(' ')}`);
      break;
  }
  return broken;
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}

async function seatsSoldTwice(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ flight_id: string; seat_no: string; tickets: number }>(
    `SELECT flight_id, seat_no, count(*)::int AS tickets FROM inventory.ticket
      WHERE status = 'issued' GROUP BY 1, 2 HAVING count(*) > 1`,
  );
  return rows.map((row) => `seat ${row.flight_id} ${row.seat_no} has ${row.tickets} valid tickets`);
}
