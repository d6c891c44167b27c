/**
 * The embedded engine: an event-sourced workflow engine for Camunda 8 process models. Commands go
 * in through `Engine.execute`, records come out through `Engine.onRecords`.
 */
export { ControlledClock, SystemClock } from './loop/clock.js';
export type { EngineClock } from './loop/clock.js';
export { Engine } from './loop/engine.js';
export type { EngineOptions } from './loop/engine.js';
export { EngineQueries } from './queries/engine-queries.js';
export { VolatileJournal } from './loop/memory-journal.js';
export { CommandRejected, EngineClosed, isCommandRejected } from './records/client-command.js';
export type { ClientCommand, CommandResult } from './records/client-command.js';
export type {
  EngineRecord,
  Journal,
  RecordType,
  RecoveredJournal,
  RejectionType,
} from './records/record.js';
export type {
  DecisionValue,
  IncidentValue,
  JobBatchValue,
  JobValue,
  Json,
  ProcessInstanceValue,
  ProcessValue,
  UserTaskValue,
  Variables,
} from './records/values.js';
export type { ElementInstance, Incident, Job, JobState, UserTask, Variable } from './state/rows.js';
