import { diagnose } from '../../codes.js';
import { flowNodes } from '../../flow-scopes.js';
import type { Expression, FlowNode, Process } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import { executableProcesses, label } from './scope-graph.js';

/** A job without retries is an incident at its first failure, be it a network hiccup. */
export const noRetries: ModelAdvice = (model) =>
  executableProcesses(model).flatMap((process) =>
    [process, ...flowNodes(process)].flatMap((element) =>
      jobsOf(element).flatMap(({ type, retries }) =>
        retries === undefined || !/^=?\s*0+\s*$/.test(retries.text)
          ? []
          : [
              diagnose('BPMN161', {
                place: retries.place,
                elementId: element.id,
                values: { type: type.text, element: label(element) },
              }),
            ],
      ),
    ),
  );

interface Job {
  readonly type: Expression;
  readonly retries?: Expression;
}

function jobsOf(element: Process | FlowNode): readonly Job[] {
  return [
    ...('taskDefinition' in element ? [element.taskDefinition] : []),
    ...element.executionListeners,
    ...(element.kind === 'userTask' ? element.userTask.taskListeners : []),
  ];
}
