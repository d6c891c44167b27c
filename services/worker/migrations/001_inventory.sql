-- What the worker service knows: flights, seats, payments, tickets, which process instance owns a booking.
-- Up Migration
CREATE TABLE inventory.flight (
  -- JW204-TUE is the next such departure; once it has left it becomes JW204-2026-11-24.
  flight_id     text PRIMARY KEY,
  flight_number text NOT NULL,
  origin        text NOT NULL,
  destination   text NOT NULL,
  departs_at    timestamptz NOT NULL,
  arrives_at    timestamptz NOT NULL CHECK (arrives_at > departs_at),
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Base fares of one seat, in minor units of the currency.
  fare_economy  integer NOT NULL CHECK (fare_economy > 0),
  fare_premium  integer NOT NULL CHECK (fare_premium > 0),
  fare_business integer NOT NULL CHECK (fare_business > 0)
);
CREATE INDEX flight_by_departure ON inventory.flight (departs_at);

-- The truth about seats: a seat is free, held until hold_until, or sold (booking without hold_until).
CREATE TABLE inventory.seat (
  flight_id  text NOT NULL REFERENCES inventory.flight ON UPDATE CASCADE,
  seat_no    text NOT NULL CHECK (seat_no ~ '^[1-9][0-9]?[A-F]$'),
  -- Place in the cabin from front to back, so that seats given out together lie together.
  position   integer NOT NULL,
  cabin      text NOT NULL CHECK (cabin IN ('economy', 'premium', 'business')),
  booking_id uuid,
  hold_until timestamptz CHECK (hold_until IS NULL OR booking_id IS NOT NULL),
  PRIMARY KEY (flight_id, seat_no)
) WITH (fillfactor = 70);
CREATE INDEX seat_by_booking ON inventory.seat (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX seat_by_hold ON inventory.seat (hold_until) WHERE hold_until IS NOT NULL;

-- The process instance that may act for a booking, and how far it came. Every effect locks its row.
CREATE TABLE inventory.claim (
  booking_id           uuid PRIMARY KEY,
  process_instance_key text NOT NULL,
  created_at           timestamptz NOT NULL DEFAULT now(),
  confirmed_at         timestamptz,
  -- Set by the first step that undoes something; from then on nothing new may be done.
  undoing_at           timestamptz,
  -- Set when the booking was rejected or cancelled; from then on nothing may be done at all.
  closed_at            timestamptz,
  -- Number of the last event told to the booking service.
  event_sequence       integer NOT NULL DEFAULT 0
);

CREATE TABLE inventory.payment (
  payment_request_id text PRIMARY KEY,
  booking_id         uuid NOT NULL UNIQUE REFERENCES inventory.claim,
  amount             bigint NOT NULL CHECK (amount >= 0),
  currency           text NOT NULL,
  status             text NOT NULL DEFAULT 'REQUESTED' CHECK (status IN
                     ('REQUESTED', 'APPROVED', 'DECLINED', 'REFUND_REQUESTED', 'REFUNDED', 'NOTHING_CHARGED')),
  reference          text,
  requested_at       timestamptz NOT NULL DEFAULT now(),
  refund_requested_at timestamptz
);

CREATE FUNCTION inventory.notify_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('inventory_payment', NEW.payment_request_id);
  RETURN NULL;
END $$;
CREATE TRIGGER notify_payment AFTER UPDATE OF status ON inventory.payment
  FOR EACH ROW EXECUTE FUNCTION inventory.notify_payment();

CREATE SEQUENCE inventory.ticket_serial;
CREATE TABLE inventory.ticket (
  ticket_number text PRIMARY KEY CHECK (ticket_number ~ '^[0-9]{13}$'),
  booking_id    uuid NOT NULL REFERENCES inventory.claim,
  flight_id     text NOT NULL,
  seat_no       text NOT NULL,
  given_name    text NOT NULL,
  family_name   text NOT NULL,
  status        text NOT NULL DEFAULT 'issued' CHECK (status IN ('issued', 'void')),
  issued_at     timestamptz NOT NULL DEFAULT now(),
  voided_at     timestamptz,
  FOREIGN KEY (flight_id, seat_no) REFERENCES inventory.seat ON UPDATE CASCADE
);
CREATE INDEX ticket_by_booking ON inventory.ticket (booking_id);
-- The second line of defence: whatever the code does, a seat has one valid ticket.
CREATE UNIQUE INDEX ticket_one_a_seat ON inventory.ticket (flight_id, seat_no) WHERE status = 'issued';

-- Messages of the bus that were taken in, written in the transaction of their effect.
CREATE TABLE inventory.inbox (
  message_id  text PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_by_age ON inventory.inbox (received_at);

-- What the booking service may read.
CREATE VIEW inventory.seat_view AS
SELECT flight_id, seat_no, cabin, position,
       booking_id IS NULL OR coalesce(hold_until <= now(), false) AS available
FROM inventory.seat;

CREATE VIEW inventory.flight_view AS
SELECT flight.*,
       free.economy AS free_economy, free.premium AS free_premium, free.business AS free_business
FROM inventory.flight
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE cabin = 'economy')::int AS economy,
         count(*) FILTER (WHERE cabin = 'premium')::int AS premium,
         count(*) FILTER (WHERE cabin = 'business')::int AS business
  FROM inventory.seat
  WHERE seat.flight_id = flight.flight_id
    AND (booking_id IS NULL OR hold_until <= now())
) AS free;

CREATE TABLE inventory.outbox (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic      text NOT NULL,
  key        text NOT NULL,
  message_id text NOT NULL,
  body       jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  next_at    timestamptz NOT NULL DEFAULT now(),
  attempts   integer NOT NULL DEFAULT 0,
  parked_at  timestamptz,
  last_error text
);
CREATE INDEX outbox_by_key ON inventory.outbox (key, id);
CREATE INDEX outbox_by_topic ON inventory.outbox (topic, id) WHERE parked_at IS NULL;

CREATE FUNCTION inventory.notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('inventory_outbox', topic) FROM (SELECT DISTINCT topic FROM added) AS topics;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_outbox AFTER INSERT ON inventory.outbox
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION inventory.notify_outbox();
