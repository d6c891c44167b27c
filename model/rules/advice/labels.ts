import { diagnose } from '../../codes.js';
import { flowNodes } from '../../flow-scopes.js';
import type { FlowNode } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';

const executable = (model: Parameters<ModelAdvice>[0]) =>
  model.processes.filter(({ isExecutable }) => isExecutable);

/** Merging gateways and compensation boundary events need no name. */
function needsLabel(node: FlowNode): boolean {
  switch (node.kind) {
    case 'exclusiveGateway':
    case 'inclusiveGateway':
      return node.outgoingRefs.length > 1;
    case 'parallelGateway':
    case 'eventBasedGateway':
    case 'complexGateway':
      return false;
    case 'boundaryEvent':
      return !node.eventDefinitions.some(({ kind }) => kind === 'compensate');
    default:
      return true;
  }
}

/** Operators and logs show names; without one they show an id such as `Event_1ywtp2y`. */
export const missingLabel: ModelAdvice = (model) =>
  executable(model)
    .flatMap(flowNodes)
    .filter((node) => needsLabel(node) && (node.name ?? '').trim() === '')
    .map((node) =>
      diagnose('BPMN151', {
        place: node.place,
        elementId: node.id,
        values: { kind: node.kind, id: node.id },
      }),
    );

/** Two end events with one name cannot be told apart in a history. */
export const sameEndName: ModelAdvice = (model) =>
  executable(model).flatMap((process) => {
    const first = new Map<string, FlowNode>();
    return flowNodes(process)
      .filter(({ kind }) => kind === 'endEvent')
      .flatMap((end) => {
        const name = (end.name ?? '').trim();
        const other = first.get(name);
        if (name === '' || other === undefined) {
          first.set(name, end);
          return [];
        }
        return [
          diagnose('BPMN152', {
            place: end.place,
            elementId: end.id,
            values: { name, id: end.id, other: other.id, line: String(other.place.line) },
          }),
        ];
      });
  });
