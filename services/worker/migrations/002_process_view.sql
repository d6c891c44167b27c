-- Which process instance works for a booking, for the booking service's links to Operate.
-- Up Migration
CREATE VIEW inventory.process_view AS SELECT booking_id, process_instance_key FROM inventory.claim;
