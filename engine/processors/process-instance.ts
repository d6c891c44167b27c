import { isJoin, tokensOn } from '../appliers/tokens.js';
import { elementOf, elementOfInstance } from '../behaviors/element.js';
import type { Element } from '../behaviors/element.js';
import { requestTermination, transition } from '../behaviors/flow.js';
import { createIncident } from '../behaviors/incidents.js';
import { isInclusiveJoinReady } from '../behaviors/inclusive-join.js';
import { findTrigger, placeOf, writeTriggered } from '../behaviors/trigger.js';
import { mergeLocal } from '../behaviors/variables.js';
import { valueOf } from '../appliers/applier.js';
import type { ExecutableNode } from '../model/executable.js';
import type { EngineRecord } from '../records/record.js';
import type { ProcessInstanceBatchValue, ProcessInstanceValue } from '../records/values.js';
import type { ElementInstance } from '../state/rows.js';
import { continueActivation } from './element/activate.js';
import { continueCompletion } from './element/complete.js';
import { afterChildEnded } from './element/end.js';
import { requestInner } from './element/multi-instance.js';
import { terminateElement } from './element/terminate.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { ElementFailure, Refusal } from './refusal.js';

/** Runs a step of an element; a failure becomes an incident of it. */
function attempt(cx: Processing, element: Element, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof ElementFailure)) {
      throw error;
    }
    createIncident(cx, element, error);
  }
}

function checkScope(cx: Processing, value: ProcessInstanceValue): void {
  if (value.bpmnElementType === 'PROCESS') {
    return;
  }
  const scope = cx.state.elements.get(value.flowScopeKey);
  if (scope === undefined) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected flow scope instance with key '${value.flowScopeKey}' to be present in state but not found.`,
    );
  }
  if (scope.state !== 'ACTIVATED') {
    throw new Refusal(
      'INVALID_STATE',
      `Expected flow scope instance to be in state 'ELEMENT_ACTIVATED' but was 'ELEMENT_${scope.state}'.`,
    );
  }
  if (scope.interruptedBy !== '' && scope.interruptedBy !== value.elementId) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected flow scope instance to be not interrupted but was interrupted by an event with id '${scope.interruptedBy}'.`,
    );
  }
}

function checkJoin(cx: Processing, value: ProcessInstanceValue, node: ExecutableNode): void {
  const scope = cx.state.elements.get(value.flowScopeKey);
  if (scope === undefined || !isJoin(node)) {
    return;
  }
  const isParallel = node.elementType === 'PARALLEL_GATEWAY';
  const isReady = isParallel
    ? node.incoming.every((flow) => tokensOn(scope.takenFlows, flow.id) > 0)
    : isInclusiveJoinReady(cx, scope, node);
  if (!isReady) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected to be able to activate ${isParallel ? 'parallel' : 'inclusive'} gateway '${node.id}', ` +
        'but not all sequence flows have been taken.',
    );
  }
}

function activateElement(cx: Processing, command: EngineRecord): void {
  const value = valueOf<ProcessInstanceValue>(command);
  const existing = cx.state.elements.get(command.key);
  if (existing !== undefined) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected element instance with key '${command.key}' not to be there yet, but it is.`,
    );
  }
  checkScope(cx, value);
  const draft = elementOf(cx, command.key, value);
  if (draft.node !== undefined) {
    checkJoin(cx, value, draft.node);
  }
  const element = { ...draft, key: command.key > 0 ? command.key : cx.nextKey() };
  transition(cx, element, 'ELEMENT_ACTIVATING');
  attempt(cx, element, () => {
    continueActivation(cx, element);
  });
}

function require(
  cx: Processing,
  command: EngineRecord,
  states: readonly ElementInstance['state'][],
): ElementInstance {
  const instance = cx.state.elements.get(command.key);
  if (instance === undefined) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected element instance with key '${command.key}' to be present in state but not found.`,
    );
  }
  if (!states.includes(instance.state)) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected element instance to be in state 'ELEMENT_${states[0] ?? ''}' or one of previous states but was 'ELEMENT_${instance.state}'.`,
    );
  }
  return instance;
}

