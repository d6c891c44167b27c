/** Commands that come from outside; all others are the engine's own. */
const clientCommands: ReadonlySet<string> = new Set([
  'DEPLOYMENT.CREATE',
  'RESOURCE_DELETION.DELETE',
  'PROCESS_INSTANCE_CREATION.CREATE',
  'PROCESS_INSTANCE_CREATION.CREATE_WITH_AWAITING_RESULT',
  'PROCESS_INSTANCE.CANCEL',
  'PROCESS_INSTANCE_MODIFICATION.MODIFY',
  'PROCESS_INSTANCE_MIGRATION.MIGRATE',
  'JOB_BATCH.ACTIVATE',
  'JOB.COMPLETE',
  'JOB.FAIL',
  'JOB.THROW_ERROR',
  'JOB.UPDATE',
  'JOB.UPDATE_RETRIES',
  'JOB.UPDATE_TIMEOUT',
  'JOB.YIELD',
  'USER_TASK.ASSIGN',
  'USER_TASK.CLAIM',
  'USER_TASK.COMPLETE',
  'USER_TASK.UPDATE',
  'MESSAGE.PUBLISH',
  'MESSAGE_CORRELATION.CORRELATE',
  'SIGNAL.BROADCAST',
  'INCIDENT.RESOLVE',
  'VARIABLE_DOCUMENT.UPDATE',
  'DECISION_EVALUATION.EVALUATE',
]);

/** True for a command that clients may send. */
export function isClientCommand(valueType: string, intent: string): boolean {
  return clientCommands.has(`${valueType}.${intent}`);
}
