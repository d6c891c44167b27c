import type { FlowNode } from '../../model/index.js';
import { expressionPaths } from './feel-type.js';
import { labelOf, rootOf } from './node-locals.js';
import { isSubProcess } from './placed-node.js';
import type { VariableReport } from './variables-report.js';
import type { Local } from './variables-locals.js';
import { flatNodes } from './variables.js';

/**
 * Input mappings of scripts and sub-processes whose target nothing inside reads. Workers, task lists
 * and called processes may read whatever they see, so where one is inside nothing is claimed.
 */
export function reportUnread({ facts, findings }: VariableReport): void {
  const read = new Set<Local>();
  for (const { expression, node, from } of facts.reads) {
    const frames = facts.frames.get(node.id);
    const frame = from === 'around' ? frames?.around : frames?.inside;
    for (const [root = ''] of expressionPaths(expression)) {
      const local = frame?.find(root);
      if (local !== undefined) {
        read.add(local);
      }
    }
  }
  for (const node of flatNodes(facts.process.flowElements.nodes)) {
    const inside = isSubProcess(node) ? flatNodes(node.flowElements.nodes) : [node];
    if (!isClosed(node) || inside.some(readsAnything)) {
      continue;
    }
    for (const { target, place } of node.ioMapping?.inputs ?? []) {
      const local = facts.frames.get(node.id)?.inside.find(rootOf(target));
      if (local?.owner === node && !read.has(local)) {
        findings.add('TYPE513', `Nothing in ${labelOf(node)} reads "${target}".`, {
          place,
          elementId: node.id,
        });
      }
    }
  }
}

/** An element whose locals only expressions of the model can read. */
function isClosed(node: FlowNode): boolean {
  return (
    (node.kind === 'scriptTask' &&
      node.script !== undefined &&
      node.executionListeners.length === 0) ||
    (node.kind === 'subProcess' && node.executionListeners.length === 0)
  );
}

function readsAnything(node: FlowNode): boolean {
  const works =
    'taskDefinition' in node || node.kind === 'userTask' || node.kind === 'callActivity';
  const decides = node.kind === 'businessRuleTask' && node.calledDecision !== undefined;
  return works || decides || node.executionListeners.length > 0;
}
