import { multiInstanceBody } from '../model/compile-process.js';
import type { ExecutableNode, ExecutableProcess, ExecutableScope } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { ProcessInstanceValue } from '../records/values.js';
import type { ElementInstance } from '../state/rows.js';

/** An element instance while it is processed: what its records carry and what it runs. */
export interface Element {
  readonly key: number;
  readonly value: ProcessInstanceValue;
  readonly process: ExecutableProcess;
  /** Undefined for the process itself. */
  readonly node: ExecutableNode | undefined;
  /** True for the body of a multi-instance activity, which shares its node with what it repeats. */
  readonly isBody: boolean;
}

/** The element that records with this key and value are about. */
export function elementOf(cx: Processing, key: number, value: ProcessInstanceValue): Element {
  const process = cx.catalog.process(value.processDefinitionKey);
  const isProcess = value.bpmnElementType === 'PROCESS';
  return {
    key,
    value,
    process,
    node: isProcess ? undefined : cx.catalog.node(value.processDefinitionKey, value.elementId),
    isBody: value.bpmnElementType === multiInstanceBody,
  };
}

/** The element of an instance in the state. */
export function elementOfInstance(cx: Processing, instance: ElementInstance): Element {
  return elementOf(cx, instance.key, instance.value);
}

/** The instance of an element that has not ended. Throws when it has: a defect of a processor. */
export function instanceOf(cx: Processing, element: Element): ElementInstance {
  const instance = cx.state.elements.get(element.key);
  if (instance === undefined) {
    throw new Error(`Element instance ${element.key} is not in the state.`);
  }
  return instance;
}

/** The contents of a process or sub-process element. */
export function scopeOf(element: Element): ExecutableScope | undefined {
  return element.node === undefined ? element.process.scope : element.node.scope;
}

/** True for an inner instance of a multi-instance activity. */
export function isInner(cx: Processing, element: Element): boolean {
  const scope = cx.state.elements.get(element.value.flowScopeKey);
  return scope?.value.bpmnElementType === multiInstanceBody;
}

/**
 * The boundary events of an element in the order in which their subscriptions open: the last one of
 * the file first. Those of a repeated activity belong to its body.
 */
export function boundaryEventsOf(cx: Processing, element: Element): readonly ExecutableNode[] {
  const events = element.node?.boundaryEvents ?? [];
  return events.length === 0 || isInner(cx, element) ? [] : [...events].reverse();
}

/** Value of the records of `node` when it runs in the scope with this key, beside `sibling`. */
export function childValue(
  node: ExecutableNode,
  within: ProcessInstanceValue,
  flowScopeKey: number,
): ProcessInstanceValue {
  return valueBeside(within, {
    bpmnElementType: node.loop === undefined ? node.elementType : multiInstanceBody,
    // Not even the body of a receive task counts as an event.
    bpmnEventType: node.loop === undefined ? node.eventType : 'UNSPECIFIED',
    flowScopeKey,
    elementId: node.id,
  });
}

/** Value of the records of something else in the same process instance. */
export function valueBeside(
  sibling: ProcessInstanceValue,
  own: Pick<
    ProcessInstanceValue,
    'bpmnElementType' | 'bpmnEventType' | 'flowScopeKey' | 'elementId'
  >,
): ProcessInstanceValue {
  // Field by field: copying with other values for some takes several times as long.
  return {
    version: sibling.version,
    bpmnElementType: own.bpmnElementType,
    flowScopeKey: own.flowScopeKey,
    bpmnEventType: own.bpmnEventType,
    parentProcessInstanceKey: sibling.parentProcessInstanceKey,
    parentElementInstanceKey: sibling.parentElementInstanceKey,
    tenantId: sibling.tenantId,
    bpmnProcessId: sibling.bpmnProcessId,
    processInstanceKey: sibling.processInstanceKey,
    processDefinitionKey: sibling.processDefinitionKey,
    elementId: own.elementId,
  };
}

/** Value of the records of a new process instance. */
export function processInstanceValue(
  definition: {
    readonly version: number;
    readonly bpmnProcessId: string;
    readonly processDefinitionKey: number;
  },
  processInstanceKey: number,
  caller?: Element,
): ProcessInstanceValue {
  return {
    version: definition.version,
    bpmnElementType: 'PROCESS',
    flowScopeKey: -1,
    bpmnEventType: 'UNSPECIFIED',
    parentProcessInstanceKey: caller?.value.processInstanceKey ?? -1,
    parentElementInstanceKey: caller?.key ?? -1,
    tenantId: defaultTenant,
    bpmnProcessId: definition.bpmnProcessId,
    processInstanceKey,
    processDefinitionKey: definition.processDefinitionKey,
    elementId: definition.bpmnProcessId,
  };
}
