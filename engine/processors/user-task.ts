import { valueOf } from '../appliers/applier.js';
import { elementOfInstance } from '../behaviors/element.js';
import { requestCompletion } from '../behaviors/flow.js';
import { placeOf, writeTriggering } from '../behaviors/trigger.js';
import type { EngineRecord } from '../records/record.js';
import type { UserTaskValue } from '../records/values.js';
import type { UserTask } from '../state/rows.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

function require(cx: Processing, command: EngineRecord, verb: string): UserTask {
  const task = cx.state.userTasks.get(command.key);
  if (task === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to ${verb} user task with key '${command.key}', but no such user task was found`,
    );
  }
  return task;
}

/** Writes what begins and what ends a change of a task, and answers with the latter. */
function change(cx: Processing, intents: readonly [string, string], value: UserTaskValue): void {
  const [begun, done] = intents;
  cx.event('USER_TASK', begun, value.userTaskKey, value);
  cx.respond(cx.event('USER_TASK', done, value.userTaskKey, value));
}

function actionOf(given: UserTaskValue, byDefault: string): string {
  return given.action === '' ? byDefault : given.action;
}

function assign(cx: Processing, command: EngineRecord): void {
  const task = require(cx, command, 'assign');
  const given = valueOf<UserTaskValue>(command);
  change(cx, ['ASSIGNING', 'ASSIGNED'], {
    ...task.value,
    assignee: given.assignee,
    action: actionOf(given, 'assign'),
  });
}

function claim(cx: Processing, command: EngineRecord): void {
  const task = require(cx, command, 'claim');
  const given = valueOf<UserTaskValue>(command);
  const { assignee } = task.value;
  if (assignee !== '' && assignee !== given.assignee) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected to claim user task with key '${command.key}', but it has already been assigned`,
    );
  }
  change(cx, ['ASSIGNING', 'ASSIGNED'], {
    ...task.value,
    assignee: given.assignee,
    action: actionOf(given, 'claim'),
  });
}

/** Attributes that an update can change. */
const changeable = [
  'candidateGroupsList',
  'candidateUsersList',
  'dueDate',
  'followUpDate',
  'priority',
] as const;

function update(cx: Processing, command: EngineRecord): void {
  const task = require(cx, command, 'update');
  const given = valueOf<UserTaskValue>(command);
  const changed = changeable.filter((name) => given.changedAttributes.includes(name));
  change(cx, ['UPDATING', 'UPDATED'], {
    ...task.value,
    ...Object.fromEntries(changed.map((name) => [name, given[name]])),
    changedAttributes: given.changedAttributes,
    action: actionOf(given, 'update'),
  });
}

function complete(cx: Processing, command: EngineRecord): void {
  const task = require(cx, command, 'complete');
  const given = valueOf<UserTaskValue>(command);
  const { variables } = given;
  change(cx, ['COMPLETING', 'COMPLETED'], {
    ...task.value,
    variables,
    action: actionOf(given, 'complete'),
  });
  const instance = cx.state.elements.get(task.value.elementInstanceKey);
  if (instance === undefined) {
    return;
  }
  const element = elementOfInstance(cx, instance);
  if (cx.state.elements.get(element.value.flowScopeKey)?.state === 'ACTIVATED') {
    writeTriggering(cx, placeOf(element), element.value.elementId, variables);
    requestCompletion(cx, element);
  }
}

/** USER_TASK commands. */
export const userTaskProcessors: Processors = {
  ASSIGN: assign,
  CLAIM: claim,
  UPDATE: update,
  COMPLETE: complete,
};
