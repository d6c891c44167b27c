import { diagnose } from '../../codes.js';
import { flowScopes } from '../../flow-scopes.js';
import type { FlowElements, FlowNode } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import { executableProcesses, label, scopeGraph, type ScopeGraph } from './scope-graph.js';

/**
 * A node that no way from a start leads to never runs. Of several in a row, the first is named; of
 * several in a ring, the first in the file.
 */
export const unreachedNode: ModelAdvice = (model) =>
  executableProcesses(model)
    .flatMap(flowScopes)
    .filter(({ node }) => node?.kind !== 'adHocSubProcess')
    .flatMap(({ flowElements }) => heads(flowElements))
    .map((node) =>
      diagnose('BPMN155', {
        place: node.place,
        elementId: node.id,
        values: { name: label(node) },
      }),
    );

function heads(elements: FlowElements): readonly FlowNode[] {
  const graph = scopeGraph(elements);
  const reached = new Set<FlowNode>();
  for (const node of elements.nodes.filter(startsItself)) {
    reach(node, graph, reached);
  }
  const unreached = elements.nodes.filter((node) => !reached.has(node));
  const hosts = new Set(unreached.map(({ id }) => id));
  const isLed = (node: FlowNode): boolean =>
    node.kind === 'boundaryEvent' ? hosts.has(node.attachedToRef) : graph.previous(node).length > 0;
  return [...unreached.filter((node) => !isLed(node)), ...unreached.filter(isLed)].filter(
    (node) => {
      const isHead = !reached.has(node);
      reach(node, graph, reached);
      return isHead;
    },
  );
}

/** Adds a node and all that a way from it leads to. */
function reach(start: FlowNode, graph: ScopeGraph, reached: Set<FlowNode>): void {
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!reached.has(node)) {
      reached.add(node);
      for (const each of [...graph.next(node), ...graph.attached(node)]) {
        open.push(each);
      }
    }
  }
}

function startsItself(node: FlowNode): boolean {
  switch (node.kind) {
    case 'startEvent':
      return true;
    case 'intermediateCatchEvent':
      return node.eventDefinitions.some(({ kind }) => kind === 'link');
    case 'subProcess':
      return node.triggeredByEvent || node.isForCompensation;
    default:
      return 'isForCompensation' in node && node.isForCompensation;
  }
}
