import type { ExecutionListener, FlowNode, TaskDefinition, UserTask } from '../../model/index.js';
import type { JobTemplate } from './executable.js';
import { compileExpression, compileText } from './expression.js';
import type { CompiledExpression } from './expression.js';

const userTaskJobType = 'io.camunda.zeebe:userTask';
/** What the names of the headers of a user task's job begin with. */
export const userTaskHeaderPrefix = 'io.camunda.zeebe:';

function template(
  definition: Pick<TaskDefinition, 'type' | 'retries'>,
  headers: Readonly<Record<string, string>>,
): JobTemplate {
  return {
    type: compileExpression(definition.type),
    ...(definition.retries === undefined ? {} : { retries: compileExpression(definition.retries) }),
    headers,
    computedHeaders: [],
  };
}

function userTaskJob(node: UserTask, headers: Readonly<Record<string, string>>): JobTemplate {
  const task = node.userTask;
  const computed: (readonly [string, CompiledExpression])[] = [];
  for (const name of [
    'assignee',
    'candidateGroups',
    'candidateUsers',
    'dueDate',
    'followUpDate',
    'formKey',
  ] as const) {
    const expression = task[name];
    if (expression !== undefined) {
      computed.push([userTaskHeaderPrefix + name, compileExpression(expression)]);
    }
  }
  return {
    type: compileText(userTaskJobType),
    retries: compileText('1'),
    headers,
    computedHeaders: computed,
  };
}

/** The job headers of `node` that are whole. */
export function compileHeaders(node: FlowNode): Readonly<Record<string, string>> {
  return 'headers' in node
    ? Object.fromEntries(
        node.headers
          .filter((header) => header.key !== '' && header.value !== '')
          .map((header) => [header.key, header.value]),
      )
    : {};
}

/** The job that `node` creates, if it creates one. */
export function compileJob(node: FlowNode): JobTemplate | undefined {
  const headers = compileHeaders(node);
  if (node.kind === 'userTask') {
    return node.userTask.native ? undefined : userTaskJob(node, headers);
  }
  if (!('taskDefinition' in node)) {
    return undefined;
  }
  return template(node.taskDefinition, headers);
}

/** The jobs of the execution listeners for one event type, in document order. */
export function compileListeners(
  listeners: readonly ExecutionListener[],
  eventType: 'start' | 'end',
): readonly JobTemplate[] {
  return listeners
    .filter((listener) => listener.eventType === eventType)
    .map((listener) => template(listener, {}));
}
