import type { ProcessPlan, UserTaskPlan } from '../plan/plan-types.js';
import { orVariables, typeOf } from './contract.js';
import { contractTypes } from './messages.js';
import { elementDoc, emitModule, exportType, type EmitOptions } from './module.js';
import { docComment, propertyKey } from './text.js';
import { printValue } from './value.js';

/**
 * `user-tasks.gen.ts`: the variables that each user task shows and takes, a typed function that
 * completes it, and its form and groups. Undefined for a process without user tasks.
 */
export function emitUserTasks(plan: ProcessPlan, options: EmitOptions): string | undefined {
  if (plan.userTasks.length === 0) {
    return undefined;
  }
  const members = plan.userTasks.map((task) => `${entry(task, plan)}\n`);
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: ['JsonValue', 'UserTaskClient'],
    contractTypes: contractTypes(plan),
    blocks: [
      ...plan.userTasks.flatMap((task) => [...types(task, plan), completion(task, plan)]),
      `${docComment(['The user tasks of the process, by name.'])}export const ${plan.valueName}UserTasks = {\n${members.join('')}} as const;\n`,
    ],
  });
}

function types(task: UserTaskPlan, plan: ProcessPlan): readonly string[] {
  const title = task.name ?? task.id;
  return [
    exportType(
      `${task.typeName}TaskInput`,
      typeOf(task.input, plan, 'unknown'),
      docComment([`Variables that "${title}" shows.`]),
    ),
    exportType(
      `${task.typeName}TaskOutput`,
      orVariables(task.output, plan),
      docComment([`Variables that completing "${title}" takes.`]),
    ),
  ];
}

function completion(task: UserTaskPlan, plan: ProcessPlan): string {
  // The task of a job belongs to its job worker, which completes the job.
  if (!task.native) {
    return '';
  }
  const doc = elementDoc(
    [`Completes the user task "${task.name ?? task.id}".`, task.documentation],
    {
      model: plan.model,
      elementIds: [task.id],
    },
  );
  return [
    doc,
    `export function complete${task.typeName}(\n`,
    '  client: UserTaskClient,\n',
    '  userTaskKey: string,\n',
    `  variables: ${task.typeName}TaskOutput,\n`,
    '): Promise<void> {\n',
    '  return client.completeUserTask({ userTaskKey, variables });\n}\n',
  ].join('');
}

function entry(task: UserTaskPlan, plan: ProcessPlan): string {
  const doc = elementDoc(
    [task.name ?? task.id, task.documentation],
    { model: plan.model, elementIds: [task.id] },
    '  ',
  );
  const value = {
    elementId: task.id,
    native: task.native,
    candidateGroups: task.candidateGroups,
    ...(task.formId === undefined ? {} : { formId: task.formId }),
  };
  return `${doc}  ${propertyKey(task.constant)}: ${printValue(value, '  ')},`;
}
