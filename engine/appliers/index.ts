import type { ProcessCatalog } from '../model/process-catalog.js';
import type { EngineRecord } from '../records/record.js';
import type { EngineState } from '../state/engine-state.js';
import type { Appliers } from './applier.js';
import {
  decisionAppliers,
  decisionRequirementsAppliers,
  formAppliers,
  resourceAppliers,
  processAppliers,
} from './deployment.js';
import {
  compensationAppliers,
  incidentAppliers,
  processEventAppliers,
  timerAppliers,
  variableAppliers,
} from './happenings.js';
import { jobAppliers, jobBatchAppliers } from './job.js';
import {
  messageAppliers,
  messageStartSubscriptionAppliers,
  messageSubscriptionAppliers,
  processMessageSubscriptionAppliers,
  signalSubscriptionAppliers,
} from './message.js';
import { modificationAppliers, processInstanceAppliers } from './process-instance.js';
import { userTaskAppliers } from './user-task.js';

/** Events that only tell what happened and change nothing. */
const silent: Appliers = {};

/** The one table of appliers: the only code that changes the state. */
const appliers: ReadonlyMap<string, Appliers> = new Map([
  ['PROCESS_INSTANCE', processInstanceAppliers],
  ['PROCESS_INSTANCE_MODIFICATION', modificationAppliers],
  ['VARIABLE', variableAppliers],
  ['PROCESS_EVENT', processEventAppliers],
  ['JOB', jobAppliers],
  ['JOB_BATCH', jobBatchAppliers],
  ['USER_TASK', userTaskAppliers],
  ['TIMER', timerAppliers],
  ['MESSAGE', messageAppliers],
  ['MESSAGE_SUBSCRIPTION', messageSubscriptionAppliers],
  ['PROCESS_MESSAGE_SUBSCRIPTION', processMessageSubscriptionAppliers],
  ['MESSAGE_START_EVENT_SUBSCRIPTION', messageStartSubscriptionAppliers],
  ['SIGNAL_SUBSCRIPTION', signalSubscriptionAppliers],
  ['INCIDENT', incidentAppliers],
  ['COMPENSATION_SUBSCRIPTION', compensationAppliers],
  ['PROCESS', processAppliers],
  ['DECISION_REQUIREMENTS', decisionRequirementsAppliers],
  ['DECISION', decisionAppliers],
  ['FORM', formAppliers],
  ['RESOURCE', resourceAppliers],
]);

/** Applies one event to the state; other records and silent events change nothing. */
export function applyEvent(
  state: EngineState,
  catalog: ProcessCatalog,
  record: EngineRecord,
): void {
  const applier = (appliers.get(record.valueType) ?? silent)[record.intent];
  applier?.(state, record, catalog);
}
