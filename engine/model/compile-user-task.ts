import type { FlowNode } from '../../model/index.js';
import type { UserTaskTemplate } from './executable.js';
import { compileExpression } from './expression.js';

const attributes = [
  'assignee',
  'candidateGroups',
  'candidateUsers',
  'dueDate',
  'followUpDate',
  'priority',
  'externalReference',
] as const;

/** The native user task that `node` creates, if it creates one: `<zeebe:userTask/>`. */
export function compileUserTask(node: FlowNode): UserTaskTemplate | undefined {
  if (node.kind !== 'userTask' || !node.userTask.native) {
    return undefined;
  }
  const task = node.userTask;
  const { formId, formBinding: bindingType, formVersionTag: versionTag } = task;
  const form =
    formId === undefined
      ? undefined
      : {
          formId: compileExpression(formId),
          bindingType,
          ...(versionTag === undefined ? {} : { versionTag }),
        };
  const compiled = attributes.flatMap((name) => {
    const expression = task[name];
    return expression === undefined ? [] : [[name, compileExpression(expression)] as const];
  });
  return {
    ...Object.fromEntries(compiled),
    ...(form === undefined ? {} : { form }),
    headers: Object.fromEntries(node.headers.map((header) => [header.key, header.value])),
  };
}
