-- Queues in PostgreSQL.
-- Up Migration
CREATE TABLE bus.message (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue      text NOT NULL,
  message_id text NOT NULL,
  body       jsonb NOT NULL,
  -- Not to be delivered before; a delivery moves it into the future by the visibility timeout.
  visible_at timestamptz NOT NULL DEFAULT now(),
  -- Counts deliveries, and tells a consumer that was too slow that the message is no longer its own.
  deliveries integer NOT NULL DEFAULT 0,
  sent_at    timestamptz NOT NULL DEFAULT now(),
  -- Why it lies in a dead-letter queue.
  reason     text
) WITH (fillfactor = 70);
CREATE INDEX message_by_queue ON bus.message (queue, visible_at, id);

CREATE FUNCTION bus.notify_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('bus_message', queue) FROM (SELECT DISTINCT queue FROM added) AS queues;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_message AFTER INSERT ON bus.message
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bus.notify_message();
