import { diagnose } from '../../codes.js';
import { flowScopes } from '../../flow-scopes.js';
import type { FlowNode } from '../../types.js';
import type { AdviceRule } from './advice-rule.js';

/** A node that no sequence flow leads to never runs. */
export const unreachedNode: AdviceRule = (model) =>
  model.processes
    .filter(({ isExecutable }) => isExecutable)
    .flatMap(flowScopes)
    .filter(({ node }) => node?.kind !== 'adHocSubProcess')
    .flatMap(({ flowElements }) => {
      const targets = new Set(flowElements.flows.map(({ targetRef }) => targetRef));
      return flowElements.nodes
        .filter((node) => !targets.has(node.id) && !startsItself(node))
        .map((node) =>
          diagnose('BPMN155', {
            place: node.place,
            elementId: node.id,
            values: { name: node.name ?? node.id },
          }),
        );
    });

function startsItself(node: FlowNode): boolean {
  switch (node.kind) {
    case 'startEvent':
    case 'boundaryEvent':
      return true;
    case 'intermediateCatchEvent':
      return node.eventDefinitions.some(({ kind }) => kind === 'link');
    case 'subProcess':
      return node.triggeredByEvent || node.isForCompensation;
    default:
      return 'isForCompensation' in node && node.isForCompensation;
  }
}
