import {
  isFeelSyntaxError,
  parseExpression,
  type Expression,
  type UserTask,
} from '../../model/index.js';
import { inputSchema, mappingsOf, outputSchema } from './job-io.js';
import { describeElement, propertyOf, type ProcessContext } from './model-context.js';
import type { ElementName } from './plan-elements.js';
import type { UserTaskPlan } from './plan-types.js';

/** The user tasks of a process, in document order. */
export function planUserTasks(
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): readonly UserTaskPlan[] {
  return context.nodes.flatMap(({ node }) =>
    node.kind === 'userTask' ? [planUserTask(node, context, names)] : [],
  );
}

function planUserTask(
  node: UserTask,
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): UserTaskPlan {
  const { variables, flow } = context;
  const before = flow.get(node.id) ?? { certain: new Set(), possible: new Set() };
  const site = { node, mappings: mappingsOf(node), variables, before };
  const { native, formId, candidateGroups } = node.userTask;
  const api = propertyOf(node, 'jobwright:api')?.value.trim();
  return {
    ...describeElement(node),
    constant: names.get(node.id)?.constant ?? node.id,
    typeName: names.get(node.id)?.typeName ?? node.id,
    native,
    input: inputSchema(site),
    output: outputSchema(site),
    candidateGroups: candidateGroups === undefined ? [] : namesIn(candidateGroups),
    ...(formId === undefined || formId.isFeel ? {} : { formId: formId.text }),
    ...(api === undefined || api === '' ? {} : { api }),
  };
}

/** `sales, support` or `=["sales", "support"]`: names that are written out; none for other FEEL. */
function namesIn(expression: Expression): readonly string[] {
  if (!expression.isFeel) {
    return expression.text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  }
  try {
    const { node } = parseExpression(expression.text.slice(1));
    const items = node.kind === 'list' ? node.items : [node];
    return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return []; // the model rules report it
    }
    throw error;
  }
}