function completeElement(cx: Processing, command: EngineRecord): void {
  const instance = require(cx, command, ['ACTIVATED']);
  checkScope(cx, instance.value);
  const element = elementOfInstance(cx, instance);
  transition(cx, element, 'ELEMENT_COMPLETING');
  attempt(cx, element, () => {
    continueCompletion(cx, element);
  });
}

function terminate(cx: Processing, command: EngineRecord): void {
  const instance = require(cx, command, ['ACTIVATED', 'ACTIVATING', 'COMPLETING']);
  terminateElement(cx, elementOfInstance(cx, instance));
}

function completeListener(cx: Processing, command: EngineRecord): void {
  const instance = require(cx, command, ['ACTIVATING', 'COMPLETING']);
  const element = elementOfInstance(cx, instance);
  const { elementId, flowScopeKey } = element.value;
  const trigger = findTrigger(cx, element.key, (one) => one.targetElementId === elementId);
  if (trigger !== undefined) {
    if (element.value.bpmnElementType === 'PARALLEL_GATEWAY') {
      // It has no variables: what its listeners give is lost.
    } else if (instance.state === 'ACTIVATING') {
      mergeLocal(cx, element.key, element.value, trigger.variables);
    } else {
      mergeLocal(
        cx,
        flowScopeKey < 0 ? element.key : flowScopeKey,
        element.value,
        trigger.variables,
      );
    }
    writeTriggered(cx, trigger, placeOf(element));
  }
  resumeElement(cx, element);
}

/**
 * Goes on with an element where a listener had stopped it; after an incident with its first listener
 * again (`listenersDone` 0), whatever the state counts.
 */
export function resumeElement(cx: Processing, element: Element, listenersDone?: number): void {
  const instance = cx.state.elements.get(element.key);
  attempt(cx, element, () => {
    if (instance?.state === 'ACTIVATING') {
      continueActivation(cx, element, listenersDone);
    } else if (instance?.state === 'COMPLETING') {
      continueCompletion(cx, element);
    }
  });
}

function cancel(cx: Processing, command: EngineRecord): void {
  const instance = cx.state.elements.get(command.key);
  if (instance?.value.bpmnElementType !== 'PROCESS' || instance.state === 'TERMINATING') {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to cancel a process instance with key '${command.key}', but no such process was found`,
    );
  }
  const parent = instance.value.parentProcessInstanceKey;
  if (parent > 0) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected to cancel a process instance with key '${command.key}', but it is created by a parent process instance. ` +
        `Cancel the root process instance '${rootOf(cx, instance)}' instead.`,
    );
  }
  requestTermination(cx, instance);
  cx.respond({ ...command, value: instance.value });
}

function rootOf(cx: Processing, instance: ElementInstance): number {
  const parent = cx.state.elements.get(instance.value.parentProcessInstanceKey);
  return parent === undefined ? instance.key : rootOf(cx, parent);
}

/** PROCESS_INSTANCE commands. */
export const processInstanceProcessors: Processors = {
  ACTIVATE_ELEMENT: activateElement,
  COMPLETE_ELEMENT: completeElement,
  TERMINATE_ELEMENT: terminate,
  COMPLETE_EXECUTION_LISTENER: completeListener,
  CANCEL: cancel,
};

/** PROCESS_INSTANCE_BATCH commands: many children of one element at once. */
export const processInstanceBatchProcessors: Processors = {
  ACTIVATE: (cx, command) => {
    const { batchElementInstanceKey, index } = valueOf<ProcessInstanceBatchValue>(command);
    const body = cx.state.elements.get(batchElementInstanceKey);
    if (body?.state !== 'ACTIVATED') {
      return;
    }
    const element = elementOfInstance(cx, body);
    for (let place = 0; place < index; place += 1) {
      requestInner(cx, element);
    }
  },
  TERMINATE: (cx, command) => {
    const { batchElementInstanceKey } = valueOf<ProcessInstanceBatchValue>(command);
    const children = [...cx.state.childrenOf.get(batchElementInstanceKey)];
    for (const key of children) {
      const child = cx.state.elements.get(key);
      if (child !== undefined && child.state !== 'TERMINATING') {
        requestTermination(cx, child);
      }
    }
    if (children.length === 0) {
      afterChildEnded(cx, batchElementInstanceKey);
    }
  },
};
