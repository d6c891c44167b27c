import { multiInstanceBody } from '../model/compile-process.js';
import type { ExecutableNode } from '../model/executable.js';
import { variableKey } from '../state/engine-state.js';
import type { EngineState } from '../state/engine-state.js';
import type { ElementInstance, ElementState } from '../state/rows.js';
import type { ProcessInstanceValue } from '../records/values.js';
import { valueOf } from './applier.js';
import type { Applier, Appliers } from './applier.js';
import { addToken, comesByFlow, linkFlow, takeUpTokens, tokensBehind } from './tokens.js';

function newInstance(key: number, value: ProcessInstanceValue): ElementInstance {
  return {
    key,
    state: 'ACTIVATING',
    value,
    takenFlows: [],
    openFlows: 0,
    loopCounter: 0,
    loop: { begun: 0, completed: 0, terminated: 0 },
    listenersDone: 0,
    calledInstanceKey: -1,
    interruptedBy: '',
  };
}

const activating: Applier = (state, record, catalog) => {
  const value = valueOf<ProcessInstanceValue>(record);
  const scope = state.elements.get(value.flowScopeKey);
  let instance = newInstance(record.key, value);
  if (scope?.value.bpmnElementType === multiInstanceBody) {
    const begun = scope.loop.begun + 1;
    state.elements.update(scope.key, { loop: { ...scope.loop, begun } });
    instance = { ...instance, loopCounter: begun };
  } else if (
    scope !== undefined &&
    comesByFlow(value.bpmnElementType, scope.value.bpmnElementType)
  ) {
    const node = catalog.node(value.processDefinitionKey, value.elementId);
    state.elements.change(scope.key, (row) => ({
      ...row,
      takenFlows: takeUpTokens(scope.takenFlows, node),
      openFlows: Math.max(0, scope.openFlows - tokensBehind(scope.takenFlows, node)),
    }));
  }
  state.elements.put(record.key, instance);
  const parent = value.parentElementInstanceKey;
  if (value.bpmnElementType === 'PROCESS' && parent > 0) {
    state.elements.update(parent, { calledInstanceKey: record.key });
  }
};

function changeState(newState: ElementState): Applier {
  return (state, record) => {
    state.elements.change(record.key, (row) => ({ ...row, state: newState, listenersDone: 0 }));
  };
}

function forget(state: EngineState, key: number): void {
  for (const name of [...state.variableNames.get(key)]) {
    state.variables.delete(variableKey(key, name));
  }
  for (const trigger of [...state.triggersOf.get(key)]) {
    state.triggers.delete(trigger);
  }
  state.elements.delete(key);
}

function forgetInstance(state: EngineState, processInstanceKey: number): void {
  for (const key of [...state.compensationsOf.get(processInstanceKey)]) {
    state.compensations.delete(key);
  }
  for (const key of [...state.locksOfInstance.get(processInstanceKey)]) {
    state.messageLocks.delete(key);
  }
}

function countInBody(
  state: EngineState,
  value: ProcessInstanceValue,
  how: 'completed' | 'terminated',
): void {
  const body = state.elements.get(value.flowScopeKey);
  if (body?.value.bpmnElementType === multiInstanceBody) {
    state.elements.update(body.key, { loop: { ...body.loop, [how]: body.loop[how] + 1 } });
  }
}

/** Variables of a called process wait at the call activity until it completes. */
function handToCaller(state: EngineState, key: number, value: ProcessInstanceValue): void {
  const caller = state.elements.get(value.parentElementInstanceKey);
  if (caller === undefined) {
    return;
  }
  const entries = state.variableNames.get(key).map((name) => {
    const text = state.variables.get(variableKey(key, name))?.text ?? 'null';
    // Variable texts are JSON that the engine wrote.
    return [name, JSON.parse(text) as never] as const;
  });
  state.triggers.put(caller.key, {
    key: caller.key,
    scopeKey: caller.key,
    targetElementId: caller.value.elementId,
    variables: Object.fromEntries(entries),
    processInstanceKey: caller.value.processInstanceKey,
  });
}

const completed: Applier = (state, record, catalog) => {
  const value = valueOf<ProcessInstanceValue>(record);
  const scope = state.elements.get(value.flowScopeKey);
  if (value.bpmnElementType === 'PROCESS') {
    handToCaller(state, record.key, value);
    forgetInstance(state, record.key);
  }
  countInBody(state, value, 'completed');
  if (scope !== undefined && value.bpmnEventType === 'LINK') {
    const target = linkTarget(catalog.node(value.processDefinitionKey, value.elementId));
    if (target !== undefined) {
      // It is no token under way: a scope may be done before it arrives.
      state.elements.update(scope.key, {
        takenFlows: addToken(scope.takenFlows, linkFlow(target.id)),
      });
    }
  }
  if (scope !== undefined && value.bpmnEventType === 'TERMINATE') {
    state.elements.update(scope.key, {
      takenFlows: [],
      openFlows: 0,
      interruptedBy: value.elementId,
    });
  }
  forget(state, record.key);
};

const terminated: Applier = (state, record) => {
  const value = valueOf<ProcessInstanceValue>(record);
  if (value.bpmnElementType === 'PROCESS') {
    forgetInstance(state, record.key);
  }
  countInBody(state, value, 'terminated');
  forget(state, record.key);
};

const flowTaken: Applier = (state, record) => {
  const value = valueOf<ProcessInstanceValue>(record);
  state.elements.change(value.flowScopeKey, (scope) => ({
    ...scope,
    takenFlows: addToken(scope.takenFlows, value.elementId),
    openFlows: scope.openFlows + 1,
  }));
};

const migrated: Applier = (state, record) => {
  state.elements.update(record.key, { value: valueOf<ProcessInstanceValue>(record) });
};

/** The link catch event that a link throw event continues at; undefined for other nodes. */
export function linkTarget(node: ExecutableNode): ExecutableNode | undefined {
  const { event } = node;
  if (event.kind !== 'link' || node.elementType !== 'INTERMEDIATE_THROW_EVENT') {
    return undefined;
  }
  return node.container.nodes.find(
    (other) =>
      other.elementType === 'INTERMEDIATE_CATCH_EVENT' &&
      other.event.kind === 'link' &&
      other.event.name === event.name,
  );
}

/** PROCESS_INSTANCE_MODIFICATION events: what is activated goes on in a scope that was interrupted. */
export const modificationAppliers: Appliers = {
  MODIFIED: (state, record) => {
    const { activateInstructions } = valueOf<{
      readonly activateInstructions: readonly { readonly ancestorScopeKeys: readonly number[] }[];
    }>(record);
    for (const key of activateInstructions.flatMap((one) => one.ancestorScopeKeys)) {
      if ((state.elements.get(key)?.interruptedBy ?? '') !== '') {
        state.elements.update(key, { interruptedBy: '' });
      }
    }
  },
};

/** PROCESS_INSTANCE events. */
export const processInstanceAppliers: Appliers = {
  ELEMENT_ACTIVATING: activating,
  ELEMENT_ACTIVATED: changeState('ACTIVATED'),
  ELEMENT_COMPLETING: changeState('COMPLETING'),
  ELEMENT_TERMINATING: changeState('TERMINATING'),
  ELEMENT_COMPLETED: completed,
  ELEMENT_TERMINATED: terminated,
  ELEMENT_MIGRATED: migrated,
  SEQUENCE_FLOW_TAKEN: flowTaken,
};
