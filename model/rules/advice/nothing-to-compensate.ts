import { diagnose } from '../../codes.js';
import { flowNodes } from '../../flow-scopes.js';
import type { ModelAdvice } from './advice-rule.js';
import { executableProcesses, hasDefinition, label } from './scope-graph.js';

/** Throwing compensation where no activity has a handler does nothing. */
export const nothingToCompensate: ModelAdvice = (model) =>
  executableProcesses(model).flatMap((process) => {
    const nodes = flowNodes(process);
    const hasHandler = nodes.some(
      (node) => node.kind === 'boundaryEvent' && hasDefinition(node, 'compensate'),
    );
    return hasHandler
      ? []
      : nodes
          .filter(
            (node) =>
              (node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent') &&
              hasDefinition(node, 'compensate'),
          )
          .map((node) =>
            diagnose('BPMN165', {
              place: node.place,
              elementId: node.id,
              values: { name: label(node), process: label(process) },
            }),
          );
  });
