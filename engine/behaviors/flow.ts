import type { ExecutableFlow, ExecutableNode } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { ProcessInstanceBatchValue, ProcessInstanceValue } from '../records/values.js';
import { childValue, valueBeside } from './element.js';
import type { Element } from './element.js';

const valueType = 'PROCESS_INSTANCE';

/** Writes a PROCESS_INSTANCE event of an element. */
export function transition(cx: Processing, element: Element, intent: string): void {
  cx.event(valueType, intent, element.key, element.value);
}

/** Asks for the completion of an element. */
export function requestCompletion(
  cx: Processing,
  element: { readonly key: number; readonly value: ProcessInstanceValue },
): void {
  cx.command(valueType, 'COMPLETE_ELEMENT', element.key, element.value);
}

/** Asks for the termination of an element. */
export function requestTermination(
  cx: Processing,
  element: { readonly key: number; readonly value: ProcessInstanceValue },
): void {
  cx.command(valueType, 'TERMINATE_ELEMENT', element.key, element.value);
}

/**
 * Asks for the activation of `node` in a scope. `key` -1 leaves the key to the activation, which is
 * what Camunda does for start events and event sub-processes.
 */
export function requestActivation(
  cx: Processing,
  node: ExecutableNode,
  place: {
    readonly within: ProcessInstanceValue;
    readonly flowScopeKey: number;
    readonly key: number;
  },
): void {
  const value = childValue(node, place.within, place.flowScopeKey);
  cx.command(valueType, 'ACTIVATE_ELEMENT', place.key, value);
}

/** Takes one sequence flow: its target is asked to begin. */
export function takeFlow(cx: Processing, element: Element, flow: ExecutableFlow): void {
  const { value } = element;
  const { flowScopeKey } = value;
  const taken = valueBeside(value, {
    bpmnElementType: 'SEQUENCE_FLOW',
    bpmnEventType: 'UNSPECIFIED',
    flowScopeKey,
    elementId: flow.id,
  });
  cx.event(valueType, 'SEQUENCE_FLOW_TAKEN', cx.nextKey(), taken);
  requestActivation(cx, flow.target, { within: value, flowScopeKey, key: cx.nextKey() });
}

/** Takes every outgoing flow of an element. */
export function takeOutgoingFlows(cx: Processing, element: Element): void {
  for (const flow of element.node?.outgoing ?? []) {
    takeFlow(cx, element, flow);
  }
}

/** Asks for the termination of everything in a scope. */
export function requestChildTermination(
  cx: Processing,
  scopeKey: number,
  processInstanceKey: number,
): void {
  const value: ProcessInstanceBatchValue = {
    index: -1,
    batchElementInstanceKey: scopeKey,
    tenantId: defaultTenant,
    processInstanceKey,
  };
  cx.command('PROCESS_INSTANCE_BATCH', 'TERMINATE', cx.nextKey(), value);
}

/** True when nothing runs in a scope, no token is under way and no event waits to begin there. */
export function isScopeDone(cx: Processing, scopeKey: number): boolean {
  const scope = cx.state.elements.get(scopeKey);
  return (
    scope !== undefined &&
    cx.state.childrenOf.count(scopeKey) === 0 &&
    scope.openFlows === 0 &&
    cx.state.triggersOf.count(scopeKey) === 0
  );
}
