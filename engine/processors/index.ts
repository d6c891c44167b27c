import { creationProcessors } from './creation.js';
import { deploymentProcessors, resourceDeletionProcessors } from './deployment.js';
import {
  decisionEvaluationProcessors,
  incidentProcessors,
  signalProcessors,
  timerProcessors,
  variableDocumentProcessors,
} from './happenings.js';
import { jobBatchProcessors } from './job-batch.js';
import { jobProcessors } from './job.js';
import {
  messageCorrelationProcessors,
  messageProcessors,
  messageSubscriptionProcessors,
} from './message.js';
import { migrationProcessors } from './migration.js';
import { modificationProcessors } from './modification.js';
import { processInstanceBatchProcessors, processInstanceProcessors } from './process-instance.js';
import { processMessageSubscriptionProcessors } from './process-message.js';
import type { Processor, Processors } from './processor.js';
import { userTaskProcessors } from './user-task.js';

/** The one table of processors. */
const processors: ReadonlyMap<string, Processors> = new Map([
  ['DEPLOYMENT', deploymentProcessors],
  ['RESOURCE_DELETION', resourceDeletionProcessors],
  ['PROCESS_INSTANCE_CREATION', creationProcessors],
  ['PROCESS_INSTANCE', processInstanceProcessors],
  ['PROCESS_INSTANCE_BATCH', processInstanceBatchProcessors],
  ['PROCESS_INSTANCE_MODIFICATION', modificationProcessors],
  ['PROCESS_INSTANCE_MIGRATION', migrationProcessors],
  ['JOB', jobProcessors],
  ['JOB_BATCH', jobBatchProcessors],
  ['USER_TASK', userTaskProcessors],
  ['MESSAGE', messageProcessors],
  ['MESSAGE_CORRELATION', messageCorrelationProcessors],
  ['MESSAGE_SUBSCRIPTION', messageSubscriptionProcessors],
  ['PROCESS_MESSAGE_SUBSCRIPTION', processMessageSubscriptionProcessors],
  ['TIMER', timerProcessors],
  ['SIGNAL', signalProcessors],
  ['INCIDENT', incidentProcessors],
  ['VARIABLE_DOCUMENT', variableDocumentProcessors],
  ['DECISION_EVALUATION', decisionEvaluationProcessors],
]);

/** The processor of a command; undefined when the engine does not know the command. */
export function processorOf(valueType: string, intent: string): Processor | undefined {
  return processors.get(valueType)?.[intent];
}
