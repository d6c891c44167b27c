import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { flowScopes, type FlowScope } from '../../flow-scopes.js';
import type { FlowNode, Message } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import {
  executableProcesses,
  hasDefinition,
  label,
  scopeGraph,
  startsBy,
  type ScopeGraph,
} from './scope-graph.js';

/** A message that never comes leaves the instance waiting for ever, unless a timer ends the wait. */
export const waitWithoutTimer: ModelAdvice = (model) =>
  executableProcesses(model)
    .flatMap(flowScopes)
    .filter(({ flowElements }) => flowElements.nodes.some((node) => messageOf(node) !== undefined))
    .filter((scope) => !isTimed(scope))
    .flatMap(({ flowElements }) => {
      const graph = scopeGraph(flowElements);
      return flowElements.nodes.flatMap((node) => finding(node, graph) ?? []);
    });

function finding(node: FlowNode, graph: ScopeGraph): Diagnostic | undefined {
  const message = messageOf(node);
  const isGuarded =
    graph.attached(node).some((event) => hasDefinition(event, 'timer')) ||
    graph
      .previous(node)
      .some((source) => source.kind === 'eventBasedGateway' && hasTimerBranch(source, graph));
  return message === undefined || isGuarded
    ? undefined
    : diagnose('BPMN158', {
        place: node.place,
        elementId: node.id,
        values: { name: label(node), message: label(message) },
      });
}

/** The message a node waits for. */
function messageOf(node: FlowNode): Message | undefined {
  switch (node.kind) {
    case 'receiveTask':
      return node.message;
    case 'intermediateCatchEvent':
      return node.eventDefinitions.flatMap((definition) =>
        definition.kind === 'message' ? (definition.message ?? []) : [],
      )[0];
    default:
      return undefined;
  }
}

function hasTimerBranch(gateway: FlowNode, graph: ScopeGraph): boolean {
  return graph.next(gateway).some((target) => hasDefinition(target, 'timer'));
}

/** True when a timer runs beside everything in the scope, or in a scope around it. */
function isTimed(scope: FlowScope): boolean {
  const { node, parent, flowElements } = scope;
  const isBeside = scopeGraph(flowElements).eventSubProcesses.some(
    (each) => startsBy(each, 'timer').length > 0,
  );
  return (
    isBeside ||
    (node !== undefined &&
      parent !== undefined &&
      (scopeGraph(parent.flowElements)
        .attached(node)
        .some((event) => hasDefinition(event, 'timer')) ||
        isTimed(parent)))
  );
}
