-- How many events of a booking wait in early_event: none lets the usual event be taken in by one statement.
-- Up Migration
ALTER TABLE booking.booking ADD COLUMN early_events integer NOT NULL DEFAULT 0;
