-- The stand-in provider's own books.
-- Up Migration
CREATE TABLE payments.charge (
  payment_request_id text PRIMARY KEY,
  booking_id         uuid NOT NULL,
  amount             bigint CHECK (amount >= 0),
  currency           text,
  -- VOIDED: the refund came before the charge, which will then never be made.
  status             text NOT NULL CHECK (status IN ('CHARGED', 'DECLINED', 'REFUNDED', 'VOIDED')),
  reference          text,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now()
);

-- Every movement of money. A request is charged once and refunded once at most, by key.
CREATE TABLE payments.ledger (
  payment_request_id text NOT NULL REFERENCES payments.charge,
  kind               text NOT NULL CHECK (kind IN ('charge', 'refund')),
  -- Minor units; positive for a charge, negative for a refund.
  amount             bigint NOT NULL,
  currency           text NOT NULL,
  at                 timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (payment_request_id, kind)
);

CREATE TABLE payments.outbox (
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
CREATE INDEX outbox_by_key ON payments.outbox (key, id);
CREATE INDEX outbox_by_topic ON payments.outbox (topic, id) WHERE parked_at IS NULL;

CREATE FUNCTION payments.notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('payments_outbox', topic) FROM (SELECT DISTINCT topic FROM added) AS topics;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_outbox AFTER INSERT ON payments.outbox
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payments.notify_outbox();
