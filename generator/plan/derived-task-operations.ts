import type { Json } from '../json.js';
import type { Components } from './derived-components.js';
import type { Exposed, ProcessExposure } from './derived-exposure.js';
import {
  derivedOperation,
  parameter,
  type DerivedOperation,
  type OperationParts,
} from './derived-operation.js';
import type { ServedTask, UserTaskPlan } from './plan-types.js';
import { typeNameOf } from './names.js';

/** Tag of the operations on user tasks. */
export const TASK_TAG = 'User tasks';

interface OpenTask {
  readonly exposure: ProcessExposure;
  readonly exposed: Exposed<UserTaskPlan>;
}

/** The user tasks that processes open, by name. */
export function servedTasks(exposures: readonly ProcessExposure[]): readonly ServedTask[] {
  return openTasks(exposures).map(({ exposure, exposed }) => ({
    name: exposed.operationId,
    processId: exposure.plan.id,
    elementId: exposed.thing.id,
  }));
}

/** The operations on user tasks; none when no process opens one. */
export function taskOperations(
  exposures: readonly ProcessExposure[],
  components: Components,
): readonly DerivedOperation[] {
  const tasks = openTasks(exposures);
  const [first] = tasks;
  if (first === undefined) {
    return [];
  }
  const task = taskSchema(tasks, components);
  const common = {
    tag: TASK_TAG,
    place: first.exposed.place,
    elementIds: tasks.map(({ exposed }) => exposed.thing.id),
  };
  const one = { ...common, parameters: [parameter('UserTaskKey')] };
  const problems = ['USER_TASK_NOT_FOUND', 'NOT_SUPPORTED'] as const;
  const change = {
    ...one,
    method: 'post',
    status: 204,
    problems: [...problems, 'USER_TASK_CONFLICT'],
  } as const;
  const operations: readonly OperationParts[] = [
    {
      ...common,
      operationId: 'listTasks',
      method: 'get',
      path: '/tasks',
      summary: 'List open user tasks',
      description: 'The oldest first, 100 at most.',
      parameters: [
        filter('group', 'A group of candidates.'),
        filter('assignee', 'Who has claimed it.'),
        filter('process', 'Id of the process.'),
      ],
      status: 200,
      answers: 'The tasks.',
      answer: components.add('UserTaskList', {
        description: 'Open user tasks, the oldest first.',
        type: 'object',
        properties: { tasks: { type: 'array', items: task } },
        required: ['tasks'],
      }),
      problems: ['NOT_SUPPORTED'],
      serves: { kind: 'listTasks' },
    },
    {
      ...one,
      operationId: 'getTask',
      method: 'get',
      path: '/tasks/{userTaskKey}',
      summary: 'Look at a user task',
      description: 'The task with the variables that it sees.',
      status: 200,
      answers: 'The task.',
      answer: components.add('UserTaskDetail', {
        description: 'A user task with its variables.',
        type: 'object',
        properties: { task, variables: { type: 'object', additionalProperties: true } },
        required: ['task', 'variables'],
      }),
      problems,
      serves: { kind: 'getTask' },
    },
    {
      ...change,
      operationId: 'claimTask',
      path: '/tasks/{userTaskKey}/claim',
      summary: 'Claim a user task',
      description: 'Refused while somebody else has it.',
      body: components.add('TaskClaim', {
        description: 'Who takes the task.',
        type: 'object',
        properties: { assignee: { type: 'string', minLength: 1, maxLength: 255 } },
        required: ['assignee'],
        additionalProperties: false,
      }),
      answers: 'The task is claimed.',
      serves: { kind: 'claimTask' },
    },
    {
      ...change,
      operationId: 'unclaimTask',
      path: '/tasks/{userTaskKey}/unclaim',
      summary: 'Give a user task back',
      answers: 'Nobody has the task.',
      serves: { kind: 'unclaimTask' },
    },
    {
      ...change,
      operationId: 'completeTask',
      path: '/tasks/{userTaskKey}/complete',
      summary: 'Complete a user task',
      description: 'The body is the form of the task that it names.',
      body: completion(tasks, components),
      answers: 'The task is done.',
      serves: { kind: 'completeTask' },
    },
  ];
  return operations.map((operation) => derivedOperation(operation, components));
}

function openTasks(exposures: readonly ProcessExposure[]): readonly OpenTask[] {
  return exposures.flatMap((exposure) => exposure.tasks.map((exposed) => ({ exposure, exposed })));
}

function taskSchema(tasks: readonly OpenTask[], components: Components): Json {
  return components.add('UserTask', {
    description: 'A user task.',
    type: 'object',
    properties: {
      userTaskKey: { description: 'A decimal number.', type: 'string' },
      task: {
        description: 'Which task of which process it is.',
        type: 'string',
        enum: tasks.map(({ exposed }) => exposed.operationId),
      },
      name: { type: 'string' },
      processId: { type: 'string' },
      processInstanceKey: { type: 'string' },
      state: { type: 'string' },
      assignee: { description: 'Absent while nobody has claimed it.', type: 'string' },
      candidateGroups: { type: 'array', items: { type: 'string' } },
      createdAt: { type: 'string', format: 'date-time' },
      dueAt: { type: 'string', format: 'date-time' },
    },
    required: [
      'userTaskKey',
      'task',
      'processId',
      'processInstanceKey',
      'state',
      'candidateGroups',
    ],
  });
}

function completion(tasks: readonly OpenTask[], components: Components): Json {
  const forms = tasks.map(({ exposure: { plan }, exposed }) =>
    components.add(`${typeNameOf(exposed.operationId)}Completion`, {
      description:
        exposed.thing.documentation ?? `The form of ${exposed.thing.name ?? exposed.thing.id}.`,
      type: 'object',
      properties: {
        task: { const: exposed.operationId },
        variables: components.variablesOf(plan, exposed.thing.output),
      },
      required: ['task', 'variables'],
      additionalProperties: false,
    }),
  );
  const [only] = forms;
  return forms.length === 1 && only !== undefined
    ? only
    : components.add('TaskCompletion', {
        description: 'What completes a task: the form of the task it names.',
        oneOf: forms,
      });
}

function filter(name: string, description: string) {
  return { name, in: 'query', description, schema: { type: 'string', minLength: 1 } };
}
