import { findCatcher, uncaughtErrorText } from '../../behaviors/catching.js';
import { throwCompensation } from '../../behaviors/compensation.js';
import type { Element } from '../../behaviors/element.js';
import { evaluateString } from '../../behaviors/expressions.js';
import { requestCompletion, transition } from '../../behaviors/flow.js';
import { createJob, planJob } from '../../behaviors/jobs.js';
import { doesCatch, triggerEvent } from '../../behaviors/trigger.js';
import { localVariables } from '../../behaviors/variables.js';
import type { CompiledExpression } from '../../model/expression.js';
import { defaultTenant } from '../../records/values.js';
import type { EscalationValue, SignalValue } from '../../records/values.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';

function throwError(cx: Processing, element: Element, code: CompiledExpression | undefined): void {
  const errorCode = code === undefined ? '' : evaluateString(cx, code, { scopeKey: element.key });
  const search = findCatcher(cx, element.value.flowScopeKey, 'error', errorCode);
  if (search.kind === 'uncaught') {
    throw new ElementFailure(
      'UNHANDLED_ERROR_EVENT',
      uncaughtErrorText(errorCode, '', search.codes),
    );
  }
  transition(cx, element, 'ELEMENT_ACTIVATED');
  const { catcher } = search;
  if (!doesCatch(cx, catcher)) {
    return;
  }
  // It carries nothing, not even what listeners left here.
  triggerEvent(cx, catcher.element, catcher.node, {});
}

function throwEscalation(
  cx: Processing,
  element: Element,
  code: CompiledExpression | undefined,
): void {
  const escalationCode =
    code === undefined ? '' : evaluateString(cx, code, { scopeKey: element.key });
  const search = findCatcher(cx, element.value.flowScopeKey, 'escalation', escalationCode);
  transition(cx, element, 'ELEMENT_ACTIVATED');
  const value: EscalationValue = {
    escalationCode,
    throwElementId: element.value.elementId,
    catchElementId: '',
    tenantId: defaultTenant,
    processInstanceKey: element.value.processInstanceKey,
  };
  if (search.kind === 'uncaught') {
    cx.event('ESCALATION', 'NOT_ESCALATED', cx.nextKey(), value);
    requestCompletion(cx, element);
    return;
  }
  const { element: scope, node } = search.catcher;
  const isCaught = doesCatch(cx, search.catcher);
  if (isCaught) {
    // As an error does, it carries nothing.
    triggerEvent(cx, scope, node, {});
  }
  const intent = isCaught ? 'ESCALATED' : 'NOT_ESCALATED';
  cx.event('ESCALATION', intent, cx.nextKey(), { ...value, catchElementId: node.id });
  // Whether or not it is caught: one that would interrupt is waited for, for ever if it is not.
  if (!node.interrupting) {
    requestCompletion(cx, element);
  }
}

function throwSignal(cx: Processing, element: Element, name: CompiledExpression): void {
  const value: SignalValue = {
    signalName: evaluateString(cx, name, { scopeKey: element.key }),
    variables: localVariables(cx.state, element.key),
    tenantId: defaultTenant,
  };
  transition(cx, element, 'ELEMENT_ACTIVATED');
  // First the signal, then the completion: what it hits goes before what comes after this event.
  cx.command('SIGNAL', 'BROADCAST', -1, value);
  requestCompletion(cx, element);
}

/** Activates an intermediate throw event or an end event. Throws `ElementFailure`. */
export function activateThrowEvent(cx: Processing, element: Element): void {
  const { node } = element;
  if (node === undefined) {
    return;
  }
  if (node.job !== undefined) {
    const job = planJob(cx, element, node.job);
    createJob(cx, element, job);
    transition(cx, element, 'ELEMENT_ACTIVATED');
    return;
  }
  const { event } = node;
  switch (event.kind) {
    case 'error':
      throwError(cx, element, event.code);
      return;
    case 'escalation':
      throwEscalation(cx, element, event.code);
      return;
    case 'signal':
      throwSignal(cx, element, event.name);
      return;
    case 'compensate':
      transition(cx, element, 'ELEMENT_ACTIVATED');
      if (throwCompensation(cx, element, event.activityRef) === 0) {
        requestCompletion(cx, element);
      }
      return;
    case 'none':
    case 'terminate':
    case 'link':
    case 'message':
    case 'timer':
      transition(cx, element, 'ELEMENT_ACTIVATED');
      requestCompletion(cx, element);
  }
}
