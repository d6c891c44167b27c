import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { flowScopes, type FlowScope } from '../../flow-scopes.js';
import type { FlowNode } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import { definitionsOf, executableProcesses, label, scopeGraph, startsBy } from './scope-graph.js';
import { canBeThrownIn, canThrow } from './thrown-codes.js';

/** A catch event for an error that nothing inside can throw is never taken. */
export const unthrownError: ModelAdvice = (model) =>
  executableProcesses(model).flatMap(flowScopes).flatMap(inScope);

function inScope({ process, node, flowElements }: FlowScope): readonly Diagnostic[] {
  const graph = scopeGraph(flowElements);
  const hosts = new Map(flowElements.nodes.map((each) => [each.id, each]));
  const atBoundaries = graph.boundaryEvents.flatMap((event) => {
    const host = hosts.get(event.attachedToRef);
    return host === undefined ? [] : unthrown(event, label(host), (code) => canThrow(host, code));
  });
  const inEventSubProcesses = graph.eventSubProcesses.flatMap((scope) =>
    startsBy(scope, 'error').flatMap((start) =>
      unthrown(start, label(node ?? process), (code) => canBeThrownIn(flowElements, code, scope)),
    ),
  );
  return [...atBoundaries, ...inEventSubProcesses];
}

function unthrown(
  event: FlowNode,
  host: string,
  isThrown: (code: string | undefined) => boolean,
): readonly Diagnostic[] {
  return definitionsOf(event).flatMap((definition) => {
    if (definition.kind !== 'error') {
      return [];
    }
    const code = definition.error?.errorCode?.text;
    return isThrown(code)
      ? []
      : [
          diagnose('BPMN162', {
            place: event.place,
            elementId: event.id,
            values: {
              host,
              error: code === undefined ? 'an error' : `the error "${code}"`,
              event: label(event),
            },
          }),
        ];
  });
}
