import { rememberCompensation } from '../../behaviors/compensation.js';
import {
  boundaryEventsOf,
  elementOfInstance,
  instanceOf,
  isInner,
} from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import { createJob, planListener } from '../../behaviors/jobs.js';
import { evaluateOutputs } from '../../behaviors/mappings.js';
import {
  closeSubscriptions,
  openSubscriptions,
  planSubscriptions,
} from '../../behaviors/subscriptions.js';
import {
  eventSubProcessStarts,
  findTrigger,
  placeOf,
  writeTriggered,
} from '../../behaviors/trigger.js';
import { localVariables, mergeDocument, mergeLocal } from '../../behaviors/variables.js';
import type { JobTemplate } from '../../model/executable.js';
import type { Variables } from '../../records/values.js';
import type { Processing } from '../processing.js';
import { hasMappings } from './activate.js';
import { collectAdHoc, handOverAdHoc, isAdHocInner } from './ad-hoc.js';
import { takesChildVariables } from './call-activity.js';
import { finishCompletion } from './end.js';
import { collectOutput, decideNext, handOverOutputs } from './multi-instance.js';
import type { NextStep } from './multi-instance.js';

/** Listener jobs that run before an element is completed. */
export function endListenersOf(element: Element): readonly JobTemplate[] {
  if (element.isBody) {
    return [];
  }
  return element.node?.endListeners ?? element.process.endListeners;
}

/**
 * Second step of a completion, after ELEMENT_COMPLETING: outputs, subscriptions closed, end
 * listeners one by one, then COMPLETED and what follows. Runs again from here after an incident.
 * Throws `ElementFailure`.
 */
export function continueCompletion(cx: Processing, element: Element): void {
  const { listenersDone } = instanceOf(cx, element);
  if (listenersDone === 0) {
    if (element.isBody) {
      handOverOutputs(cx, element);
    } else {
      if (element.node?.adHoc !== undefined) {
        handOverAdHoc(cx, element);
      }
      applyOutputs(cx, element);
    }
    closeSubscriptions(cx, element.key);
    if (element.value.bpmnElementType === 'START_EVENT') {
      openEventSubProcesses(cx, element);
    }
  }
  const listener = endListenersOf(element)[listenersDone];
  if (listener !== undefined) {
    createJob(cx, element, planListener(cx, element, listener), 'END');
    return;
  }
  let step: NextStep | undefined;
  if (isInner(cx, element)) {
    collectOutput(cx, element);
    step = decideNext(cx, element);
  }
  const adHocStep = isAdHocInner(element) ? collectAdHoc(cx, element) : undefined;
  rememberCompensation(cx, element);
  finishCompletion(cx, element, {
    ...(step === undefined ? {} : { step }),
    ...(adHocStep === undefined ? {} : { adHocStep }),
  });
}

/**
 * From the end of its start event on, a scope can be hit by its boundary events and by the events of
 * its event sub-processes.
 */
function openEventSubProcesses(cx: Processing, start: Element): void {
  const instance = cx.state.elements.get(start.value.flowScopeKey);
  if (instance === undefined) {
    return;
  }
  const scope = elementOfInstance(cx, instance);
  const planned = planSubscriptions(cx, scope, [
    ...eventSubProcessStarts(scope),
    ...boundaryEventsOf(cx, scope),
  ]);
  openSubscriptions(cx, scope, planned);
}

/** The variables an element completes with, taken from the event that completed it. */
function takeVariables(cx: Processing, element: Element): Variables | undefined {
  const { node, value, key } = element;
  if (node === undefined) {
    return undefined;
  }
  const isSubProcessStart =
    value.bpmnElementType === 'START_EVENT' && node.container.parent !== undefined;
  const holder = isSubProcessStart
    ? (cx.state.elements.get(value.flowScopeKey)?.value.flowScopeKey ?? -1)
    : key;
  const trigger = findTrigger(cx, holder, (one) => one.targetElementId === node.id);
  if (trigger === undefined) {
    return eventVariables(cx, element);
  }
  if (value.bpmnElementType === 'CALL_ACTIVITY' && !takesChildVariables(node)) {
    return undefined;
  }
  writeTriggered(cx, trigger, placeOf(element));
  return trigger.variables;
}

/** Events that began because something happened carry its variables locally. */
function eventVariables(cx: Processing, element: Element): Variables | undefined {
  const { bpmnElementType, bpmnEventType } = element.value;
  const carries = ['BOUNDARY_EVENT', 'START_EVENT', 'INTERMEDIATE_CATCH_EVENT'];
  // The variables of a caught error stay where they are unless a mapping asks for them.
  return carries.includes(bpmnElementType) && bpmnEventType !== 'ERROR'
    ? localVariables(cx.state, element.key)
    : undefined;
}

/** Events that end something or undo it leave their outputs alone. */
function takesOutputs(element: Element): boolean {
  const kind = element.node?.event.kind;
  const isThrow = element.node?.elementType !== 'BOUNDARY_EVENT';
  return hasMappings(element) && !(isThrow && (kind === 'compensate' || kind === 'terminate'));
}

function applyOutputs(cx: Processing, element: Element): void {
  const { node, value, key } = element;
  if (node?.elementType === 'EVENT_BASED_GATEWAY') {
    return;
  }
  const variables = takeVariables(cx, element);
  const outputs = node === undefined || !takesOutputs(element) ? [] : node.outputs;
  if (outputs.length === 0) {
    if (variables !== undefined) {
      // From the element itself, so that what it has locally changes first.
      mergeDocument(cx, key, value, variables);
    }
    return;
  }
  if (variables !== undefined) {
    mergeLocal(cx, key, value, variables);
  }
  const target = isInner(cx, element) ? key : value.flowScopeKey;
  mergeDocument(cx, target, value, evaluateOutputs(cx, outputs, key));
}
