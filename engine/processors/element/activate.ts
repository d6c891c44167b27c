import { boundaryEventsOf, instanceOf, isInner } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import { requestActivation, requestCompletion, transition } from '../../behaviors/flow.js';
import { createJob, planJob, planListener } from '../../behaviors/jobs.js';
import { evaluateInputs } from '../../behaviors/mappings.js';
import { openSubscriptions, planSubscriptions } from '../../behaviors/subscriptions.js';
import { beginTriggered, findTrigger, writeTriggered } from '../../behaviors/trigger.js';
import { createUserTask, planUserTask } from '../../behaviors/user-tasks.js';
import { mergeLocal } from '../../behaviors/variables.js';
import type { JobTemplate } from '../../model/executable.js';
import type { Processing } from '../processing.js';
import { activateAdHoc, prepareAdHoc } from './ad-hoc.js';
import { activateCallActivity } from './call-activity.js';
import { activateGateway } from './gateway.js';
import { activateBody, prepareInner } from './multi-instance.js';
import { activateDecision, activateScript } from './rule-task.js';
import { activateThrowEvent } from './throw-event.js';

/** Listener jobs that run before an element becomes active. */
export function startListenersOf(element: Element): readonly JobTemplate[] {
  if (element.isBody) {
    return [];
  }
  return element.node?.startListeners ?? element.process.startListeners;
}

/**
 * Second step of an activation, after ELEMENT_ACTIVATING: input mappings, start listeners one by
 * one, then whatever makes the element active. Runs again from here after an incident. Throws
 * `ElementFailure`.
 */
export function continueActivation(
  cx: Processing,
  element: Element,
  listenersDone = instanceOf(cx, element).listenersDone,
): void {
  if (listenersDone === 0 && !element.isBody) {
    if (isInner(cx, element)) {
      prepareInner(cx, element);
    }
    if (element.node?.adHoc !== undefined) {
      prepareAdHoc(cx, element);
    }
    const inputs = element.node?.inputs ?? [];
    if (inputs.length > 0 && takesInputs(element)) {
      mergeLocal(cx, element.key, element.value, evaluateInputs(cx, inputs, element.key));
    }
  }
  const listener = startListenersOf(element)[listenersDone];
  if (listener !== undefined) {
    createJob(cx, element, planListener(cx, element, listener), 'START');
    return;
  }
  finishActivation(cx, element);
}

/** Manual and undefined tasks ignore their mappings. */
export function hasMappings(element: Element): boolean {
  return (
    element.value.bpmnElementType !== 'MANUAL_TASK' && element.value.bpmnElementType !== 'TASK'
  );
}

/** Of the events that throw, only those that hand variables on have inputs. */
function takesInputs(element: Element): boolean {
  const { node } = element;
  const isThrow = node?.node.kind === 'intermediateThrowEvent' || node?.node.kind === 'endEvent';
  return isThrow ? node.job !== undefined || node.event.kind === 'signal' : hasMappings(element);
}

function finishActivation(cx: Processing, element: Element): void {
  if (element.node === undefined) {
    activateProcess(cx, element);
    return;
  }
  if (element.isBody) {
    activateBody(cx, element);
    return;
  }
  const { node } = element;
  switch (node.node.kind) {
    case 'startEvent':
    case 'manualTask':
    case 'task':
      passThrough(cx, element);
      return;
    case 'adHocSubProcess':
      activateAdHoc(cx, element);
      return;
    case 'subProcess':
    case 'transaction':
      activateSubProcess(cx, element);
      return;
    case 'callActivity':
      activateCallActivity(cx, element);
      return;
    case 'receiveTask':
    case 'intermediateCatchEvent':
      activateCatch(cx, element);
      return;
    case 'intermediateThrowEvent':
    case 'endEvent':
      activateThrowEvent(cx, element);
      return;
    case 'exclusiveGateway':
    case 'inclusiveGateway':
    case 'parallelGateway':
    case 'eventBasedGateway':
    case 'complexGateway':
      activateGateway(cx, element);
      return;
    case 'boundaryEvent':
      return;
    case 'serviceTask':
    case 'sendTask':
    case 'userTask':
    case 'scriptTask':
    case 'businessRuleTask':
      activateTask(cx, element);
  }
}

function passThrough(cx: Processing, element: Element): void {
  transition(cx, element, 'ELEMENT_ACTIVATED');
  requestCompletion(cx, element);
}

function activateTask(cx: Processing, element: Element): void {
  const { node } = element;
  if (node?.userTask !== undefined) {
    const task = planUserTask(cx, element, node.userTask);
    openSubscriptions(cx, element, planSubscriptions(cx, element, boundaryEventsOf(cx, element)));
    createUserTask(cx, element, task);
    transition(cx, element, 'ELEMENT_ACTIVATED');
    return;
  }
  if (node?.job !== undefined) {
    const job = planJob(cx, element, node.job);
    openSubscriptions(cx, element, planSubscriptions(cx, element, boundaryEventsOf(cx, element)));
    createJob(cx, element, job);
    transition(cx, element, 'ELEMENT_ACTIVATED');
    return;
  }
  if (node?.script !== undefined) {
    activateScript(cx, element, node.script);
  } else if (node?.calledDecision !== undefined) {
    activateDecision(cx, element, node.calledDecision);
  }
  // Done at once, such a task does not wait for its boundary events: they are not even evaluated.
  passThrough(cx, element);
}

function activateCatch(cx: Processing, element: Element): void {
  const { node } = element;
  if (node === undefined || node.event.kind === 'link') {
    passThrough(cx, element);
    return;
  }
  const planned = planSubscriptions(cx, element, [node, ...boundaryEventsOf(cx, element)]);
  openSubscriptions(cx, element, planned);
  transition(cx, element, 'ELEMENT_ACTIVATED');
}

function activateSubProcess(cx: Processing, element: Element): void {
  const scope = element.node?.scope;
  transition(cx, element, 'ELEMENT_ACTIVATED');
  const isEventSubProcess = element.value.bpmnElementType === 'EVENT_SUB_PROCESS';
  const start = isEventSubProcess ? scope?.triggeredStarts[0] : scope?.noneStart;
  if (start !== undefined) {
    const flowScopeKey = element.key;
    requestActivation(cx, start, { within: element.value, flowScopeKey, key: -1 });
  }
}

function activateProcess(cx: Processing, element: Element): void {
  const { scope } = element.process;
  const { value, key } = element;
  transition(cx, element, 'ELEMENT_ACTIVATED');
  const trigger = findTrigger(
    cx,
    value.processDefinitionKey,
    (one) => one.processInstanceKey === value.processInstanceKey,
  );
  const started =
    trigger === undefined ? undefined : element.process.nodes.get(trigger.targetElementId);
  if (trigger !== undefined && started !== undefined) {
    const { processInstanceKey, processDefinitionKey } = value;
    const scopeKey = processDefinitionKey;
    writeTriggered(cx, trigger, { scopeKey, processInstanceKey, processDefinitionKey });
    beginTriggered(cx, started, { within: value, flowScopeKey: key }, trigger.variables);
    return;
  }
  if (scope.noneStart !== undefined) {
    requestActivation(cx, scope.noneStart, { within: value, flowScopeKey: key, key: -1 });
  }
}
