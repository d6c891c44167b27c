-- History of process instances that outlives the engine's log. Keys and times as the log has them.
-- Up Migration
-- One row: up to where the log is in the tables. Written in the transaction of the rows.
CREATE TABLE export_position (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL
);
INSERT INTO export_position (position) VALUES (0);

CREATE TABLE process_instance (
  key                     bigint PRIMARY KEY,
  bpmn_process_id         text NOT NULL,
  version                 integer NOT NULL,
  process_definition_key  bigint NOT NULL,
  parent_process_instance_key bigint,
  parent_element_instance_key bigint,
  state                   text NOT NULL,
  started_at              timestamptz,
  ended_at                timestamptz
);
CREATE INDEX process_instance_by_process ON process_instance (bpmn_process_id, started_at);
CREATE INDEX process_instance_by_end ON process_instance (ended_at);

CREATE TABLE element_instance (
  key                   bigint PRIMARY KEY,
  process_instance_key  bigint NOT NULL,
  flow_scope_key        bigint NOT NULL,
  element_id            text NOT NULL,
  element_type          text NOT NULL,
  state                 text NOT NULL,
  started_at            timestamptz,
  ended_at              timestamptz
);
CREATE INDEX element_instance_by_instance ON element_instance (process_instance_key);

CREATE TABLE variable (
  key                   bigint PRIMARY KEY,
  process_instance_key  bigint NOT NULL,
  scope_key             bigint NOT NULL,
  name                  text NOT NULL,
  -- JSON text, as text: it may hold what the type json does not take.
  value                 text NOT NULL,
  updated_at            timestamptz NOT NULL
);
CREATE INDEX variable_by_instance ON variable (process_instance_key, name);

CREATE TABLE job (
  key                   bigint PRIMARY KEY,
  process_instance_key  bigint NOT NULL,
  element_instance_key  bigint NOT NULL,
  element_id            text NOT NULL,
  type                  text NOT NULL,
  kind                  text NOT NULL,
  state                 text NOT NULL,
  worker                text NOT NULL,
  retries               integer NOT NULL,
  error_code            text NOT NULL,
  error_message         text NOT NULL,
  created_at            timestamptz,
  updated_at            timestamptz NOT NULL
);
CREATE INDEX job_by_instance ON job (process_instance_key);

CREATE TABLE incident (
  key                   bigint PRIMARY KEY,
  process_instance_key  bigint NOT NULL,
  element_instance_key  bigint NOT NULL,
  element_id            text NOT NULL,
  job_key               bigint,
  error_type            text NOT NULL,
  error_message         text NOT NULL,
  state                 text NOT NULL,
  created_at            timestamptz,
  resolved_at           timestamptz
);
CREATE INDEX incident_by_instance ON incident (process_instance_key);

CREATE TABLE message (
  key              bigint PRIMARY KEY,
  name             text NOT NULL,
  correlation_key  text NOT NULL,
  message_id       text NOT NULL,
  variables        text NOT NULL,
  state            text NOT NULL,
  published_at     timestamptz,
  expired_at       timestamptz
);
CREATE INDEX message_by_name ON message (name, correlation_key);
