import type { FlowNode } from '../../model/index.js';
import type { ExecutableAdHoc, ExecutableNode, ExecutableScope } from './executable.js';
import { compileOptional } from './expression.js';

/** BPMN element type of what a chosen element of an ad-hoc sub-process runs in. */
export const adHocInner = 'AD_HOC_SUB_PROCESS_INNER_INSTANCE';

/**
 * What the chosen elements of an ad-hoc sub-process run in: a scope of its own for each, which no file
 * shows. Its id is the one that Camunda 8.8 gives it.
 */
export function innerNode(adHoc: ExecutableNode, scope: ExecutableScope): ExecutableNode {
  const inner: ExecutableScope = {
    id: `${adHoc.id}#innerInstance`,
    parent: scope,
    nodes: [],
    flows: [],
    triggeredStarts: [],
    eventSubProcesses: [],
  };
  return {
    id: inner.id,
    node: adHoc.node,
    elementType: adHocInner,
    eventType: 'UNSPECIFIED',
    container: scope,
    scope: inner,
    outgoing: [],
    incoming: [],
    boundaryEvents: [],
    headers: {},
    inputs: [],
    outputs: [],
    startListeners: [],
    endListeners: [],
    event: { kind: 'none' },
    interrupting: true,
  };
}

/** The hash of a text as Java defines it, folded as its hash tables fold it. */
function foldedHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  }
  return hash ^ (hash >>> 16);
}

/** Camunda lists what can be chosen in the order of a Java hash table (seen on 8.8.21). */
function inHashOrder(nodes: readonly ExecutableNode[]): readonly ExecutableNode[] {
  let size = 16;
  while (nodes.length > size * 0.75) {
    size *= 2;
  }
  const place = ({ id }: ExecutableNode): number => foldedHash(id) & (size - 1);
  return [...nodes].sort((one, other) => place(one) - place(other));
}

/** Compiles the rules of an ad-hoc sub-process; `inner` holds its contents and their flows. */
export function compileAdHoc(node: FlowNode, inner: ExecutableNode): ExecutableAdHoc {
  const definition = node.kind === 'adHocSubProcess' ? node.adHoc : undefined;
  const activeElements = compileOptional(definition?.activeElementsCollection);
  const outputElement = compileOptional(definition?.outputElement);
  const completionCondition = compileOptional(definition?.completionCondition);
  const choices = (inner.scope?.nodes ?? []).filter(
    (each) => each.incoming.length === 0 && each.attachedTo === undefined,
  );
  return {
    inner,
    choices: inHashOrder(choices),
    ...(activeElements === undefined ? {} : { activeElements }),
    ...(definition?.outputCollection ? { outputCollection: definition.outputCollection } : {}),
    ...(outputElement === undefined ? {} : { outputElement }),
    ...(completionCondition === undefined ? {} : { completionCondition }),
    cancelsRemaining: definition?.cancelRemainingInstances ?? true,
  };
}
