-- What the booking service knows: bookings, what happened to them, answered requests, messages to send.
-- Up Migration
CREATE TABLE booking.booking (
  booking_id    uuid PRIMARY KEY,
  reference     text NOT NULL CONSTRAINT booking_reference UNIQUE CHECK (reference ~ '^[A-Z2-9]{6}$'),
  status        text NOT NULL DEFAULT 'PENDING'
                CHECK (status IN ('PENDING', 'CONFIRMED', 'REJECTED', 'CANCELLED')),
  reason        text,
  flight_id     text NOT NULL,
  seats         text[] NOT NULL DEFAULT '{}',
  passengers    jsonb NOT NULL,
  -- Minor units of the currency.
  amount        bigint CHECK (amount >= 0),
  currency      text CHECK (currency ~ '^[A-Z]{3}$'),
  ticket_numbers text[] NOT NULL DEFAULT '{}',
  cancel_requested_at timestamptz,
  -- Number of the worker's last event that was taken in; the next one to take in is one higher.
  last_sequence integer NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE booking.booking_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  booking_id uuid NOT NULL REFERENCES booking.booking ON DELETE CASCADE,
  type       text NOT NULL,
  at         timestamptz NOT NULL,
  data       jsonb NOT NULL
);
CREATE INDEX booking_event_by_booking ON booking.booking_event (booking_id, id);

CREATE FUNCTION booking.notify_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('booking_event', booking_id::text) FROM (SELECT DISTINCT booking_id FROM added) AS bookings;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_event AFTER INSERT ON booking.booking_event
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION booking.notify_event();

-- Events of the worker that came before their predecessors wait here.
CREATE TABLE booking.early_event (
  booking_id uuid NOT NULL REFERENCES booking.booking ON DELETE CASCADE,
  sequence   integer NOT NULL,
  type       text NOT NULL,
  at         timestamptz NOT NULL,
  data       jsonb NOT NULL,
  PRIMARY KEY (booking_id, sequence)
);

-- Which request an Idempotency-Key stood for. The fingerprint is a hash of the request body.
CREATE TABLE booking.idempotency_key (
  key         text PRIMARY KEY,
  fingerprint text NOT NULL,
  booking_id  uuid NOT NULL REFERENCES booking.booking ON DELETE CASCADE,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idempotency_key_by_age ON booking.idempotency_key (created_at);

CREATE TABLE booking.outbox (
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
CREATE INDEX outbox_by_key ON booking.outbox (key, id);
CREATE INDEX outbox_by_topic ON booking.outbox (topic, id) WHERE parked_at IS NULL;

CREATE FUNCTION booking.notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('booking_outbox', topic) FROM (SELECT DISTINCT topic FROM added) AS topics;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_outbox AFTER INSERT ON booking.outbox
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION booking.notify_outbox();
