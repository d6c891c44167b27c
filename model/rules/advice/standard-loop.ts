import { diagnose } from '../../codes.js';
import { flowNodes } from '../../flow-scopes.js';
import type { ModelAdvice } from './advice-rule.js';
import { executableProcesses, label } from './scope-graph.js';

/** Camunda 8 runs an activity with the loop marker once. */
export const standardLoop: ModelAdvice = (model) =>
  executableProcesses(model)
    .flatMap(flowNodes)
    .filter((node) => 'standardLoop' in node && node.standardLoop)
    .map((node) =>
      diagnose('BPMN172', {
        place: node.place,
        elementId: node.id,
        values: { name: label(node) },
      }),
    );
