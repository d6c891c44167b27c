import type { UserTaskTemplate } from '../model/executable.js';
import type { CompiledExpression } from '../model/expression.js';
import type { Processing } from '../processors/processing.js';
import { ElementFailure } from '../processors/refusal.js';
import { defaultTenant } from '../records/values.js';
import type { UserTaskValue } from '../records/values.js';
import type { Element } from './element.js';
import { evaluateDateTime, evaluateString, evaluateStrings, evaluateWhole } from './expressions.js';
import { findForm } from './forms.js';

const defaultPriority = 50;

/** A USER_TASK value with every field at the protocol's default. */
export const blankUserTask: UserTaskValue = Object.freeze({
  priority: defaultPriority,
  variables: {},
  tenantId: defaultTenant,
  bpmnProcessId: '',
  processInstanceKey: -1,
  action: '',
  elementInstanceKey: -1,
  creationTimestamp: -1,
  formKey: -1,
  elementId: '',
  processDefinitionKey: -1,
  processDefinitionVersion: -1,
  changedAttributes: [],
  assignee: '',
  userTaskKey: -1,
  candidateGroupsList: [],
  candidateUsersList: [],
  dueDate: '',
  followUpDate: '',
  externalFormReference: '',
  customHeaders: {},
});

/** What a user task is created with, evaluated and not yet written. */
export type PlannedUserTask = Pick<
  UserTaskValue,
  | 'assignee'
  | 'candidateGroupsList'
  | 'candidateUsersList'
  | 'dueDate'
  | 'followUpDate'
  | 'priority'
  | 'formKey'
  | 'externalFormReference'
  | 'customHeaders'
>;

function checkPriority(cx: Processing, expression: CompiledExpression, scopeKey: number): number {
  const priority = evaluateWhole(cx, expression, { scopeKey });
  if (priority < 0 || priority > 100) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `Expected priority to be in the range [0,100] but was '${priority}'.`,
    );
  }
  return priority;
}

/**
 * Evaluates what a user task needs, in the order in which Camunda does: the first failure is the one
 * that is told. Throws `ElementFailure`.
 */
export function planUserTask(
  cx: Processing,
  element: Element,
  template: UserTaskTemplate,
): PlannedUserTask {
  const scope = { scopeKey: element.key };
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate } = template;
  const { externalReference, form, priority } = template;
  return {
    assignee: assignee === undefined ? '' : evaluateString(cx, assignee, scope),
    candidateGroupsList:
      candidateGroups === undefined ? [] : evaluateStrings(cx, candidateGroups, scope),
    candidateUsersList:
      candidateUsers === undefined ? [] : evaluateStrings(cx, candidateUsers, scope),
    dueDate: dueDate === undefined ? '' : evaluateDateTime(cx, dueDate, scope),
    followUpDate: followUpDate === undefined ? '' : evaluateDateTime(cx, followUpDate, scope),
    formKey: form === undefined ? -1 : findForm(cx, element, form).formKey,
    externalFormReference:
      externalReference === undefined ? '' : evaluateString(cx, externalReference, scope),
    priority: priority === undefined ? defaultPriority : checkPriority(cx, priority, element.key),
    customHeaders: template.headers,
  };
}

/** Writes a planned user task. */
export function createUserTask(cx: Processing, element: Element, task: PlannedUserTask): void {
  const { value } = element;
  const key = cx.nextKey();
  const record: UserTaskValue = {
    ...blankUserTask,
    ...task,
    userTaskKey: key,
    creationTimestamp: cx.now,
    bpmnProcessId: value.bpmnProcessId,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    processDefinitionVersion: value.version,
    elementInstanceKey: element.key,
    elementId: value.elementId,
  };
  cx.event('USER_TASK', 'CREATING', key, record);
  cx.event('USER_TASK', 'CREATED', key, record);
}

/** Cancels the user task of an element that is terminated. */
export function cancelUserTasksOf(cx: Processing, elementKey: number): void {
  for (const key of [...cx.state.userTasksOfElement.get(elementKey)]) {
    const task = cx.state.userTasks.get(key);
    if (task !== undefined) {
      cx.event('USER_TASK', 'CANCELING', key, task.value);
      cx.event('USER_TASK', 'CANCELED', key, task.value);
    }
  }
}
