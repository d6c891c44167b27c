import { evaluateDeployed, findDecision } from '../../behaviors/decisions.js';
import type { Element } from '../../behaviors/element.js';
import { evaluateJson, evaluateString } from '../../behaviors/expressions.js';
import { placeOf, writeTriggering } from '../../behaviors/trigger.js';
import { visibleVariables } from '../../behaviors/variables.js';
import type { ExecutableNode } from '../../model/executable.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';

/** Evaluates a script; its result waits as a variable for the task's completion. */
export function activateScript(
  cx: Processing,
  element: Element,
  script: NonNullable<ExecutableNode['script']>,
): void {
  const value = evaluateJson(cx, script.expression, { scopeKey: element.key });
  writeTriggering(cx, placeOf(element), element.value.elementId, {
    [script.resultVariable]: value,
  });
}

/** Evaluates a called decision; its result waits as a variable for the task's completion. */
export function activateDecision(
  cx: Processing,
  element: Element,
  called: NonNullable<ExecutableNode['calledDecision']>,
): void {
  const decisionId = evaluateString(cx, called.decisionId, { scopeKey: element.key });
  const tag = called.bindingType === 'versionTag' ? called.versionTag : undefined;
  const decision = findDecision(cx, decisionId, tag);
  if (decision === undefined) {
    throw new ElementFailure(
      'CALLED_DECISION_ERROR',
      `Expected to evaluate decision '${decisionId}', but no decision found for id '${decisionId}'`,
    );
  }
  const { bpmnProcessId, processInstanceKey, processDefinitionKey, elementId } = element.value;
  const caller = {
    bpmnProcessId,
    processInstanceKey,
    processDefinitionKey,
    elementInstanceKey: element.key,
    elementId,
  };
  const variables = visibleVariables(cx.state, element.key);
  const { result, record } = evaluateDeployed(cx, decision, variables, caller);
  const intent = result.kind === 'success' ? 'EVALUATED' : 'FAILED';
  cx.event('DECISION_EVALUATION', intent, cx.nextKey(), record);
  if (result.kind === 'failure') {
    throw new ElementFailure('DECISION_EVALUATION_ERROR', result.message);
  }
  writeTriggering(cx, placeOf(element), elementId, { [called.resultVariable]: result.output });
}
