import { diagnose } from '../../codes.js';
import { flowNodes } from '../../flow-scopes.js';
import type { ModelAdvice } from './advice-rule.js';

/** A user task without `zeebe:userTask` is a job that only Tasklist or a worker of yours takes. */
export const userTaskKind: ModelAdvice = (model) =>
  model.processes
    .filter(({ isExecutable }) => isExecutable)
    .flatMap(flowNodes)
    .filter((node) => node.kind === 'userTask' && !node.userTask.native)
    .map((node) =>
      diagnose('BPMN156', {
        place: node.place,
        elementId: node.id,
        values: { name: node.name ?? node.id },
      }),
    );
